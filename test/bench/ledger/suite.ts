import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { migrateEverything } from '../../../src/platform/database/migrate-everything.ts';
import { type ProvidedDatabase, provideDatabase } from '../../../src/platform/database/provide-database.ts';
import { type Figure, figure, type SuiteOptions } from '../figures.ts';
import { BASELINE_TABLES, bareStatement, baselineTransfer } from './baseline.ts';
import { bareInsert, batchItems, postBatch, rowsPerSecond } from './batches.ts';
import { closedLoop, type LoopResult } from './closed-loop.ts';
import { readsSuite } from './reads-suite.ts';

const ACCOUNTS = 1_000;
const AUTHORITY = 1;
const ROUNDS = 3;

interface Bench {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly pool: pg.Pool;
  readonly accountIds: readonly number[];
}

const METHOD = `every case in turns, ${ROUNDS} rounds, medians; closed loops from this process; entries of two postings over ${ACCOUNTS} accounts; default durability`;

/** Speed of posting, and of reading from a short book and a long one. */
export async function ledgerSuite(options: SuiteOptions): Promise<Figure[]> {
  options.about('method', METHOD);
  return [...(await postingFigures(options)), ...(await readsSuite(options))];
}

/** The ledger with every guarantee on, default durability, against the transaction per request that most services write. */
async function postingFigures({ quick, note, about }: SuiteOptions): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'threefold-bench-'));
  await chmod(directory, 0o700);
  const provided = await provideDatabase({ database: { kind: 'embedded' }, dataDirectory: directory }, note);
  try {
    const bench = await prepare(provided);
    try {
      const [server] = await bench.database.sql<{ server_version: string }[]>`show server_version`;
      about('postgresql', `PostgreSQL ${server?.server_version ?? 'unknown'}`);
      return await measure(bench, { durationMs: quick ? 400 : 3_000, note });
    } finally {
      await bench.ledger.drain();
      await bench.pool.end();
      await bench.database.close();
    }
  } finally {
    await provided.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function prepare(provided: ProvidedDatabase): Promise<Bench> {
  const ownerUrl = provided.ownerUrl as string;
  await migrateEverything(ownerUrl);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(`set role threefold_owner; ${BASELINE_TABLES}`);
  await owner.end();
  const database = openDatabase({ url: provided.appUrl, applicationName: 'bench', statementTimeoutMs: 60_000 });
  const ledger = openLedger({ database, clock: { now: () => new Date() }, deadlineMs: 60_000 });
  await ledger.createBook(AUTHORITY);
  const actor = { authorityId: AUTHORITY, principal: 'bench' };
  await ledger.openPeriods(actor, [{ periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' }]);
  await ledger.openAccounts(
    actor,
    Array.from({ length: ACCOUNTS }, (_, n) => ({
      code: code(n),
      class: 'asset' as const,
      side: 'actual' as const,
      normalSide: 'debit' as const,
      opensOn: '2026-04-01' as const,
    })),
  );
  const rows = await database.sql<
    { account_id: number }[]
  >`select account_id from ledger.read_accounts(${AUTHORITY}, null, null, null, null)`;
  return {
    database,
    ledger,
    pool: new pg.Pool({ connectionString: provided.appUrl, max: 8 }),
    accountIds: rows.map((row) => row.account_id),
  };
}

const code = (n: number) => `account:${n}`;
const someAccount = () => Math.floor(Math.random() * ACCOUNTS);

function pair(hot: boolean): [number, number] {
  const debit = hot ? 0 : someAccount();
  let credit = someAccount();
  while (credit === debit) credit = someAccount();
  return [debit, credit];
}

async function post({ ledger }: Bench, hot: boolean): Promise<void> {
  const [debit, credit] = pair(hot);
  const [result] = await ledger.post(AUTHORITY, [
    {
      kind: 'entry',
      id: randomUUID(),
      principal: 'bench',
      entry: {
        effectiveDate: '2026-04-02',
        description: 'bench',
        postings: [
          { account: code(debit), amount: 100n },
          { account: code(credit), amount: -100n },
        ],
      },
    },
  ]);
  if (!result?.ok) throw new Error(`the ledger refused: ${JSON.stringify(result)}`);
}

async function baseline({ pool }: Bench, hot: boolean, full: boolean): Promise<void> {
  const [debit, credit] = pair(hot);
  await baselineTransfer(pool, debit + 1, credit + 1, 100n, full);
}

async function bare({ pool }: Bench): Promise<void> {
  const [debit, credit] = pair(false);
  await bareStatement(pool, debit + 1, credit + 1, 100n);
}

async function measure(bench: Bench, { durationMs, note }: { durationMs: number; note: (text: string) => void }): Promise<Figure[]> {
  for (const hot of [true, false]) await closedLoop(64, durationMs / 2, () => post(bench, hot));
  const cases: Record<string, () => Promise<LoopResult>> = {
    'hot, 64': () => closedLoop(64, durationMs, () => post(bench, true)),
    'hot, 64, baseline': () => closedLoop(64, durationMs, () => baseline(bench, true, true)),
    'hot, 64, plain': () => closedLoop(64, durationMs, () => baseline(bench, true, false)),
    'hot, 2,000': () => closedLoop(2_000, durationMs, () => post(bench, true)),
    'random, 64': () => closedLoop(64, durationMs, () => post(bench, false)),
    'random, 64, baseline': () => closedLoop(64, durationMs, () => baseline(bench, false, true)),
    'random, 64, plain': () => closedLoop(64, durationMs, () => baseline(bench, false, false)),
    alone: () => closedLoop(1, durationMs / 2, () => post(bench, false)),
    'alone, bare statement': () => closedLoop(1, durationMs / 2, () => bare(bench)),
  };
  const results = new Map<string, LoopResult[]>(Object.keys(cases).map((name) => [name, []]));
  const batches = new Map<string, number[]>(['1,000', '8,000', 'bare 1,000', 'bare 8,000'].map((name) => [name, []]));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [name, run] of Object.entries(cases)) {
      const result = await run();
      results.get(name)?.push(result);
      note(
        `round ${round}: ${name}: ${Math.round(result.perSecond)}/s, p50 ${result.p50Ms.toFixed(2)} ms, p99 ${result.p99Ms.toFixed(2)} ms`,
      );
    }
    for (const size of [1_000, 8_000]) {
      const label = size.toLocaleString('en-GB');
      const items = batchItems(bench.accountIds, size, () => pair(false));
      batches.get(label)?.push(await rowsPerSecond(() => postBatch(bench.database, AUTHORITY, items)));
      batches.get(`bare ${label}`)?.push(await rowsPerSecond(() => bareInsert(bench.pool, size)));
      note(
        `round ${round}: ${label} a call: ${Math.round(batches.get(label)?.at(-1) ?? 0)} rows/s, bare insert ${Math.round(batches.get(`bare ${label}`)?.at(-1) ?? 0)} rows/s`,
      );
    }
  }
  const of = (name: string, pick: (result: LoopResult) => number) => (results.get(name) ?? []).map(pick);
  const rate = (name: string) => of(name, (result) => result.perSecond);
  const ratio = (a: readonly number[], b: readonly number[]) => a.map((value, n) => value / (b[n] ?? Number.NaN));
  const share = (label: string) => ratio(batches.get(label) ?? [], batches.get(`bare ${label}`) ?? []).map((value) => value * 100);
  return [
    figure('hot account, 64 in flight', rate('hot, 64'), 'entries/s'),
    figure('hot account, 64 in flight, against the baseline', ratio(rate('hot, 64'), rate('hot, 64, baseline')), 'times', { atLeast: 40 }),
    figure('hot account, 64 in flight, against the plain one', ratio(rate('hot, 64'), rate('hot, 64, plain')), 'times', { atLeast: 25 }),
    figure(
      'hot account, p99 of the plain one against ours',
      ratio(
        of('hot, 64, plain', (r) => r.p99Ms),
        of('hot, 64', (r) => r.p99Ms),
      ),
      'times',
      { atLeast: 15 },
    ),
    figure('hot account, 2,000 in flight', rate('hot, 2,000'), 'entries/s'),
    figure('hot account, 2,000 in flight, against the plain one at 64', ratio(rate('hot, 2,000'), rate('hot, 64, plain')), 'times', {
      atLeast: 45,
    }),
    figure('random accounts, 64 in flight', rate('random, 64'), 'entries/s'),
    figure('random accounts, 64 in flight, against the baseline', ratio(rate('random, 64'), rate('random, 64, baseline')), 'times', {
      atLeast: 20,
    }),
    figure('random accounts, 64 in flight, against the plain one', ratio(rate('random, 64'), rate('random, 64, plain')), 'times', {
      atLeast: 7,
    }),
    figure('1,000 entries a call, rows against a bare insert', share('1,000'), '%', { atLeast: 33 }),
    figure('8,000 entries a call, rows against a bare insert', share('8,000'), '%', { atLeast: 50 }),
    figure(
      'one request alone, p50',
      of('alone', (r) => r.p50Ms),
      'ms',
    ),
    figure(
      'one request alone, p50 against one bare statement',
      ratio(
        of('alone', (r) => r.p50Ms),
        of('alone, bare statement', (r) => r.p50Ms),
      ),
      'times',
      { atMost: 1.6 },
    ),
  ];
}
