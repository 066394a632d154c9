import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WrittenLine } from '../../../src/demo/write-camt053.ts';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';
import { gapReport } from '../../../src/reconciliation/index.ts';
import { camt, type StatementRoom, statementRoom } from './statement-room.ts';

let room: StatementRoom;
beforeAll(async () => {
  room = await statementRoom();
});
afterAll(() => room.store.close());

const FIRST_DAY = '2026-04-01';
/** Kept, because the ways of cutting that it covers are what the proof hangs on. */
const SEED = 20_261_122;

interface Drawn {
  readonly amount: bigint;
  readonly text: string;
  readonly hasId: boolean;
}

/** Few amounts and few texts, so that equal payments on one day are the rule. */
const payment = (amounts: readonly bigint[]): fc.Arbitrary<Drawn> =>
  fc.record({ amount: fc.constantFrom(...amounts), text: fc.constantFrom('RENT', 'CHARGE'), hasId: fc.nat(3).map((n) => n === 0) });
const year = (amounts: readonly bigint[]) => fc.array(fc.array(payment(amounts), { maxLength: 4 }), { minLength: 1, maxLength: 6 });
const busyDays = (amounts: readonly bigint[]) =>
  fc.array(fc.array(payment(amounts), { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 2 });

interface BankBook {
  readonly lines: readonly WrittenLine[];
  /** Balance before each line, and after the last. */
  readonly balances: readonly bigint[];
}

function bankBook(days: readonly (readonly Drawn[])[]): BankBook {
  const lines = days.flatMap((payments, day) =>
    payments.map(({ amount, text, hasId }, index): WrittenLine => {
      const bookingDate = addDays(FIRST_DAY, day);
      return {
        bookingDate,
        amountMinor: amount,
        reference: 'NOTPROVIDED',
        remittance: text,
        ...(hasId && { bankReference: `${day}-${index}` }),
      };
    }),
  );
  const balances = [1_000n];
  for (const { amountMinor } of lines) balances.push((balances.at(-1) as bigint) + amountMinor);
  return { lines, balances };
}

/** A file of the lines from one place to another, as the bank would cut it. */
function fileOf({ lines, balances }: BankBook, from: number, to: number, name: string): string {
  const [first] = lines.slice(from, to);
  const date = first?.bookingDate ?? FIRST_DAY;
  return camt(lines.slice(from, to), { statementId: name, opening: { date, amountMinor: balances[from] as bigint } });
}

interface Cut {
  readonly from: number;
  readonly to: number;
}

async function everyLineOnce(book: BankBook, cuts: readonly Cut[], order: readonly number[]): Promise<void> {
  const actor = await room.newAuthority();
  const account = await room.register(actor);
  const files = cuts.map(({ from, to }, index) => fileOf(book, from, to, `F${index}`));
  for (const index of order) {
    const brought = await room.bring(actor, files[index % files.length] as string);
    expect(brought?.refusal).toBeUndefined();
  }
  const told = ({ bookingDate, amountMinor, remittance }: WrittenLine) => `${bookingDate} ${amountMinor} ${remittance}`;
  const covered = book.lines.filter((_, index) => cuts.some(({ from, to }) => index >= from && index < to));
  const stored = (await room.lines(actor)).map(({ bookingDate, amount, remittance }) => `${bookingDate} ${amount} ${remittance}`);
  expect(stored.toSorted()).toEqual(covered.map(told).toSorted());
  const [report] = await gapReport(room.desk, actor, { today: '2026-05-05' });
  expect(report?.account.accountId).toBe(account.accountId);
  for (const { differenceMinor } of report?.stretches ?? []) expect(differenceMinor).toBe(0n);
  if (covered.length === book.lines.length && cuts.every(({ from, to }) => to > from)) expect(report?.gaps).toEqual([]);
}

/** Every file once in some order, and some of them again. */
const shuffled = (count: number) =>
  fc
    .tuple(
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, index) => index),
        { minLength: count },
      ),
      fc.array(fc.nat(count - 1), { maxLength: 2 }),
    )
    .map(([once, again]) => [...once, ...again]);

describe('overlapping files, in any order and some of them twice', () => {
  it('make every line stand once, cut at whole days, when equal payments and payments that cancel out stand on one day', async () => {
    const cases = year([500n, -500n]).chain((days) => {
      const book = bankBook(days);
      const edges = days.map((_, day) => book.lines.findIndex(({ bookingDate }) => bookingDate >= addDays(FIRST_DAY, day)));
      const places = [...new Set([0, ...edges.filter((edge) => edge >= 0), book.lines.length])].sort((one, other) => one - other);
      return withCuts(book, places);
    });
    await fc.assert(
      fc.asyncProperty(cases, ({ book, cuts, order }) => everyLineOnce(book, cuts, order)),
      { numRuns: 12, seed: SEED },
    );
  }, 60_000);

  it('make every line stand once, cut anywhere in a day, when money moves one way', async () => {
    const cases = busyDays([500n, 500n, 300n]).chain((days) => {
      const book = bankBook(days);
      return withCuts(
        book,
        Array.from({ length: book.lines.length + 1 }, (_, place) => place),
      );
    });
    await fc.assert(
      fc.asyncProperty(cases, ({ book, cuts, order }) => everyLineOnce(book, cuts, order)),
      { numRuns: 12, seed: SEED },
    );
  }, 60_000);
});

interface Cutting {
  readonly book: BankBook;
  readonly cuts: readonly Cut[];
  readonly order: readonly number[];
}

/** Pieces that follow one another, as a bank sends them, and beside them some that overlap, as people export them. */
function withCuts(book: BankBook, places: readonly number[]): fc.Arbitrary<Cutting> {
  const edges = fc.subarray(places.slice(1, -1)).map((inner) => [0, ...inner, book.lines.length]);
  const place = fc.constantFrom(...places);
  const overlaps = fc.array(
    fc.tuple(place, place).map(([one, other]): Cut => ({ from: Math.min(one, other), to: Math.max(one, other) })),
    { maxLength: 2 },
  );
  return fc.tuple(edges, overlaps, fc.boolean()).chain(([kept, others, gap]): fc.Arbitrary<Cutting> => {
    const pieces = kept.slice(1).map((to, index): Cut => ({ from: kept[index] as number, to }));
    // An empty file has no day of its own, so it would say nothing about the lines.
    const cuts = [...(gap ? pieces.slice(1) : pieces), ...others].filter(({ from, to }) => to > from);
    if (cuts.length === 0) return fc.constant({ book, cuts, order: [] });
    return shuffled(cuts.length).map((order) => ({ book, cuts, order }));
  });
}
