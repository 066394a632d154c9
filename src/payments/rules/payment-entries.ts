import {
  advanceAccount,
  bankAccount,
  clearingAccount,
  expenseAccount,
  payableAccount,
  railBalanceAccount,
  shareAccount,
} from '../../budgets/rules/account-codes.ts';
import { type EventFacts, entryDraft, pairForEachShare, requirePositive } from '../../budgets/rules/postings.ts';
import type { ShareAmount } from '../../budgets/rules/share.ts';
import type { EntryDraft } from '../../ledger/rules/entry-draft.ts';

/**
 * A direct payment from release to receipt. For every share, at any time: paid = advance + expense + open recoveries + write-offs. Each
 * builder moves both halves of that identity or neither.
 */

type ShareEvent = EventFacts & { readonly parts: readonly ShareAmount[] };
type PayeeEvent = ShareEvent & { readonly payee: string };

/** The instalment is due: it is charged to the budget and owed to the payee. Its effective date is the day the payee is promised the money. */
export function instalmentReleased(event: PayeeEvent): EntryDraft {
  return entry(event, 'Instalment released', [
    (share) => ({ debit: shareAccount(share, 'committed'), credit: shareAccount(share, 'paid') }),
    (share) => ({ debit: advanceAccount(share), credit: payableAccount(event.payee) }),
  ]);
}

/** The rail took the payment. Until it is seen at the bank it stands in clearing, so money under way is never forgotten. */
export function paymentSent(event: PayeeEvent & { readonly rail: string }): EntryDraft {
  return entry(event, 'Payment sent', [() => ({ debit: payableAccount(event.payee), credit: clearingAccount(event.rail) })]);
}

export function paymentSeenAtBank(event: ShareEvent & { readonly rail: string; readonly bank: string }): EntryDraft {
  return entry(event, 'Payment seen at the bank', [() => ({ debit: clearingAccount(event.rail), credit: moneyAccount(event) })]);
}

/** A rail that holds our money is named as its own bank: what it pays leaves the balance that it keeps for us. */
export const moneyAccount = ({ rail, bank }: { readonly rail: string; readonly bank: string }): string =>
  bank === rail ? railBalanceAccount(rail) : bankAccount(bank);

/**
 * The bank gives a payment back. Three new entries of that day undo the three steps, and nothing earlier is edited: the earlier days were
 * true. They stay three because each has its own counterpart (the bank line, the instruction, the obligation). The money is promised again,
 * not paid, until new details are confirmed and it is released once more.
 */
export function paymentReturned(event: PayeeEvent & { readonly rail: string; readonly bank: string }): EntryDraft[] {
  return [
    entry(event, 'Returned payment seen at the bank', [() => ({ debit: moneyAccount(event), credit: clearingAccount(event.rail) })]),
    entry(event, 'Returned payment owed again', [() => ({ debit: clearingAccount(event.rail), credit: payableAccount(event.payee) })]),
    promisedAgain(event, 'Instalment promised again after a return'),
  ];
}

/** A provider's invoice that comes back is owed again and was charged when it was approved: only the money's way is undone. */
export function invoicePaymentReturned(event: PayeeEvent & { readonly rail: string; readonly bank: string }): EntryDraft[] {
  return paymentReturned(event).slice(0, 2);
}

/**
 * The rail or the bank took a payment and then could not make it: the money never left. It leaves clearing by the way it came, is owed
 * again, and an instalment is promised again. An invoice was charged when it was approved and goes on being owed.
 */
export function paymentNotMade(event: PayeeEvent & { readonly rail: string; readonly kind: 'instalment' | 'invoice' }): EntryDraft[] {
  const owedAgain = entry(event, 'Payment not made, owed again', [
    () => ({ debit: clearingAccount(event.rail), credit: payableAccount(event.payee) }),
  ]);
  return event.kind === 'invoice' ? [owedAgain] : [owedAgain, promisedAgain(event, 'Instalment promised again, payment not made')];
}

/** The rail turned a released instalment down: it never left, is no longer owed today and is promised again. */
export function instalmentNotSent(event: PayeeEvent): EntryDraft {
  return promisedAgain(event, 'Instalment promised again, not sent');
}

function promisedAgain(event: PayeeEvent, description: string): EntryDraft {
  return entry(event, description, [
    (share) => ({ debit: shareAccount(share, 'paid'), credit: shareAccount(share, 'committed') }),
    (share) => ({ debit: payableAccount(event.payee), credit: advanceAccount(share) }),
  ]);
}

/** The family shows what it spent: an advance becomes cost. The budget was charged when the instalment was released. */
export function spendingShown(event: ShareEvent): EntryDraft {
  return entry(event, 'Spending shown', [(share) => ({ debit: expenseAccount(share), credit: advanceAccount(share) })]);
}

/** A provider gives money back to the family: what was cost is held in advance again. */
export function refundToFamilyShown(event: ShareEvent): EntryDraft {
  return entry(event, 'Refund to the family shown', [(share) => ({ debit: advanceAccount(share), credit: expenseAccount(share) })]);
}

function entry(event: ShareEvent, description: string, steps: Parameters<typeof pairForEachShare>[1][]): EntryDraft {
  requirePositive(event.parts.map(({ amount }) => amount));
  return entryDraft(
    event,
    description,
    steps.flatMap((accounts) => pairForEachShare(event.parts, accounts)),
  );
}
