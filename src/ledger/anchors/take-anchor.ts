import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import { inSnapshot, type Proof, proveBook, type VerifyReport } from '../verify/verify-book.ts';
import type { Anchor, KeptAnchor } from './anchor.ts';
import { keepAnchor, readAnchors } from './anchor-folder.ts';
import { balancesDigest, dayTotalsDigest, totalsOf } from './book-figures.ts';

export interface AnchorRequest {
  readonly authorityId: number;
  readonly folder: string;
  readonly clock: Clock;
  /** Re-read the whole book for it, and not only what came after the last anchor. */
  readonly wholeBook?: boolean;
}

export interface TakenAnchor {
  readonly report: VerifyReport;
  /** The new anchor's file; none when the book is not right: an anchor would only give what is wrong a date. */
  readonly name: string | undefined;
}

/** Enough to tell an ordinary day's chain block by block; a longer way keeps every second, third or further one. */
const LONGEST_TRAIL = 4_096;

/** Proves the book since its last anchor, holds it against every anchor that is kept, and keeps where it stands now. */
export async function takeAnchor(
  database: Database,
  { authorityId, folder, clock, wholeBook = false }: AnchorRequest,
): Promise<TakenAnchor> {
  const anchors = await readAnchors(folder, authorityId);
  const last = anchors.anchors.at(-1);
  const since = wholeBook ? undefined : last;
  const taken = await inSnapshot(database, authorityId, async (tx) => {
    const proof = await proveBook(tx, authorityId, { anchors, since });
    return { report: proof.report, anchor: proof.report.green ? await anchorOf(tx, proof, last, clock) : undefined };
  });
  return { report: taken.report, name: taken.anchor === undefined ? undefined : await keepAnchor(folder, taken.anchor) };
}

async function anchorOf(
  tx: TransactionClient,
  { report, position, accounts }: Proof,
  last: KeptAnchor | undefined,
  clock: Clock,
): Promise<Anchor> {
  const { authorityId, head } = report;
  const after = last?.anchor.block ?? '0';
  return {
    format: 1,
    authorityId,
    number: (last?.anchor.number ?? 0) + 1,
    takenAt: clock.now().toISOString(),
    block: head.blockSeq.toString(),
    hash: head.hash,
    recordedAt: new Date(Math.max(Math.floor(position.recordedMicros / 1_000), 0)).toISOString(),
    entries: report.entries.toString(),
    postings: report.postings.toString(),
    totals: totalsOf(position.states, accounts),
    balancesDigest: balancesDigest(position.states),
    dayTotalsDigest: await dayTotalsDigest(tx, authorityId, position.seq),
    proof: report.reReadAfter === 0n ? 'whole-book' : 'since-anchor',
    previous: last?.digest ?? null,
    trail: await trailOf(tx, authorityId, BigInt(after), head.blockSeq),
  };
}

async function trailOf(tx: TransactionClient, authorityId: number, after: bigint, head: bigint): Promise<Anchor['trail']> {
  const every = (head - after + BigInt(LONGEST_TRAIL) - 1n) / BigInt(LONGEST_TRAIL) || 1n;
  const { rows } = await tx.query<{ hashes: string }>(
    `select coalesce(string_agg(encode(substr(hash, 1, 8), 'hex'), '' order by block_seq), '') as hashes
       from ledger.blocks where authority_id = $1 and block_seq > $2 and (block_seq - $2) % $3 = 0`,
    [authorityId, after, every],
  );
  return { after: after.toString(), every: every.toString(), hashes: rows[0]?.hashes ?? '' };
}
