import { createHash } from 'node:crypto';
import { copyOut } from '../../platform/database/copy-out.ts';
import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import { BinaryRow, type ListOf } from './binary-row.ts';
import type { Stretch } from './stretch.ts';

/** A block as it is kept, and the digest of its audit rows as they stand. */
export interface SealedBlock {
  readonly seq: number;
  readonly recordedMicros: number;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  readonly auditDigest: Buffer;
  readonly entries: number;
  readonly firstEntryId: string | undefined;
  readonly digests: readonly Buffer[];
  readonly legAccounts: ListOf<number>;
  readonly legVersions: ListOf<number>;
  /** Undefined when the block has no audit row, which no block is without. */
  readonly auditRead: Buffer | undefined;
}

/** The blocks of a stretch in the order of their numbers, and the numbers of blocks that have audit rows and nothing else. */
export interface BlocksOfStretch {
  readonly blocks: readonly SealedBlock[];
  readonly auditWithoutBlock: readonly number[];
}

export async function readBlocks(tx: TransactionClient, stretch: Stretch): Promise<BlocksOfStretch> {
  const { authorityId, first, last } = stretch;
  const audits = await readAuditDigests(tx, stretch);
  const blocks: SealedBlock[] = [];
  const row = new BinaryRow();
  await copyOut(
    tx,
    `copy (select block_seq, (extract(epoch from recorded_at) * 1000000)::bigint, previous_hash, hash, audit_digest, cardinality(entry_ids),
                  (array(select x from unnest(entry_ids) x limit 1))[1]::text, entry_digests, leg_accounts, leg_versions
             from ledger.blocks where authority_id = ${authorityId} and block_seq between ${first} and ${last} order by block_seq)
       to stdout (format binary)`,
    (bytes) => {
      if (!row.open(bytes)) return;
      const seq = row.number() ?? Number.NaN;
      blocks.push({
        seq,
        recordedMicros: row.number() ?? Number.NaN,
        previousHash: Buffer.from(row.field() ?? []),
        hash: Buffer.from(row.field() ?? []),
        auditDigest: Buffer.from(row.field() ?? []),
        entries: row.number() ?? 0,
        firstEntryId: row.field()?.toString(),
        digests: row.buffers().elements,
        legAccounts: row.numbers(),
        legVersions: row.numbers(),
        auditRead: audits.get(seq),
      });
      audits.delete(seq);
    },
  );
  return { blocks, auditWithoutBlock: [...audits.keys()] };
}

/** A block's hash covers the hash before it, its own place and time, its entries' digests in order, and its audit rows. */
export function hashOf(authorityId: number, block: SealedBlock): Buffer {
  const hash = createHash('sha256')
    .update(block.previousHash)
    .update(`(${authorityId},${block.seq},${block.recordedMicros},${block.entries})`);
  for (const digest of block.digests) hash.update(digest);
  return hash.update(block.auditDigest).digest();
}

async function readAuditDigests(tx: TransactionClient, { authorityId, first, last }: Stretch): Promise<Map<number, Buffer>> {
  const digests = new Map<number, Buffer>();
  const row = new BinaryRow();
  let seq: number | undefined;
  let hash = createHash('sha256');
  const close = () => {
    if (seq !== undefined) digests.set(seq, hash.digest());
    hash = createHash('sha256');
  };
  await copyOut(
    tx,
    `copy (select a.block_seq, ROW(a.ordinal, a.principal, a.operation, a.subject, a.detail)::text
             from ledger.audit_events a where a.authority_id = ${authorityId} and a.block_seq between ${first} and ${last}
            order by a.block_seq, a.ordinal) to stdout (format binary)`,
    (bytes) => {
      if (!row.open(bytes)) return;
      const of = row.number();
      if (of !== seq) close();
      seq = of;
      hash.update(row.field() ?? '');
    },
  );
  close();
  return digests;
}
