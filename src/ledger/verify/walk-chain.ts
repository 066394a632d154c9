import { createHash } from 'node:crypto';
import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import type { AccountFold } from './account-fold.ts';
import type { BookAccounts } from './book-accounts.ts';
import { judgeEntries } from './entries-of-stretch.ts';
import type { Finding } from './finding.ts';
import { readPostings } from './postings-of-stretch.ts';
import { type BlocksOfStretch, hashOf, readBlocks, type SealedBlock } from './sealed-blocks.ts';
import { type Stretch, stretchesAfter } from './stretch.ts';

/** Where a walk stands: behind which block, and what the accounts stand at there. */
export interface ChainPosition {
  seq: number;
  hash: Buffer;
  recordedMicros: number;
  readonly states: AccountFold;
  entries: number;
  postings: number;
}

export interface WalkOptions {
  readonly authorityId: number;
  /** Moved along by the walk. */
  readonly position: ChainPosition;
  readonly accounts: BookAccounts;
  /** Where the walk stops to let the caller compare what the book stood at; in order. */
  readonly stops: readonly number[];
  readonly onStop: (position: ChainPosition) => Finding[];
  readonly onProgress?: ((provedBlocks: bigint) => void) | undefined;
}

/** What is found beyond this is more of the same. */
const MOST_FINDINGS = 100;

/** The beginning of every book's chain. */
export function beginningOf(authorityId: number): ChainPosition {
  const hash = createHash('sha256').update(`threefold book ${authorityId}`).digest();
  return { seq: 0, hash, recordedMicros: Number.NEGATIVE_INFINITY, states: new Map(), entries: 0, postings: 0 };
}

/**
 * Re-reads the chain from a position to its end: every block's hash and link, every audit row, every entry's digest from its own row and
 * postings, and every account's postings one upon the other. It calls no function of the ledger, so one that was tampered with proves
 * nothing here, and it keeps no more than one stretch of the chain and a figure for each account.
 */
export async function walkChain(tx: TransactionClient, options: WalkOptions): Promise<Finding[]> {
  const { authorityId, position, accounts, onProgress } = options;
  const findings: Finding[] = [];
  const stops = options.stops.filter((seq) => seq > position.seq);
  for await (const stretch of stretchesAfter(tx, authorityId, position.seq)) {
    for (const part of cutAt(stretch, stops)) {
      findings.push(...(await walkStretch(tx, part, position, accounts)));
      if (stops.includes(part.last)) findings.push(...options.onStop(position));
    }
    onProgress?.(BigInt(stretch.last));
    if (findings.length >= MOST_FINDINGS) break;
  }
  return findings;
}

function cutAt({ authorityId, first, last }: Stretch, stops: readonly number[]): Stretch[] {
  const ends = [...stops.filter((seq) => seq >= first && seq < last), last];
  return ends.map((end, n) => ({ authorityId, first: n === 0 ? first : (ends[n - 1] ?? 0) + 1, last: end }));
}

async function walkStretch(tx: TransactionClient, stretch: Stretch, position: ChainPosition, accounts: BookAccounts): Promise<Finding[]> {
  const findings: Finding[] = [];
  const report = (finding: Finding, accountId?: number) => {
    const account = accountId === undefined ? undefined : (accounts.get(accountId)?.code ?? `#${accountId}`);
    findings.push({ ...finding, ...(account !== undefined && { account }) });
  };
  const ofStretch = await readBlocks(tx, stretch);
  judgeBlocks(stretch.authorityId, ofStretch, position, report);
  const postings = await readPostings(tx, stretch, position.states, report);
  const read = await judgeEntries(tx, stretch, { blocks: ofStretch.blocks, postings, accounts }, report);
  position.entries += read.entries;
  position.postings += read.postings;
  return findings
    .sort((one, other) => Number((one.blockSeq ?? 0n) - (other.blockSeq ?? 0n)) || rankOf(one) - rankOf(other))
    .slice(0, MOST_FINDINGS);
}

/** An entry that is not as it was sealed is the cause; sums that no longer add up are what follows from it. */
function rankOf({ check }: Finding): number {
  return check === 'entry-digest' ? 0 : 1;
}

function judgeBlocks(
  authorityId: number,
  { blocks, auditWithoutBlock }: BlocksOfStretch,
  position: ChainPosition,
  report: (finding: Finding) => void,
): void {
  const about = (block: SealedBlock, check: string, detail: string) =>
    report({ check, detail, blockSeq: BigInt(block.seq), ...(block.firstEntryId !== undefined && { entryId: block.firstEntryId }) });
  for (const block of blocks) {
    const link = linkFault(block, position);
    if (link !== undefined) about(block, 'block-link', link);
    if (!block.auditRead?.equals(block.auditDigest))
      report({ check: 'audit-digest', blockSeq: BigInt(block.seq), detail: 'the audit rows of the block are not as they were sealed' });
    if (!hashOf(authorityId, block).equals(block.hash)) about(block, 'block-hash', "the block's hash is not that of its content");
    position.seq = block.seq;
    position.hash = block.hash;
    position.recordedMicros = block.recordedMicros;
  }
  const [first] = auditWithoutBlock;
  if (first !== undefined)
    report({
      check: 'audit-digest',
      blockSeq: BigInt(first),
      detail: `there are audit rows of ${auditWithoutBlock.length} blocks that are not there`,
    });
}

function linkFault(block: SealedBlock, before: ChainPosition): string | undefined {
  if (block.seq !== before.seq + 1) return 'the block before it is missing';
  if (block.recordedMicros < before.recordedMicros) return 'it was recorded before the block before it';
  if (block.previousHash.equals(before.hash)) return undefined;
  return before.seq === 0 ? "the first block does not begin this book's chain" : 'it does not follow from the block before it';
}
