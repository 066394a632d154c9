import type { NameAnswer, NameQuestion, PayeeNameCheck } from '../../src/payments/payees/name-check.ts';

export interface FakeNameCheck extends PayeeNameCheck {
  /** What it was asked, in order. */
  readonly asked: readonly NameQuestion[];
  /** Whose account it is; an account that nobody opened is not found. */
  open(sortCode: string, accountNumber: string, name: string): void;
  end(sortCode: string, accountNumber: string, how: 'closed' | 'switched'): void;
  /** From now on every question fails, as a bank does that is down. */
  fail(failing: boolean): void;
}

/** A bank that knows its accounts: equal names match, names that share a word come close. */
export function fakeNameCheck(): FakeNameCheck {
  const accounts = new Map<string, { readonly name: string; readonly ended?: 'closed' | 'switched' }>();
  const asked: NameQuestion[] = [];
  let failing = false;
  const answer = ({ sortCode, accountNumber, accountName }: NameQuestion): NameAnswer => {
    const account = accounts.get(sortCode + accountNumber);
    if (account === undefined) return { result: 'no-match', account: 'not-found' };
    if (account.ended !== undefined) return { result: 'no-match', account: account.ended };
    const words = (name: string) => name.toLowerCase().split(' ');
    if (words(account.name).join() === words(accountName).join()) return { result: 'match' };
    const isClose = words(account.name).some((word) => words(accountName).includes(word));
    return isClose ? { result: 'close-match', nameReturned: account.name } : { result: 'no-match' };
  };
  return {
    asked,
    open: (sortCode, accountNumber, name) => accounts.set(sortCode + accountNumber, { name }),
    end: (sortCode, accountNumber, ended) => accounts.set(sortCode + accountNumber, { name: '', ended }),
    fail: (next) => {
      failing = next;
    },
    check: async (question) => {
      asked.push(question);
      if (failing) throw new Error('the bank does not answer');
      return answer(question);
    },
  };
}
