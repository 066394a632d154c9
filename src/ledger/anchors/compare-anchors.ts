import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import type { AccountFold } from '../verify/account-fold.ts';
import type { BookAccounts } from '../verify/book-accounts.ts';
import type { Finding } from '../verify/finding.ts';
import { beginningOf } from '../verify/walk-chain.ts';
import type { KeptAnchor } from './anchor.ts';
import { balancesDigest, totalsOf } from './book-figures.ts';

/** Holds the book's chain against each anchor: does it still lead through the blocks that the anchors saw? The first that differs says where it left. */
export async function compareWithAnchors(tx: TransactionClient, authorityId: number, anchors: readonly KeptAnchor[]): Promise<Finding[]> {
  const hashes = await hashesOf(
    tx,
    authorityId,
    anchors.map(({ anchor }) => anchor.block),
  );
  const findings: Finding[] = [];
  let agreed = 0n;
  for (const kept of anchors) {
    const { anchor, name } = kept;
    const hash = anchor.block === '0' ? beginningOf(authorityId).hash.toString('hex') : hashes.get(anchor.block);
    if (hash === anchor.hash) {
      agreed = BigInt(anchor.block);
      continue;
    }
    const fault =
      hash === undefined
        ? `the book has no block ${anchor.block}, which it had at ${anchor.takenAt}`
        : `block ${anchor.block} is not the one it was at ${anchor.takenAt}`;
    const first = findings.length === 0 ? await firstThatDiffers(tx, authorityId, kept, agreed) : undefined;
    findings.push({
      check: 'anchors',
      detail: first === undefined ? fault : `${fault}: ${first.words}`,
      anchor: name,
      blockSeq: first?.blockSeq ?? BigInt(anchor.block),
      ...(first?.entryId !== undefined && { entryId: first.entryId }),
    });
  }
  return findings;
}

/** What a walk has added up when it comes by an anchor's block, against what the anchor says. */
export function compareFigures(
  { name, anchor }: KeptAnchor,
  read: { readonly entries: number; readonly postings: number; readonly states: AccountFold },
  accounts: BookAccounts,
): Finding[] {
  const differs = [
    ...(BigInt(anchor.entries) === BigInt(read.entries) ? [] : [`${anchor.entries} entries, but the book had ${read.entries}`]),
    ...(BigInt(anchor.postings) === BigInt(read.postings) ? [] : [`${anchor.postings} postings, but the book had ${read.postings}`]),
    ...(JSON.stringify(anchor.totals) === JSON.stringify(totalsOf(read.states, accounts))
      ? []
      : ['other trial-balance totals than the book had']),
    ...(anchor.balancesDigest === balancesDigest(read.states) ? [] : ['other balances than the book had']),
  ];
  return differs.map((detail) => ({
    check: 'anchors',
    detail: `the anchor says ${detail} at block ${anchor.block}`,
    anchor: name,
    blockSeq: BigInt(anchor.block),
  }));
}

interface Divergence {
  readonly words: string;
  readonly blockSeq: bigint;
  readonly entryId: string | undefined;
}

/** An anchor keeps beginnings of hashes on the way to it: the first that the book does not have is where its chain went another way. */
async function firstThatDiffers(
  tx: TransactionClient,
  authorityId: number,
  { anchor }: KeptAnchor,
  agreed: bigint,
): Promise<Divergence | undefined> {
  const { after, every, hashes } = anchor.trail;
  const kept = (hashes.match(/.{16}/g) ?? []).map((start, n) => ({ start, seq: BigInt(after) + BigInt(every) * BigInt(n + 1) }));
  const stands = await hashesOf(
    tx,
    authorityId,
    kept.map(({ seq }) => seq.toString()),
  );
  const n = kept.findIndex(({ start, seq }) => !stands.get(seq.toString())?.startsWith(start));
  const from = (n > 0 ? kept[n - 1]?.seq : undefined) ?? (BigInt(after) > agreed ? BigInt(after) : agreed);
  const to = kept[n]?.seq ?? BigInt(anchor.block);
  const blockSeq = from + 1n;
  const { rows } = await tx.query<{ entry_id: string | null; entries: number }>(
    'select entry_ids[1] as entry_id, cardinality(entry_ids) as entries from ledger.blocks where authority_id = $1 and block_seq = $2',
    [authorityId, blockSeq],
  );
  const [block] = rows;
  const place =
    to > blockSeq ? `the first block that differs is one of ${blockSeq} to ${to}` : `the first block that differs is ${blockSeq}`;
  const words =
    block === undefined
      ? `${place}, which is not there`
      : `${place}, which begins with ${block.entries} ${block.entries === 1 ? 'entry' : 'entries'}`;
  return { words, blockSeq, entryId: block?.entry_id ?? undefined };
}

async function hashesOf(tx: TransactionClient, authorityId: number, blocks: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ block_seq: bigint; hash: string }>(
    "select block_seq, encode(hash, 'hex') as hash from ledger.blocks where authority_id = $1 and block_seq = any ($2::bigint[])",
    [authorityId, blocks],
  );
  return new Map(rows.map(({ block_seq, hash }) => [block_seq.toString(), hash]));
}
