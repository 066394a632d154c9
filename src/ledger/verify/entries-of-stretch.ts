import { hash } from 'node:crypto';
import { copyOut } from '../../platform/database/copy-out.ts';
import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import { BinaryRow } from './binary-row.ts';
import type { BookAccounts } from './book-accounts.ts';
import type { Finding } from './finding.ts';
import type { PostingsOfStretch } from './postings-of-stretch.ts';
import type { SealedBlock } from './sealed-blocks.ts';
import type { Stretch } from './stretch.ts';

export interface ReadOfStretch {
  readonly blocks: readonly SealedBlock[];
  readonly postings: PostingsOfStretch;
  readonly accounts: BookAccounts;
}

const SEMICOLON = 59;
/** Kinds that move money: entry, reversal, sweep and a hold that is posted. */
const KINDS_WITH_POSTINGS = [1, 2, 3, 5];

interface EntryRow {
  readonly block: SealedBlock;
  readonly ordinal: number;
  readonly kind: number;
  readonly firstLeg: number;
  readonly legs: number;
  /** `id,date`, as its postings have to name it. */
  readonly idAndDate: Buffer;
  /** What the digest covers of the entry's own row. */
  readonly head: Buffer;
}

/**
 * Holds every entry that the blocks of a stretch list against its row and its postings: there, in its place, as it was sealed, and
 * balanced on each side. Gives how many entries and postings the blocks have.
 */
export async function judgeEntries(
  tx: TransactionClient,
  { authorityId, first, last }: Stretch,
  { blocks, postings, accounts }: ReadOfStretch,
  report: (finding: Finding, accountId?: number) => void,
): Promise<{ entries: number; postings: number }> {
  const blockOf = new Map(blocks.map((block) => [block.seq, block]));
  const legsOf = new Map<SealedBlock, number>();
  const row = new BinaryRow();
  const digest = digestWriter(postings);
  let entries = 0;
  await copyOut(
    tx,
    `copy (select b.block_seq, u.n, u.entry_id::text, e.block_seq, e.ordinal, e.kind, e.first_leg, e.legs, concat(e.entry_id, ',', e.effective_date),
                  ROW(e.entry_id, e.kind, e.effective_date, e.fingerprint, e.principal, e.reference, e.description, e.override, e.reverses, e.hold_id, e.hold_amount)::text
             from ledger.blocks b
            cross join lateral unnest(b.entry_ids) with ordinality u(entry_id, n)
             left join lateral (select * from ledger.entries x where x.authority_id = ${authorityId} and x.entry_id = u.entry_id limit 1) e on true
            where b.authority_id = ${authorityId} and b.block_seq between ${first} and ${last}) to stdout (format binary)`,
    (bytes) => {
      if (!row.open(bytes)) return;
      const block = blockOf.get(row.number() ?? Number.NaN);
      if (block === undefined) return;
      const ordinal = row.number() ?? 0;
      const entryId = row.field()?.toString('latin1');
      const blockSeq = row.number();
      const isInPlace = blockSeq === block.seq;
      const place = row.number();
      const kind = row.number() ?? 0;
      const firstLeg = row.number() ?? 0;
      const legs = row.number() ?? 0;
      const idAndDate = row.field() ?? Buffer.alloc(0);
      const head = row.field() ?? Buffer.alloc(0);
      entries += 1;
      legsOf.set(block, (legsOf.get(block) ?? 0) + legs);
      const fault =
        blockSeq === undefined
          ? 'the entry is missing'
          : !isInPlace || place !== ordinal
            ? 'the entry is not where its block has it'
            : judgeEntry({ block, ordinal, kind, firstLeg, legs, idAndDate, head }, postings, accounts, digest);
      if (fault !== undefined)
        report({ check: 'entry-digest', detail: fault, blockSeq: BigInt(block.seq), ...(entryId !== undefined && { entryId }) });
    },
  );
  for (const block of blocks) judgeLegs(block, legsOf.get(block) ?? 0, report);
  reportUnused(postings, blockOf, report);
  return { entries, postings: postings.count };
}

function judgeEntry(
  entry: EntryRow,
  postings: PostingsOfStretch,
  accounts: BookAccounts,
  digest: (head: Buffer, legs: readonly number[]) => Buffer,
): string | undefined {
  const { block, ordinal, firstLeg, legs } = entry;
  const found: number[] = [];
  const sums = [0n, 0n, 0n];
  let isAstray = false;
  for (let leg = firstLeg - 1; leg < firstLeg - 1 + legs; leg += 1) {
    const accountId = block.legAccounts.elements[leg] ?? Number.NaN;
    const n = postings.find(accountId, block.legVersions.elements[leg] ?? Number.NaN);
    if (n === undefined || postings.blocks[n] !== block.seq) return 'a posting of the entry is missing';
    postings.used[n] = true;
    const side = accounts.get(accountId)?.side;
    isAstray ||= postings.sides[n] !== side || !postings.belongsTo(n, entry.idAndDate);
    if (side !== undefined) sums[side] = (sums[side] ?? 0n) + (postings.amounts[n] ?? 0n);
    found.push(n);
  }
  if (isAstray) return 'a posting has another entry, date or side than its entry and account';
  const sealed = block.digests[ordinal - 1];
  if (sealed === undefined || !digest(entry.head, found).equals(sealed)) return 'the entry is not as it was sealed';
  if (sums.some((sum) => sum !== 0n)) return 'debits and credits differ';
  if (KINDS_WITH_POSTINGS.includes(entry.kind) && legs < 2) return 'the entry has fewer than two postings';
  return undefined;
}

/** The digest covers the entry's row and, behind a semicolon each, its postings in order. One buffer serves all. */
function digestWriter(postings: PostingsOfStretch): (head: Buffer, legs: readonly number[]) => Buffer {
  let scratch = Buffer.allocUnsafe(64 * 1024);
  return (head, legs) => {
    const needed = legs.reduce((sum, n) => sum + 1 + postings.headLength(n), head.length);
    if (needed > scratch.length) scratch = Buffer.allocUnsafe(needed * 2);
    let at = head.copy(scratch);
    for (const n of legs) {
      scratch[at] = SEMICOLON;
      at = postings.copyHead(n, scratch, at + 1);
    }
    return hash('sha256', scratch.subarray(0, at), 'buffer');
  };
}

/** The hash covers a block's entries; its list of legs is covered by their digests only as far as the entries reach into it. */
function judgeLegs(
  { seq, firstEntryId, digests, entries, legAccounts, legVersions }: SealedBlock,
  legs: number,
  report: (finding: Finding) => void,
): void {
  const about = { blockSeq: BigInt(seq), ...(firstEntryId !== undefined && { entryId: firstEntryId }) };
  if (legAccounts.elements.length !== legs || legVersions.elements.length !== legs || !legAccounts.isPlain || !legVersions.isPlain)
    report({ check: 'block-legs', detail: 'the block lists other legs than its entries have', ...about });
  if (digests.length !== entries)
    report({ check: 'entry-digest', detail: 'the block has another number of digests than of entries', ...about });
}

/** Those of a block that is not there are counted with what is missing. */
function reportUnused(postings: PostingsOfStretch, blocks: ReadonlyMap<number, SealedBlock>, report: (finding: Finding) => void): void {
  for (let n = 0; n < postings.count; n += 1) {
    if (postings.used[n] || !blocks.has(postings.blocks[n] ?? Number.NaN)) continue;
    report({
      check: 'postings-sealed',
      detail: 'the posting stands in no block',
      entryId: postings.entryIdOf(n),
      blockSeq: BigInt(postings.blocks[n] ?? 0),
    });
  }
}
