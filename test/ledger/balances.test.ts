import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatementLine } from '../../src/ledger/balances.ts';
import type { PostEntry } from '../../src/ledger/commands.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { entry, newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

const DATES: readonly PlainDate[] = ['2026-06-01', '2026-04-10', '2026-05-31', '2026-04-30', '2026-06-30', '2026-05-01'];
const CODES = ['bank', 'cash', 'advance'];
const NORMAL: Readonly<Record<string, bigint>> = { bank: 1n, cash: -1n, advance: 1n };

const clock = manualClock('2026-05-01T00:00:00Z');
let store: TestDatabase;
let ledger: Ledger;
let book: TestBook;
/** Everything that was posted, with when: what a naive reader adds up. */
const posted: { readonly command: PostEntry; readonly recordedAt: Date }[] = [];

beforeAll(async () => {
  store = await testDatabase();
  ledger = openLedger({ database: store.database, clock });
  book = await newBook(ledger);
  for (let call = 0; call < 24; call += 1) {
    // Two calls at each instant, and several entries in a call: neither may confuse the order.
    if (call % 2 === 0) clock.advance(3_600_000);
    const commands = Array.from({ length: 1 + (call % 3) }, (_, n) => {
      const amount = BigInt(((call * 37 + n * 11) % 90) + 1) * (call % 5 === 4 ? -1n : 1n);
      return entry(
        [
          ['bank', amount],
          ['advance', 3n],
          ['cash', -amount - 3n],
          ['advance', 1n],
          ['bank', -1n],
        ],
        { effectiveDate: DATES[(call * 5 + n) % DATES.length] as PlainDate },
      );
    });
    await book.posted(...commands);
    posted.push(...commands.map((command) => ({ command, recordedAt: clock.now() })));
    if (call === 11)
      await ledger.setPeriodState(book.actor, '2026-04', 'soft-closed').then(() => ledger.setPeriodState(book.actor, '2026-04', 'open'));
  }
});
afterAll(() => store.close());

function naive(account: string, counts: (each: (typeof posted)[number]) => boolean): bigint {
  const legs = posted.filter(counts).flatMap((each) => each.command.entry.postings);
  return legs.reduce((sum, leg) => (leg.account === account ? sum + leg.amount : sum), 0n) * (NORMAL[account] as bigint);
}

const balancesAt = async (asOf?: { effectiveDate: PlainDate } | { recordedAt: Date }) =>
  (await ledger.balances(book.authorityId, CODES, asOf)).map((each) => each.balance);

describe('a balance', () => {
  it('of now is what all postings add up to', async () => {
    expect(await balancesAt()).toEqual(CODES.map((code) => naive(code, () => true)));
  });

  it('of any effective date is what the postings up to it add up to, before and after a close', async () => {
    const compare = async () => {
      for (const date of ['2026-01-01', ...DATES, '2026-05-15', '2026-12-31'] as PlainDate[])
        expect(await balancesAt({ effectiveDate: date }), date).toEqual(
          CODES.map((code) => naive(code, (each) => each.command.entry.effectiveDate <= date)),
        );
    };
    await compare();
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    await ledger.setPeriodState(book.actor, '2026-05', 'closed');
    await compare();
    await ledger.setPeriodState(book.actor, '2026-05', 'open', 'for the next test');
    await ledger.setPeriodState(book.actor, '2026-04', 'open', 'for the next test');
  });

  it('of any recorded time is what the book knew then', async () => {
    const instants = [...new Set(posted.map((each) => each.recordedAt.getTime()))].flatMap((time) => [time - 1, time, time + 1]);
    for (const time of instants)
      expect(await balancesAt({ recordedAt: new Date(time) }), String(time)).toEqual(
        CODES.map((code) => naive(code, (each) => each.recordedAt.getTime() <= time)),
      );
  });

  it('comes in the order asked for, without accounts that do not exist', async () => {
    const found = await ledger.balances(book.authorityId, ['cash', 'nowhere', 'bank']);
    expect(found.map((each) => each.account)).toEqual(['cash', 'bank']);
  });
});

describe('the trial balance', () => {
  it('adds up to the same in debits and credits on each side, on every day', async () => {
    for (const date of [undefined, ...DATES]) {
      const lines = await ledger.trialBalance(book.authorityId, date);
      for (const side of ['budget', 'actual', 'memo']) {
        const ofSide = lines.filter((line) => line.side === side && line.currency === 'GBP');
        expect(ofSide.reduce((sum, line) => sum + line.debit - line.credit, 0n)).toBe(0n);
      }
      for (const line of lines) expect(line.balance).toBe(line.debit - line.credit);
      const bank = lines.find((line) => line.account === 'bank');
      expect(bank?.balance).toBe(naive('bank', (each) => date === undefined || each.command.entry.effectiveDate <= date));
    }
  });
});

describe('an account statement', () => {
  async function pages(query: { newestFirst?: boolean; from?: PlainDate; to?: PlainDate }, limit: number): Promise<StatementLine[]> {
    const lines: StatementLine[] = [];
    for (;;) {
      const last = lines.at(-1);
      const page = await ledger.accountStatement(book.authorityId, 'bank', {
        ...query,
        limit,
        ...(last && { after: { blockSeq: last.blockSeq, version: last.version } }),
      });
      lines.push(...page);
      if (page.length < limit) return lines;
    }
  }
  const expected = () =>
    posted.flatMap((each) =>
      each.command.entry.postings.filter((leg) => leg.account === 'bank').map((leg) => ({ id: each.command.id, amount: leg.amount })),
    );
  const seen = (lines: readonly StatementLine[]) => lines.map((line) => ({ id: line.entryId, amount: line.amount }));

  it.each([1, 4, 7, 1_000])('has every posting once, in the order they were recorded, in pages of %i', async (limit) => {
    const lines = await pages({}, limit);
    expect(seen(lines)).toEqual(expected());
    let balance = 0n;
    for (const line of lines) {
      balance += line.amount;
      expect(line.balanceAfter).toBe(balance);
    }
  });

  it.each([1, 4, 1_000])('and the same the other way round, in pages of %i', async (limit) => {
    expect(seen(await pages({ newestFirst: true }, limit))).toEqual(expected().reverse());
  });

  it('keeps to its dates', async () => {
    const within = posted
      .filter(({ command }) => command.entry.effectiveDate >= '2026-04-30' && command.entry.effectiveDate <= '2026-05-31')
      .map(({ command }) => command.id);
    for (const newestFirst of [false, true]) {
      const lines = await pages({ from: '2026-04-30', to: '2026-05-31', newestFirst }, 3);
      expect(new Set(lines.map((line) => line.entryId))).toEqual(new Set(within));
      expect(lines).toHaveLength(within.length * 2);
    }
  });

  it('of a page that is being read does not change when something is posted meanwhile', async () => {
    const first = await ledger.accountStatement(book.authorityId, 'bank', { limit: 3 });
    const late = entry([
      ['bank', 1n],
      ['cash', -1n],
    ]);
    await book.posted(late);
    posted.push({ command: late, recordedAt: clock.now() });
    expect(await ledger.accountStatement(book.authorityId, 'bank', { limit: 3 })).toEqual(first);
  });

  it('of an account that does not exist is empty', async () => {
    expect(await ledger.accountStatement(book.authorityId, 'nowhere', { limit: 10 })).toEqual([]);
  });
});
