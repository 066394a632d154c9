import type { EntryDraft } from '../../ledger/rules/entry-draft.ts';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';
import { bankAccount, budgetControlAccount, COUNCIL_CASH_ACCOUNT, shareAccount, sourceAccount } from './account-codes.ts';
import { type EventFacts, entryDraft, pair, pairForEachShare, requirePositive } from './postings.ts';
import type { ShareAmount } from './share.ts';

/**
 * How money is promised, on the budget side: control -> source -> available -> committed. Nothing here touches the actual side but the
 * cash that a funder really pays in, which is an event of its own because it comes on another day.
 */

/** A funder says how much there is for a year. No line has any of it yet. */
export function fundsPutUp(
  event: EventFacts & { readonly source: string; readonly financialYear: FinancialYear; readonly amount: bigint },
): EntryDraft {
  const { source, financialYear, amount } = event;
  requirePositive([amount]);
  const postings = pair({
    debit: budgetControlAccount(source, financialYear),
    credit: sourceAccount(source, financialYear),
    amount,
    dimension: { source, financialYear },
  });
  return entryDraft(event, `Put up for ${financialYear} from ${source}`, postings);
}

/** A year's sum turns out lower. Lines keep what they have, so the source may stand below nothing until more is found. */
export function fundsTakenBack(
  event: EventFacts & { readonly source: string; readonly financialYear: FinancialYear; readonly amount: bigint },
): EntryDraft {
  const { source, financialYear, amount } = event;
  requirePositive([amount]);
  const postings = pair({
    debit: sourceAccount(source, financialYear),
    credit: budgetControlAccount(source, financialYear),
    amount,
    dimension: { source, financialYear },
  });
  return entryDraft(event, `Taken back for ${financialYear} from ${source}`, postings);
}

/** The council's cash comes to the account that pays. It belongs to no share: cash has no stream until it is paid to somebody. */
export function cashReceived(event: EventFacts & { readonly bank: string; readonly amount: bigint }): EntryDraft {
  requirePositive([event.amount]);
  const postings = pair({ debit: bankAccount(event.bank), credit: COUNCIL_CASH_ACCOUNT, amount: event.amount });
  return entryDraft(event, 'Cash from the council', postings);
}

type ShareEvent = EventFacts & { readonly parts: readonly ShareAmount[] };

/** An agreed budget gives a line its money: source -> available. */
export function allocatedToLine(event: ShareEvent): EntryDraft {
  return budgetEntry(event, 'Given to the line', (share) => ({
    debit: sourceAccount(share.source, share.financialYear),
    credit: shareAccount(share, 'available'),
  }));
}

/** What a line gives back to whoever funds it, and is not promised to anybody: available -> source. */
export function givenBackToSource(event: ShareEvent): EntryDraft {
  return budgetEntry(event, 'Given back by the line', (share) => ({
    debit: shareAccount(share, 'available'),
    credit: sourceAccount(share.source, share.financialYear),
  }));
}

/** An agreement or an order promises it to somebody: available -> committed. The floor of `available` is what stops a promise too many. */
export function committed(event: ShareEvent): EntryDraft {
  return budgetEntry(event, 'Promised', (share) => ({ debit: shareAccount(share, 'available'), credit: shareAccount(share, 'committed') }));
}

/** A promise that will not be called on (an order cut short, a night not taken) gives the money back to the line: committed -> available. */
export function releasedFromCommitment(event: ShareEvent): EntryDraft {
  return budgetEntry(event, 'No longer promised', (share) => ({
    debit: shareAccount(share, 'committed'),
    credit: shareAccount(share, 'available'),
  }));
}

function budgetEntry(event: ShareEvent, description: string, accounts: Parameters<typeof pairForEachShare>[1]): EntryDraft {
  requirePositive(event.parts.map(({ amount }) => amount));
  return entryDraft(event, description, pairForEachShare(event.parts, accounts));
}
