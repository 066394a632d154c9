import type { EntryDraft } from '../../ledger/rules/entry-draft.ts';
import { partnerIncomeAccount, partnerReceivableAccount } from './account-codes.ts';
import { type EventFacts, entryDraft, pairForEachShare } from './postings.ts';
import type { ShareAmount } from './share.ts';

/**
 * A partner pays for its shares after the council has paid them: receivable / income, on the actual side only, because the budget was charged
 * when the money was paid. A share's amount is what was paid in the month less what was returned or recovered in it; a month with more
 * returned than paid is a credit to the partner, so here an amount may be below zero.
 */
export function rechargedToPartner(event: EventFacts & { readonly partner: string; readonly parts: readonly ShareAmount[] }): EntryDraft {
  if (event.parts.every(({ amount }) => amount === 0n)) throw new RangeError('A month with nothing to recharge makes no entry.');
  const postings = pairForEachShare(event.parts, (share) => ({
    debit: partnerReceivableAccount(event.partner),
    credit: partnerIncomeAccount(share, event.partner),
  }));
  return entryDraft(event, `Recharged to ${event.partner}`, postings);
}
