import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { nearestName } from '../../platform/nearest-name.ts';
import type { Account } from '../accounts.ts';
import type { Ledger } from '../ledger.ts';
import type { AccountingPeriod } from '../periods.ts';
import type { ImportEntry } from './import-entry.ts';

/** What judging an import needs of the book, read before anything is judged. */
export interface BookFacts {
  readonly periods: readonly AccountingPeriod[];
  /** The account that a name in the file stands for. */
  account(name: string): Account | undefined;
  /** A code that a name which stands for nothing was probably meant to be. */
  nearest(name: string): string | undefined;
  /** Where an account stood at the end of a day, a debit balance positive; of the days on which something is asserted. */
  balanceOn(account: Account, date: PlainDate): bigint;
  /** Ids of the other book which this book has too. */
  readonly originalIdsHere: ReadonlySet<string>;
}

type BookReader = Pick<Ledger, 'accounts' | 'periods' | 'balances' | 'entries'>;

const SIDES = ['budget:', 'actual:', 'memo:'] as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Looking for what was meant costs time for each name: a file of nothing but wrong names is told so all the same. */
const MOST_NEAREST = 10;
const MOST_CANDIDATES = 2_000;

export async function readBookFacts(ledger: BookReader, authorityId: number, entries: readonly ImportEntry[]): Promise<BookFacts> {
  const names = new Set(entries.flatMap(({ postings, assertions }) => [...postings, ...assertions].map(({ account }) => account)));
  const codes = [...new Set([...names].flatMap((name) => [name, withoutSide(name)]))];
  const [periods, accounts] = await Promise.all([ledger.periods(authorityId), ledger.accounts(authorityId, { codes })]);
  const byCode = new Map(accounts.map((account) => [account.code, account]));
  // Our exports write the side before the code, for programs that know no sides; a code that begins so itself is meant as it is.
  const account = (name: string) => {
    const exact = byCode.get(name);
    if (exact !== undefined) return exact;
    const found = byCode.get(withoutSide(name));
    return found !== undefined && name.startsWith(`${found.side}:`) ? found : undefined;
  };
  const missing = [...names].filter((name) => account(name) === undefined).slice(0, MOST_NEAREST);
  const nearest = new Map<string, string | undefined>();
  for (const name of missing) {
    const code = withoutSide(name);
    const [prefix = ''] = code.split(/(?<=:)/, 1);
    const near = await ledger.accounts(authorityId, { limit: MOST_CANDIDATES, ...(prefix.endsWith(':') && { prefix }) });
    nearest.set(
      name,
      nearestName(
        code,
        near.map((each) => each.code),
      ),
    );
  }
  const balances = await readAsserted(ledger, authorityId, entries, account);
  const originalIds = entries.flatMap(({ originalId }) => (originalId !== undefined && UUID.test(originalId) ? [originalId] : []));
  const known = await ledger.entries(authorityId, originalIds);
  return {
    periods,
    account,
    nearest: (name) => nearest.get(name),
    balanceOn: ({ code }, date) => balances.get(`${date} ${code}`) ?? 0n,
    originalIdsHere: new Set(known.map(({ entryId }) => entryId)),
  };
}

async function readAsserted(
  ledger: BookReader,
  authorityId: number,
  entries: readonly ImportEntry[],
  accountOf: BookFacts['account'],
): Promise<Map<string, bigint>> {
  const asserted = new Map<PlainDate, Map<string, Account>>();
  for (const { effectiveDate, assertions } of entries) {
    for (const { account: name } of assertions) {
      const account = accountOf(name);
      if (account === undefined) continue;
      const ofDay = asserted.get(effectiveDate) ?? new Map<string, Account>();
      asserted.set(effectiveDate, ofDay.set(account.code, account));
    }
  }
  const balances = new Map<string, bigint>();
  for (const [effectiveDate, accounts] of asserted) {
    for (const { account, balance } of await ledger.balances(authorityId, [...accounts.keys()], { effectiveDate })) {
      balances.set(`${effectiveDate} ${account}`, accounts.get(account)?.normalSide === 'credit' ? -balance : balance);
    }
  }
  return balances;
}

function withoutSide(name: string): string {
  const side = SIDES.find((each) => name.startsWith(each));
  return side === undefined ? name : name.slice(side.length);
}
