import type { FamilyAtHand } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { payeeAsSeenBy } from './payee-view.ts';
import { readFamilyPayees } from './store.ts';

/**
 * The payees of a family whose account this caller may read, even masked: their own, and all for staff. A remittance or a notice that shows
 * another parent's last digits tells where their money goes.
 */
export async function accountsSeenBy(family: Pick<FamilyAtHand, 'tx' | 'rows'>, caller: Caller): Promise<ReadonlySet<string>> {
  const payees = await readFamilyPayees(family.tx, caller.authorityId, family.rows.family.familyId);
  return new Set(payees.filter((payee) => payeeAsSeenBy(family, caller, payee) === 'account').map(({ payeeId }) => payeeId));
}
