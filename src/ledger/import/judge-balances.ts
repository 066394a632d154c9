import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';
import type { Account } from '../accounts.ts';
import type { BookFacts } from './book-facts.ts';
import { fault, type ImportEntry, type ImportFault } from './import-entry.ts';

/** A movement of one account: what limits are judged by, for entries that come in and for those that are taken back. */
export interface Movement {
  readonly line: number;
  readonly effectiveDate: PlainDate;
  readonly legs: readonly { readonly account: Account; readonly amount: bigint }[];
}

/** Judges floors and ceilings as the book will: after each entry in its turn, and only for what makes an account worse. */
export function judgeLimits(movements: readonly Movement[]): ImportFault[] {
  const balances = new Map<string, bigint>();
  const standing = (account: Account) => balances.get(account.code) ?? account.balance;
  return movements.flatMap(({ line, effectiveDate, legs }) => {
    const touched = new Map<string, { account: Account; before: bigint }>();
    for (const { account, amount } of legs) {
      if (!touched.has(account.code)) touched.set(account.code, { account, before: standing(account) });
      balances.set(account.code, standing(account) + (account.normalSide === 'debit' ? amount : -amount));
    }
    return [...touched.values()].flatMap(({ account, before }) => {
      const after = standing(account);
      const available = after - account.pendingOut;
      const { loweredFloor } = account;
      const floor = loweredFloor !== undefined && loweredFloor.until >= effectiveDate ? loweredFloor.floor : account.floor;
      if (floor !== undefined && available < floor && after < before) {
        const reason = `${account.code} would have £${showPounds(available)} available, below its floor of £${showPounds(floor)}.`;
        return [fault(line, 'floor-broken', reason, 'Put money up first, or name an override if it has happened.')];
      }
      if (account.ceiling !== undefined && after > account.ceiling && after > before) {
        const reason = `${account.code} would stand at £${showPounds(after)}, above its ceiling of £${showPounds(account.ceiling)}.`;
        return [fault(line, 'ceiling-broken', reason, 'Lower the amount, or have the ceiling changed.')];
      }
      return [];
    });
  });
}

/**
 * An assertion is about the book after the import, up to its date and its place in the file: an opening balance imported beside one that
 * is there already then says so. In an empty book it means what hledger means by it.
 */
export function judgeAssertions(entries: readonly ImportEntry[], facts: BookFacts): ImportFault[] {
  if (entries.every(({ assertions }) => assertions.length === 0)) return [];
  const fromFile = new Map<string, bigint>();
  const add = (name: string, amount: bigint) => {
    const code = facts.account(name)?.code ?? name;
    fromFile.set(code, (fromFile.get(code) ?? 0n) + amount);
  };
  const inOrder = entries.toSorted((a, b) => (a.effectiveDate < b.effectiveDate ? -1 : a.effectiveDate > b.effectiveDate ? 1 : 0));
  return inOrder.flatMap(({ effectiveDate, postings, assertions }) => {
    let posted = 0;
    const faults = assertions.flatMap(({ line, account: name, balance, after }) => {
      for (; posted < after; posted += 1) add(postings[posted]?.account ?? '', postings[posted]?.amount ?? 0n);
      const account = facts.account(name);
      if (account === undefined) return [];
      const before = facts.balanceOn(account, effectiveDate);
      const stands = before + (fromFile.get(account.code) ?? 0n);
      if (stands === balance) return [];
      const of = before === 0n ? '' : `, £${showPounds(before)} of it from before the import`;
      const reason = `${account.code} would stand at £${showPounds(stands)}${of}, not at £${showPounds(balance)}.`;
      return [fault(line, 'balance-differs', reason, 'Find what is missing or too much; a debit balance is positive.')];
    });
    for (; posted < postings.length; posted += 1) add(postings[posted]?.account ?? '', postings[posted]?.amount ?? 0n);
    return faults;
  });
}
