import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareCluster } from '../../../src/platform/database/prepare-cluster.ts';
import { rolePasswords } from '../../../src/platform/database/role-passwords.ts';
import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/start-embedded-postgres.ts';
import { type Figure, figure } from '../figures.ts';
import { AUTHORITY } from '../verify/fill-book.ts';
import { closedLoop } from './closed-loop.ts';
import { makeReadsBook, READ_ACCOUNT, type ReadsBook } from './reads-books.ts';
import { pagesTouched } from './reads-buffers.ts';

const DAY = '2026-04-15';
const PAGE = 50;
const ROUNDS = 5;

interface Read {
  readonly name: string;
  /** The statement that `run` sends. */
  readonly statement: string;
  run(book: ReadsBook): Promise<unknown>;
}

const balancesOf = (on: string, at: string) =>
  `select * from ledger.read_balances(${AUTHORITY}, '["${READ_ACCOUNT}"]'::jsonb, ${on}, ${at})`;
const pageOf = (newestFirst: boolean) =>
  `select * from ledger.read_account_statement(${AUTHORITY}, '${READ_ACCOUNT}', null, null, null, null, ${newestFirst}, ${PAGE})`;

function reads(recorded: Date): readonly Read[] {
  const balances = (asOf?: { effectiveDate: typeof DAY } | { recordedAt: Date }) => (book: ReadsBook) =>
    book.ledger.balances(AUTHORITY, [READ_ACCOUNT], asOf);
  const page = (newestFirst: boolean) => (book: ReadsBook) =>
    book.ledger.accountStatement(AUTHORITY, READ_ACCOUNT, { limit: PAGE, newestFirst });
  return [
    { name: 'balance now', statement: balancesOf('null', 'null'), run: balances() },
    { name: 'balance at a date', statement: balancesOf(`'${DAY}'`, 'null'), run: balances({ effectiveDate: DAY }) },
    {
      name: 'balance as it was known at an instant',
      statement: balancesOf('null', `'${recorded.toISOString()}'`),
      run: balances({ recordedAt: recorded }),
    },
    { name: 'page of an account statement, newest', statement: pageOf(true), run: page(true) },
    { name: 'page of an account statement, oldest', statement: pageOf(false), run: page(false) },
  ];
}

/** That reading costs the same however long the book is: ten thousand postings beside five million, in turns. */
export async function readsSuite({ quick, note }: { quick: boolean; note: (text: string) => void }): Promise<Figure[]> {
  const [few, many] = quick ? [10_000, 30_000] : [10_000, 5_000_000];
  const directory = await mkdtemp(join(tmpdir(), 'threefold-bench-'));
  await chmod(directory, 0o700);
  // Nothing is written while reads are measured, so that filling need not wait for the disk.
  const cluster = await startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres'), log: note, durability: 'test' });
  try {
    const passwords = rolePasswords(cluster.dataDirectory);
    await prepareCluster(cluster.adminUrl, passwords);
    const small = await makeReadsBook(cluster.adminUrl, passwords, { name: 'few', postings: few, note });
    const large = await makeReadsBook(cluster.adminUrl, passwords, { name: 'many', postings: many, note });
    const figures: Figure[] = [];
    for (const read of reads(new Date())) figures.push(...(await measure(read, { small, large, durationMs: quick ? 100 : 1_000, note })));
    await small.close();
    await large.close();
    return figures;
  } finally {
    await cluster.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(
  read: Read,
  { small, large, durationMs, note }: { small: ReadsBook; large: ReadsBook; durationMs: number; note: (text: string) => void },
): Promise<Figure[]> {
  const [before, after] = [await pagesTouched(small.adminUrl, read.statement), await pagesTouched(large.adminUrl, read.statement)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const more = names.map((name) => (after.get(name) ?? 0) - (before.get(name) ?? 0));
  note(
    `${read.name}, pages a look-up: ${names.map((name) => `${name} ${shown(before.get(name))} : ${shown(after.get(name))}`).join(', ')}`,
  );
  const p50: { readonly few: number[]; readonly many: number[] } = { few: [], many: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [book, times] of [
      [small, p50.few],
      [large, p50.many],
    ] as const) {
      const { p50Ms } = await closedLoop(1, durationMs, async () => void (await read.run(book)));
      // The first round warms the connections up.
      if (round > 0) times.push(p50Ms);
    }
  }
  note(`${read.name}: p50 ${p50.few.map(shown).join(' ')} ms and ${p50.many.map(shown).join(' ')} ms`);
  const ratios = p50.many.map((value, n) => value / (p50.few[n] ?? Number.NaN));
  const books = `${large.postings} postings : ${small.postings}`;
  return [
    figure(`${read.name}, most pages more an index, ${books}`, [Math.max(...more.map(Math.abs))], 'pages', { atMost: 2 }),
    figure(`${read.name}, p50, ${books}`, ratios, 'times', { atMost: 1.5 }),
  ];
}

const shown = (value: number | undefined) => value?.toFixed(2) ?? 'none';
