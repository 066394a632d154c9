import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type TransactionClient } from '../../platform/database/in-transaction.ts';
import type { KeptAnchor } from '../anchors/anchor.ts';
import type { AnchorsOfBook } from '../anchors/anchor-folder.ts';
import { compareFigures, compareWithAnchors } from '../anchors/compare-anchors.ts';
import { type BookAccounts, readBookAccounts } from './book-accounts.ts';
import { BOOK_CHECKS } from './book-checks.ts';
import { FIGURE_CHECKS, NAMING_CHECKS } from './figure-checks.ts';
import type { Finding } from './finding.ts';
import { judgeKeptBalances } from './kept-balances.ts';
import { positionAtAnchor } from './position-at-anchor.ts';
import { beginningOf, type ChainPosition, walkChain } from './walk-chain.ts';

export interface VerifyReport {
  readonly authorityId: number;
  readonly green: boolean;
  readonly blocks: bigint;
  readonly entries: bigint;
  readonly postings: bigint;
  /** Head of the chain that was proved, in hex: what an anchor outside the database is compared with. */
  readonly head: { readonly blockSeq: bigint; readonly hash: string };
  /** The block behind which everything was re-read: 0 for the whole book. */
  readonly reReadAfter: bigint;
  /** How many anchors the book was held against. */
  readonly anchors: number;
  /** What is wrong, the earliest first; at most 100 of each check. */
  readonly findings: readonly Finding[];
}

export interface VerifyOptions {
  /** What was kept outside the database, to hold the book against. */
  readonly anchors?: AnchorsOfBook | undefined;
  /** Re-read only what was posted since this one; what came before is taken from it. */
  readonly since?: KeptAnchor | undefined;
  readonly onProgress?: ((provedBlocks: bigint) => void) | undefined;
}

/**
 * Re-adds everything an authority's book says about itself: each entry against its digest, each block against its hash and the one before,
 * running and kept balances, day totals, holds, carried balances, accounts and periods against what was sealed of them. Reads one snapshot
 * in one read-only transaction as the service's own role; writes nothing.
 */
export async function verifyBook(database: Database, authorityId: number, options: VerifyOptions = {}): Promise<VerifyReport> {
  return inSnapshot(database, authorityId, async (tx) => (await proveBook(tx, authorityId, options)).report);
}

/** One picture of the book for as long as a proof takes, in formats that no setting of the server changes. */
export function inSnapshot<T>(database: Database, authorityId: number, work: (tx: TransactionClient) => Promise<T>): Promise<T> {
  return inTransaction(database, { authorityId, isolation: 'repeatable read', readOnly: true }, async (_, tx) => {
    await tx.query(
      "set local statement_timeout = 0; set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex'; set local jit = off; set local enable_nestloop = off; set local enable_memoize = off",
    );
    return work(tx);
  });
}

export interface Proof {
  readonly report: VerifyReport;
  /** The head, with what every account stands at there; only worth anything when the report is green. */
  readonly position: ChainPosition;
  readonly accounts: BookAccounts;
}

export async function proveBook(tx: TransactionClient, authorityId: number, { anchors, since, onProgress }: VerifyOptions): Promise<Proof> {
  const head = await readHead(tx, authorityId);
  const accounts = await readBookAccounts(tx, authorityId);
  const kept = anchors?.anchors ?? [];
  const findings: Finding[] = [...(anchors?.faults ?? []), ...(await compareWithAnchors(tx, authorityId, kept))];
  const isOnThisChain = since === undefined || !findings.some(({ anchor }) => anchor === since.name);

  const start = since === undefined || !isOnThisChain ? undefined : await positionAtAnchor(tx, since, accounts);
  findings.push(...(start?.findings ?? []));
  const position = start?.position ?? beginningOf(authorityId);
  const from = position.seq;
  findings.push(
    ...(await walkChain(tx, {
      authorityId,
      position,
      accounts,
      stops: kept.map(({ anchor }) => Number(anchor.block)),
      onStop: (read) =>
        kept.filter(({ anchor }) => Number(anchor.block) === read.seq).flatMap((anchor) => compareFigures(anchor, read, accounts)),
      onProgress,
    })),
  );
  findings.push(...(await judgeKeptBalances(tx, authorityId, position.states, accounts)));

  const { entries, postings } = await count(tx, authorityId);
  const isComplete = entries === BigInt(position.entries) && postings === BigInt(position.postings);
  if (!isComplete) {
    findings.push({
      check: 'counts',
      detail: `there are ${entries} entries and ${postings} postings, but the chain has ${position.entries} and ${position.postings}`,
      ...(from > 0 && since !== undefined && { anchor: since.name }),
    });
  }
  const checks = { ...(isComplete ? {} : NAMING_CHECKS), ...(from === 0 ? FIGURE_CHECKS : {}), ...BOOK_CHECKS };
  for (const [check, statement] of Object.entries(checks)) findings.push(...(await findingsOf(tx, check, statement, authorityId)));

  const report = {
    authorityId,
    green: findings.length === 0,
    blocks: head.blockSeq,
    entries,
    postings,
    head,
    reReadAfter: BigInt(from),
    anchors: kept.length,
    findings,
  };
  return { report, position, accounts };
}

async function readHead(tx: TransactionClient, authorityId: number): Promise<VerifyReport['head']> {
  const { rows } = await tx.query<{ block_seq: bigint; hash: string }>(
    "select block_seq, encode(block_hash, 'hex') as hash from ledger.books where authority_id = $1",
    [authorityId],
  );
  const [row] = rows;
  if (!row) throw new Error(`authority ${authorityId} has no book`);
  return { blockSeq: row.block_seq, hash: row.hash };
}

interface FindingRow {
  entry_id: string | null;
  block_seq: bigint | null;
  account: string | null;
  detail: string;
}

async function findingsOf(tx: TransactionClient, check: string, statement: string, authorityId: number): Promise<Finding[]> {
  const { rows } = await tx.query<FindingRow>(`${statement} limit 100`, [authorityId]);
  return rows.map((row) => ({
    check,
    detail: row.detail,
    ...(row.entry_id !== null && { entryId: row.entry_id }),
    ...(row.block_seq !== null && { blockSeq: row.block_seq }),
    ...(row.account !== null && { account: row.account }),
  }));
}

async function count(tx: TransactionClient, authorityId: number): Promise<{ entries: bigint; postings: bigint }> {
  const { rows } = await tx.query<{ entries: bigint; postings: bigint }>(
    'select (select count(*) from ledger.entries where authority_id = $1) as entries, (select count(*) from ledger.postings where authority_id = $1) as postings',
    [authorityId],
  );
  return rows[0] ?? { entries: 0n, postings: 0n };
}
