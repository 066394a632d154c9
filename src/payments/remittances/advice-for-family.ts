import { lineTitles } from '../../budgets/index.ts';
import type { FamilyAtHand } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accountsSeenBy } from '../payees/accounts-seen-by.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import { familyPayments } from './list-remittances.ts';
import { type RemittanceAdvice, remittanceAdvice } from './remittance-advice.ts';

/**
 * A family's payments as this caller may read them: of the children whom they may know of, by the names that the family uses, and with the
 * account's last digits only where it is their own or they are staff.
 */
export async function adviceForFamily(
  family: FamilyAtHand,
  caller: Caller,
  page: { readonly before?: bigint | undefined; readonly limit: number },
): Promise<{ readonly found: readonly PaymentInstruction[]; readonly advice: readonly RemittanceAdvice[] }> {
  const titles = await lineTitles(family, caller);
  const own = await accountsSeenBy(family, caller);
  const found = await familyPayments(family.tx, caller.authorityId, family.rows.family.familyId, { ...page, lines: [...titles.keys()] });
  const named = new Map([...titles].map(([line, title]) => [line, title ?? 'your support'] as const));
  const advice = found.map(({ paidTo, ...payment }) => {
    const isTheirs = payment.payeeId !== undefined && own.has(payment.payeeId);
    return remittanceAdvice({ ...payment, ...(isTheirs && paidTo !== undefined && { paidTo }) }, named);
  });
  return { found, advice };
}
