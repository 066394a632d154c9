import { type AccountDraft, expenseAccount, type ShareAmount, shareAccount } from '../../budgets/index.ts';
import { entryDraft, pairForEachShare } from '../../budgets/rules/postings.ts';
import type { EntryDraft } from '../../ledger/rules/entry-draft.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

export function accountForAccruals(payee: string): AccountDraft {
  return { code: `accrual:${payee}`, side: 'actual', class: 'liability', normalSide: 'credit' };
}

/** Cost that belongs to the period and is not charged yet; its reversal on day 1 makes room for the real entry. */
export function accrued(event: {
  readonly effectiveDate: PlainDate;
  readonly payee: string;
  readonly words: string;
  readonly parts: readonly ShareAmount[];
}): EntryDraft {
  return entryDraft(event, event.words, [
    ...pairForEachShare(event.parts, (share) => ({ debit: shareAccount(share, 'committed'), credit: shareAccount(share, 'paid') })),
    ...pairForEachShare(event.parts, (share) => ({ debit: expenseAccount(share), credit: `accrual:${event.payee}` })),
  ]);
}
