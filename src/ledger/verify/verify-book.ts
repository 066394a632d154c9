import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type TransactionClient } from '../../platform/database/in-transaction.ts';
import { BOOK_CHECKS } from './book-checks.ts';
import { CHAIN_CHECK } from './chain-check.ts';
import type { Finding } from './finding.ts';

export interface VerifyReport {
  readonly authorityId: number;
  readonly green: boolean;
  readonly blocks: bigint;
  readonly entries: bigint;
  readonly postings: bigint;
  /** Head of the chain that was proved, in hex: what an anchor outside the database is compared with. */
  readonly head: { readonly blockSeq: bigint; readonly hash: string };
  /** What is wrong, the earliest first; at most 100 of each check. */
  readonly findings: readonly Finding[];
}

/** Blocks re-read in one statement: bounds the memory of a verification, whatever the size of the book. */
const STRETCH_BLOCKS = 2_000n;
const STRETCH_ENTRIES = 50_000;

const STRETCH = `
  select max(block_seq) as last from (
    select block_seq, sum(cardinality(entry_ids)) over (order by block_seq) - cardinality(entry_ids) as entries_before from ledger.blocks
     where authority_id = $1 and block_seq between $2 and $3) b
   where entries_before < $4`;

interface FindingRow {
  check?: string;
  entry_id: string | null;
  block_seq: bigint | null;
  account?: string | null;
  detail: string;
}

/**
 * Re-adds everything an authority's book says about itself: each entry against its digest, each block against its hash and the one before,
 * running and kept balances, day totals, holds, carried balances, accounts and periods against what was sealed of them. Reads one snapshot
 * in one read-only transaction as the service's own role; writes nothing.
 */
export async function verifyBook(
  database: Database,
  authorityId: number,
  onProgress?: (provedBlocks: bigint) => void,
): Promise<VerifyReport> {
  return inTransaction(database, { authorityId, isolation: 'repeatable read', readOnly: true }, async (_, tx) => {
    await tx.query(
      "set local statement_timeout = 0; set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex'; set local jit = off; set local enable_nestloop = off",
    );
    const head = await readHead(tx, authorityId);
    const findings: Finding[] = [];
    for await (const [first, last] of stretches(tx, authorityId)) {
      findings.push(...(await findingsOf(tx, undefined, CHAIN_CHECK, [authorityId, first.toString(), last.toString()])));
      onProgress?.(last);
      if (findings.length >= 100) break;
    }
    for (const [check, statement] of Object.entries(BOOK_CHECKS)) {
      findings.push(...(await findingsOf(tx, check, `${statement} limit 100`, [authorityId])));
    }
    const { entries, postings } = await count(tx, authorityId);
    return { authorityId, green: findings.length === 0, blocks: head.blockSeq, entries, postings, head, findings };
  });
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

/** Cuts the chain into stretches of bounded work: many small blocks, or few large ones. */
async function* stretches(tx: TransactionClient, authorityId: number): AsyncGenerator<[bigint, bigint]> {
  let first = 1n;
  for (;;) {
    const { rows } = await tx.query<{ last: bigint | null }>(STRETCH, [authorityId, first, first + STRETCH_BLOCKS - 1n, STRETCH_ENTRIES]);
    let last = rows[0]?.last ?? null;
    if (last === null) {
      // A hole longer than a stretch: go on behind it; the block after it is reported as not linked.
      const next = await tx.query<{ seq: bigint | null }>(
        'select min(block_seq) as seq from ledger.blocks where authority_id = $1 and block_seq >= $2',
        [authorityId, first],
      );
      last = next.rows[0]?.seq ?? null;
      if (last === null) return;
    }
    yield [first, last];
    first = last + 1n;
  }
}

async function findingsOf(
  tx: TransactionClient,
  check: string | undefined,
  statement: string,
  parameters: readonly (number | string)[],
): Promise<Finding[]> {
  const { rows } = await tx.query<FindingRow>(statement, [...parameters]);
  return rows.map((row) => ({
    check: check ?? row.check ?? '',
    detail: row.detail,
    ...(row.entry_id !== null && { entryId: row.entry_id }),
    ...(row.block_seq !== null && { blockSeq: row.block_seq }),
    ...(row.account != null && { account: row.account }),
  }));
}

async function count(tx: TransactionClient, authorityId: number): Promise<{ entries: bigint; postings: bigint }> {
  const { rows } = await tx.query<{ entries: bigint; postings: bigint }>(
    'select (select count(*) from ledger.entries where authority_id = $1) as entries, (select count(*) from ledger.postings where authority_id = $1) as postings',
    [authorityId],
  );
  return rows[0] ?? { entries: 0n, postings: 0n };
}
