import type { BankFileRefusal } from './bank-file-refusal.ts';
import { bankText, saysSomething } from './bank-text.ts';
import type { DayTotal, PayingAccount } from './payment-to-send.ts';

/** What every file needs to know of who pays and how much; undefined when nothing is wrong. */
export function faultOfPayer(account: PayingAccount, approved: readonly DayTotal[]): BankFileRefusal | undefined {
  if (!/^[0-9]{6}$/.test(account.sortCode)) return notUnderstood('account.sortCode', 'Our sort code is not six digits.');
  if (!/^[0-9]{8}$/.test(account.accountNumber)) return notUnderstood('account.accountNumber', 'Our account number is not eight digits.');
  if (!saysSomething(bankText(account.name, 18).text)) return notUnderstood('account.name', 'Our account has no name a bank carries.');
  if (approved.length === 0) return notUnderstood('approved', 'No day of payment is approved, so there is nothing to write.');
  const days = approved.map(({ processingDate }) => processingDate);
  const unordered = days.find((day, index) => index > 0 && day <= (days[index - 1] ?? ''));
  if (unordered !== undefined) return notUnderstood('approved', `The days must be in order, each once; ${unordered} is not.`);
  const nothing = approved.find(({ payments, amountPence }) => payments < 1 || amountPence < 1n);
  if (nothing !== undefined) return notUnderstood('approved', `Nothing is approved for ${nothing.processingDate}; leave the day out.`);
  return undefined;
}

export function notUnderstood(field: string, reason: string): BankFileRefusal {
  return { code: 'submission-not-understood', field, reason };
}
