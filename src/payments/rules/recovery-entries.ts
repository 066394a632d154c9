import {
  advanceAccount,
  bankAccount,
  expenseAccount,
  payableAccount,
  recoveryReceivableAccount,
  shareAccount,
  sourceAccount,
  writeOffAccount,
} from '../../budgets/rules/account-codes.ts';
import { type EventFacts, entryDraft, pairForEachShare, requirePositive } from '../../budgets/rules/postings.ts';
import type { Share, ShareAmount } from '../../budgets/rules/share.ts';
import type { EntryDraft } from '../../ledger/rules/entry-draft.ts';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';

/**
 * Money that comes back from a family. The notice posts nothing: until the decision is final the money is the family's to answer for. The
 * final decision makes it a debt, and only money that really comes back, by bank or by offset, frees the budget.
 */

type RecoveryEvent = EventFacts & { readonly parts: readonly ShareAmount[]; readonly recoveryCase: string };

/**
 * Where freed money goes: back to the line while the year of the share is open. Later that year's budget is closed, and the money joins what
 * the same source has not yet given away in the current year.
 */
export type FreedMoney = { readonly to: 'line' } | { readonly to: 'source'; readonly currentYear: FinancialYear };

/** The decision is final. `of` says what the money was: held and not needed (an advance), or a spend that is refused (an expense). */
export function recoveryDecided(event: RecoveryEvent & { readonly of: 'advance' | 'expense' }): EntryDraft {
  requireAmounts(event);
  const from = event.of === 'advance' ? advanceAccount : expenseAccount;
  const postings = pairForEachShare(event.parts, (share) => ({
    debit: recoveryReceivableAccount(event.recoveryCase),
    credit: from(share),
  }));
  return entryDraft(event, 'Money to return decided', postings);
}

/** The family pays it back: it comes to the bank. */
export function recoveryPaidBack(event: RecoveryEvent & { readonly bank: string; readonly freed: FreedMoney }): EntryDraft {
  return settled(event, 'Money returned by bank', bankAccount(event.bank));
}

/** It is kept from an instalment that is due: less is owed to the payee, and so less is sent. */
export function recoveryTakenByOffset(event: RecoveryEvent & { readonly payee: string; readonly freed: FreedMoney }): EntryDraft {
  return settled(event, 'Money returned by offset', payableAccount(event.payee));
}

/** The decision is changed in the family's favour: what is no longer asked for is again what it was. */
export function recoveryDropped(event: RecoveryEvent & { readonly of: 'advance' | 'expense' }): EntryDraft {
  requireAmounts(event);
  const to = event.of === 'advance' ? advanceAccount : expenseAccount;
  const postings = pairForEachShare(event.parts, (share) => ({ debit: to(share), credit: recoveryReceivableAccount(event.recoveryCase) }));
  return entryDraft(event, 'Money to return no longer asked for', postings);
}

/** Nobody is asked for it any more. It stays charged to the budget and never touches a family's line again. */
export function recoveryWrittenOff(event: RecoveryEvent): EntryDraft {
  requireAmounts(event);
  const postings = pairForEachShare(event.parts, (share) => ({
    debit: writeOffAccount(share.stream),
    credit: recoveryReceivableAccount(event.recoveryCase),
  }));
  return entryDraft(event, 'Money to return written off', postings);
}

function settled(event: RecoveryEvent & { readonly freed: FreedMoney }, description: string, receivedOn: string): EntryDraft {
  requireAmounts(event);
  return entryDraft(event, description, [
    ...pairForEachShare(event.parts, (share) => ({ debit: shareAccount(share, 'paid'), credit: freedAccount(share, event.freed) })),
    ...pairForEachShare(event.parts, () => ({ debit: receivedOn, credit: recoveryReceivableAccount(event.recoveryCase) })),
  ]);
}

function freedAccount(share: Share, freed: FreedMoney): string {
  return freed.to === 'line' ? shareAccount(share, 'available') : sourceAccount(share.source, freed.currentYear);
}

function requireAmounts({ parts }: RecoveryEvent): void {
  requirePositive(parts.map(({ amount }) => amount));
}
