import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PayeeNotFound } from './payee-at-hand.ts';
import { type NotPayable, payableAccount } from './rules/payable-account.ts';
import { type AccountRow, readAccounts, readPayees } from './store.ts';

export interface PayablePayee {
  readonly payeeId: string;
  /** The books' `payable:{code}`. */
  readonly code: string;
  readonly accountId: string;
  readonly maskedAccount: string;
  readonly usableFrom: PlainDate;
  /** The day of a change that had to cool off; absent for a first account, and where two people have waived the cooling-off. */
  readonly changedOn?: PlainDate;
}

export type PayableRefusal = PayeeNotFound | NotPayable;

/** Payees and the account that each may be paid on, on a day: asked when a run is planned, and once more before it is sent. */
export async function payablePayees(
  tx: Transaction,
  authorityId: number,
  payeeIds: readonly string[],
  on: PlainDate,
  /** Accounts whose cooling-off is waived, by payee: see `waivedAccounts`. */
  waived: ReadonlyMap<string, string> = new Map(),
): Promise<ReadonlyMap<string, Result<PayablePayee, PayableRefusal>>> {
  const answers = new Map<string, Result<PayablePayee, PayableRefusal>>();
  if (payeeIds.length === 0) return answers;
  const rows = await readPayees(tx, authorityId, payeeIds);
  const accounts = new Map<string, AccountRow[]>(rows.map(({ payeeId }) => [payeeId, []]));
  for (const account of await readAccounts(tx, authorityId, payeeIds)) accounts.get(account.payeeId)?.push(account);
  for (const payee of rows) {
    const { payeeId, code } = payee;
    const waivedAccount = waived.get(payeeId);
    const account = payableAccount(payee, accounts.get(payeeId) ?? [], on, waivedAccount);
    if (!account.ok) {
      answers.set(payeeId, account);
      continue;
    }
    const { accountId, masked: maskedAccount, isChange, confirmedOn, usableFrom } = account.value;
    if (usableFrom === null) throw new Error('a confirmed account has a day from which it is used');
    const changedOn = isChange && accountId !== waivedAccount && confirmedOn !== null ? { changedOn: confirmedOn } : {};
    answers.set(payeeId, accepted({ payeeId, code, accountId, maskedAccount, usableFrom, ...changedOn }));
  }
  return answers;
}

export async function payablePayee(
  tx: Transaction,
  authorityId: number,
  payeeId: string,
  on: PlainDate,
  waived?: ReadonlyMap<string, string>,
): Promise<Result<PayablePayee, PayableRefusal>> {
  const answers = await payablePayees(tx, authorityId, [payeeId], on, waived);
  return answers.get(payeeId) ?? refused({ code: 'payee-not-found' });
}
