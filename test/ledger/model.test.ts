import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerCommand } from '../../src/ledger/commands.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { ACCOUNTS, newBook, PERIODS, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { LedgerModel } from '../support/ledger-model.ts';
import { manualClock } from '../support/manual-clock.ts';

const SEQUENCES = 153;
const AT_ONCE = 3;
/** Sequences that are the same in every run, so that what they must reach does not hang on luck. */
const KEPT_SEED = 20260515;

const clock = manualClock('2026-05-15T10:00:00Z');
const CODES = ['control', 'source', 'available', 'committed', 'bank', 'cash', 'capped', 'own-money', 'own-funds'];
const accounts = ACCOUNTS.filter((account) => CODES.includes(account.code));

let store: TestDatabase;
let admin: Admin;
let ledger: Ledger;
beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
  ledger = openLedger({ database: store.database, clock });
});
afterAll(async () => {
  await admin.close();
  await store.close();
});

/** A command as it can be thought of before anything has happened: `pick` chooses among what there is by then. */
type Intent = (history: History) => LedgerCommand;
interface History {
  readonly model: LedgerModel;
  readonly asked: LedgerCommand[];
}
type Step =
  | { readonly commands: readonly Intent[]; readonly linked: boolean }
  | { readonly floor: bigint | null }
  | { readonly close: true };

/** Few small amounts, so that sums meet limits to the penny; some of any size; some that are wrong. */
const amount = fc.oneof(
  { weight: 7, arbitrary: fc.constantFrom(10n, 11n, 20n, 21n) },
  { weight: 5, arbitrary: fc.bigInt({ min: 1n, max: 120_00n }) },
  fc.constantFrom(0n, -1n, 10n ** 15n + 1n),
);
const date = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<PlainDate>('2026-05-15', '2026-05-15', '2026-05-20') },
  fc.constantFrom<PlainDate>('2026-04-10', '2027-01-01'),
);
const override = fc.constantFrom(undefined, undefined, undefined, 'cost-has-happened');
const pick = fc.nat();
const chosen = <T>(from: Iterable<T>, n: number): T | undefined => {
  const all = [...from];
  return all[n % Math.max(all.length, 1)];
};
const base = () => ({ id: randomUUID(), principal: 'officer-1' });
const present = <T extends object>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [K in keyof T]: NonNullable<T[K]> };

const pair = fc.constantFrom(
  ['control', 'available'],
  ['control', 'available'],
  ['available', 'committed'],
  ['committed', 'available'],
  ['bank', 'cash'],
  ['capped', 'cash'],
  ['cash', 'capped'],
  ['own-money', 'own-funds'],
  ['bank', 'available'],
  ['bank', 'nowhere'],
);

const transfer: fc.Arbitrary<Intent> = fc
  .record({ pair, amount, date, override, expected: fc.constantFrom(undefined, undefined, 'version', 'balance', 'stale') })
  .map(({ pair: [debit, credit], amount: moved, date: effectiveDate, override: named, expected }) => ({ model }) => {
    const account = model.accounts.get(debit as string);
    const condition = {
      account: debit as string,
      ...(expected === 'version'
        ? { expectedVersion: account?.version ?? 0n }
        : { expectedBalance: (account?.balance ?? 0n) * (account?.normal ?? 1n) + (expected === 'stale' ? 1n : 0n) }),
    };
    return {
      ...base(),
      kind: 'entry',
      entry: {
        effectiveDate,
        description: 'a transfer',
        postings: [
          { account: debit as string, amount: moved },
          { account: credit as string, amount: -moved },
        ],
        ...(named && { override: named }),
      },
      ...(expected && { conditions: [condition] }),
    };
  });

/** Several legs, an account perhaps twice, both sides at once, now and then a penny out. */
const split: fc.Arbitrary<Intent> = fc
  .record({
    parts: fc.array(fc.tuple(pair, fc.bigInt({ min: 1n, max: 60_00n })), { maxLength: 4 }),
    date,
    override,
    out: fc.constantFrom(0n, 0n, 0n, 1n),
  })
  .map(({ parts, date: effectiveDate, override: named, out }) => () => ({
    ...base(),
    kind: 'entry',
    entry: {
      effectiveDate,
      description: 'a split',
      postings: parts.flatMap(([[debit, credit], moved], n) => [
        { account: debit as string, amount: moved },
        { account: credit as string, amount: -moved - (n === 0 ? out : 0n) },
      ]),
      ...(named && { override: named }),
    },
  }));

const reversal: fc.Arbitrary<Intent> = fc
  .record({ pick, date, override, part: fc.constantFrom(undefined, 0n, 1n, 10n, 11n) })
  .map(({ pick: n, date: effectiveDate, override: named, part }) => ({ model }) => {
    const [reverses = randomUUID(), original] = chosen(model.entries, n) ?? [];
    const amounts =
      part === undefined ? undefined : (original?.legs ?? []).slice(0, 2).map((leg) => ({ posting: leg.posting, amount: part }));
    return { ...base(), kind: 'reversal', reverses, effectiveDate, ...present({ amounts, override: named }) };
  });

const hold: fc.Arbitrary<Intent> = fc
  .record({ pair, amount, date, override, expires: fc.constantFrom(undefined, undefined, '2026-05-15T10:00:00Z', '2026-05-15T10:00:01Z') })
  .map(({ pair: [debit, credit], amount: held, date: effectiveDate, override: named, expires }) => () => ({
    ...base(),
    kind: 'hold',
    debit: debit as string,
    credit: credit as string,
    amount: held,
    effectiveDate,
    ...present({ override: named, expiresAt: expires === undefined ? undefined : new Date(expires) }),
  }));

const endOfHold: fc.Arbitrary<Intent> = fc
  .record({
    pick,
    date,
    kind: fc.constantFrom('hold-post', 'hold-post', 'hold-void', 'hold-expire'),
    amount: fc.option(amount, { nil: undefined }),
    final: fc.constantFrom(undefined, true, false),
  })
  .map(({ pick: n, date: effectiveDate, kind, amount: captured, final }) => ({ model }) => {
    const holdId = chosen(model.holds.keys(), n) ?? randomUUID();
    if (kind !== 'hold-post') return { ...base(), kind, holdId, effectiveDate };
    return { ...base(), kind, holdId, effectiveDate, ...present({ amount: captured, final }) };
  });

const sweep: fc.Arbitrary<Intent> = fc
  .record({ pair, amount, date })
  .map(({ pair: [from, to], amount: atMost, date: effectiveDate }) => () => ({
    ...base(),
    kind: 'sweep',
    from: from as string,
    to: to as string,
    atMost,
    effectiveDate,
  }));

/** An earlier command once more, as it was or with something else under its id. */
const repeat: fc.Arbitrary<Intent> = fc
  .record({ pick, changed: fc.boolean(), other: transfer })
  .map(({ pick: n, changed, other }) => (history) => {
    const earlier = chosen(history.asked, n);
    if (!earlier) return other(history);
    return changed ? { ...other(history), id: earlier.id } : earlier;
  });

/** An earlier reversal under another id: what was reversed once is not reversed twice. */
const reversalAgain: fc.Arbitrary<Intent> = fc.record({ pick, other: reversal }).map(({ pick: n, other }) => (history) => {
  const earlier = chosen(
    history.asked.filter((command) => command.kind === 'reversal'),
    n,
  );
  return earlier ? { ...earlier, id: randomUUID() } : other(history);
});

const intent = fc.oneof(
  { weight: 5, arbitrary: transfer },
  { weight: 2, arbitrary: split },
  { weight: 3, arbitrary: reversal },
  { weight: 2, arbitrary: hold },
  { weight: 3, arbitrary: endOfHold },
  sweep,
  repeat,
  reversalAgain,
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      commands: fc.array(intent, { minLength: 1, maxLength: 8, size: 'max' }),
      linked: fc.constantFrom(false, false, true),
    }),
  },
  fc.record({ floor: fc.constantFrom(-50_00n, 0n, 20_00n, null) }),
  fc.record({ close: fc.constant(true as const) }),
);
const sequence = fc.array(step, { minLength: 1, maxLength: 9, size: 'max' });

describe('the ledger and its model', () => {
  it(`agree on every outcome and every figure after ${SEQUENCES} kept sequences of commands`, { timeout: 120_000 }, async () => {
    const outcomes = await playSequences({ seed: KEPT_SEED });
    // A model test that never refuses, or never accepts, proves nothing.
    for (const code of [
      'posted',
      'replayed',
      'floor-broken',
      'already-reversed',
      'hold-over-captured',
      'idempotency-conflict',
      'linked-entry-refused',
      'condition-not-met',
    ])
      expect(outcomes.get(code) ?? 0, code).toBeGreaterThan(0);
  });

  it(`agree after ${SEQUENCES} sequences that nobody has seen`, { timeout: 120_000 }, async () => {
    expect((await playSequences({})).get('posted')).toBeGreaterThan(0);
  });
});

/** Plays random sequences, in books of their own, and gives how often each outcome came. A failure is reported with its seed. */
async function playSequences(parameters: { seed?: number }): Promise<Map<string, number>> {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.tuple(sequence, sequence, sequence), async (sequences) => {
      await Promise.all(sequences.map((steps) => playAndCompare(steps, outcomes)));
    }),
    { ...parameters, numRuns: SEQUENCES / AT_ONCE, interruptAfterTimeLimit: 90_000, markInterruptAsFailure: true },
  );
  return outcomes;
}

async function playAndCompare(steps: readonly Step[], outcomes: Map<string, number>): Promise<void> {
  const book = await newBook(ledger, accounts);
  const model = new LedgerModel(
    accounts,
    PERIODS.map((period) => period.periodId),
    clock.now(),
  );
  const asked: LedgerCommand[] = [];
  for (const each of steps) {
    if ('floor' in each) {
      await book.change('available', { floor: each.floor });
      const available = model.accounts.get('available');
      if (available) available.floor = each.floor ?? undefined;
    } else if ('close' in each) {
      await ledger.setPeriodState(book.actor, '2026-04', 'closed');
      model.closedMonths.add('2026-04');
    } else {
      const commands = onceReversed(
        each.commands.map((make) => make({ model, asked })),
        each.linked,
      );
      const expected = model.post(commands, each.linked);
      const given = await book.codes(commands, { linked: each.linked });
      expect(given, show(commands)).toEqual(expected);
      asked.push(...commands);
      for (const code of given) outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
    }
  }
  await compareFigures(book, model);
}

/** Linked reversals of one entry are refused as in progress; that promise has a test of its own. */
function onceReversed(commands: readonly LedgerCommand[], linked: boolean): LedgerCommand[] {
  const seen = new Set<string>();
  return commands.filter((command) => {
    if (!linked || command.kind !== 'reversal') return true;
    return !seen.has(command.reverses) && seen.add(command.reverses);
  });
}

async function compareFigures(book: TestBook, model: LedgerModel): Promise<void> {
  const given = await ledger.accounts(book.authorityId, {});
  const figures = given.map(({ code, balance, version, pendingIn, pendingOut }) => ({ code, balance, version, pendingIn, pendingOut }));
  const expected = [...model.accounts].map(([code, { balance, version, normal, pendingDebit, pendingCredit }]) => {
    const [pendingIn, pendingOut] = normal === 1n ? [pendingDebit, pendingCredit] : [pendingCredit, pendingDebit];
    return { code, balance: balance * normal, version, pendingIn, pendingOut };
  });
  const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
  expect(figures.sort(byCode)).toEqual(expected.sort(byCode));

  const holds = await ledger.holds(book.authorityId, [...model.holds.keys()]);
  expect(new Map(holds.map((each) => [each.holdId, [each.state, each.captured]]))).toEqual(
    new Map([...model.holds].map(([id, { state, captured }]) => [id, [state, captured]])),
  );

  const [wrong] = await admin.rows<{ unbalanced: number; unfolded: number }>(
    `select (select count(*)::integer from (select 1 from ledger.postings where authority_id = $1 group by entry_id, side having sum(amount) <> 0) x) as unbalanced,
            (select count(*)::integer from (
               select balance_after - sum(amount) over (partition by account_id order by version) as out,
                      version - row_number() over (partition by account_id order by version) as gap
                 from ledger.postings where authority_id = $1) x where out <> 0 or gap <> 0) as unfolded`,
    [book.authorityId],
  );
  expect(wrong).toEqual({ unbalanced: 0, unfolded: 0 });
}

function show(commands: readonly LedgerCommand[]): string {
  return JSON.stringify(commands, (_, value) => (typeof value === 'bigint' ? String(value) : value), 1);
}
