import { and, desc, eq } from 'drizzle-orm';
import { advanceAccount, type BudgetRoom, sharesOfLine } from '../../budgets/index.ts';
import { appendAudit, eventOf } from '../../people/index.ts';
import { isBefore, lastDayOfMonth, type Month } from '../../platform/calendar/date-arithmetic.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { agreements } from '../agreements/schema.ts';
import { custodyStatements } from './schema.ts';

export interface CustodyMonth {
  readonly payeeId: string;
  readonly month: Month;
  /** What of our families' money the organisation should hold: paid to it and not yet shown as spent. */
  readonly held: bigint;
  readonly agreements: readonly { readonly agreementId: string; readonly held: bigint }[];
  /** What its client account says; absent until it has been told. */
  readonly said?: bigint;
  readonly difference?: bigint;
}

/** An organisation tells what its client account holds for our families at the end of a month; the latest word counts. */
export async function tellCustody(
  { database, clock, businessDate }: BudgetRoom,
  caller: Caller,
  { payeeId, month, balance }: { readonly payeeId: string; readonly month: Month; readonly balance: bigint },
): Promise<Result<undefined, { readonly code: 'custody-month-not-over' | 'custody-unknown' }>> {
  const { authorityId, principal: createdBy } = caller;
  const now = clock.now();
  if (isBefore(await businessDate(authorityId), lastDayOfMonth(month))) return refused({ code: 'custody-month-not-over' });
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const [holder] = await tx
      .select({ payeeId: agreements.payeeId })
      .from(agreements)
      .where(and(eq(agreements.authorityId, authorityId), eq(agreements.payeeId, payeeId), eq(agreements.recipientKind, 'third-party')))
      .limit(1);
    if (holder === undefined) return refused({ code: 'custody-unknown' });
    await tx.insert(custodyStatements).values({ authorityId, payeeId, month, balance, createdAt: now, createdBy });
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.tell-custody', 'change', now, {}, { payeeId, month })]);
    return accepted(undefined);
  });
}

/** The sum of the advances at an organisation against its client account, month by month's end: to the penny, or by how much not. */
export async function custodyOf(
  { database, ledger }: Pick<BudgetRoom, 'database' | 'ledger'>,
  authorityId: number,
  { payeeId, month }: { readonly payeeId: string; readonly month: Month },
): Promise<CustodyMonth> {
  const { shares, said } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const held = await tx
      .select({ agreementId: agreements.agreementId, lineId: agreements.lineId, lineCode: agreements.lineCode })
      .from(agreements)
      .where(and(eq(agreements.authorityId, authorityId), eq(agreements.payeeId, payeeId), eq(agreements.recipientKind, 'third-party')));
    const [latest] = await tx
      .select({ balance: custodyStatements.balance })
      .from(custodyStatements)
      .where(
        and(eq(custodyStatements.authorityId, authorityId), eq(custodyStatements.payeeId, payeeId), eq(custodyStatements.month, month)),
      )
      .orderBy(desc(custodyStatements.createdAt))
      .limit(1);
    const rows: { agreementId: string; codes: string[] }[] = [];
    // A line that was renewed has two agreements and one advance: it counts once.
    const seen = new Set<string>();
    for (const { agreementId, ...line } of held) {
      if (seen.has(line.lineId)) continue;
      seen.add(line.lineId);
      rows.push({ agreementId, codes: (await sharesOfLine(tx, authorityId, line)).map(({ share }) => advanceAccount(share)) });
    }
    return { shares: rows, said: latest?.balance };
  });
  const codes = shares.flatMap((each) => each.codes);
  const balances = codes.length === 0 ? [] : await ledger.balances(authorityId, codes, { effectiveDate: lastDayOfMonth(month) });
  const byCode = new Map(balances.map(({ account, balance }) => [account, balance]));
  const byAgreement = shares.map(({ agreementId, codes: own }) => {
    return { agreementId, held: own.reduce((sum, code) => sum + (byCode.get(code) ?? 0n), 0n) };
  });
  const held = byAgreement.reduce((sum, each) => sum + each.held, 0n);
  return { payeeId, month, held, agreements: byAgreement, ...(said !== undefined && { said, difference: said - held }) };
}
