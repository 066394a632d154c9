import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type TransactionClient } from '../../platform/database/in-transaction.ts';
import { type Account, type AccountRow, accountOf } from '../accounts.ts';
import { type EntryRow, entriesOf, type StoredEntry } from '../read-entries.ts';

/** A book at one moment: every account as it stands, and every entry in the order in which it was recorded. */
export interface BookReading {
  readonly accounts: readonly Account[];
  /** Page by page, so that a book of any size is read in flat memory. Holds move nothing and are left out. */
  entries(): AsyncIterable<readonly StoredEntry[]>;
}

export interface BookSelection {
  readonly authorityId: number;
  /** Only the entries that touch this account. */
  readonly account?: string;
}

const BLOCKS_AHEAD = 500;
const PAGE_POSTINGS = 4_000;

/** Reads in one snapshot: what is posted meanwhile is not in it. A family's own money is no public money, and in no export. */
export async function readBook(
  database: Database,
  { authorityId, account }: BookSelection,
  work: (book: BookReading) => Promise<void>,
): Promise<void> {
  await inTransaction(database, { authorityId, isolation: 'repeatable read', readOnly: true }, async (_, tx) => {
    await tx.query('set local statement_timeout = 0');
    const { rows } = await tx.query<AccountRow & { account_id: number }>('select * from ledger.read_accounts($1, null, null, null, null)', [
      authorityId,
    ]);
    const accounts = rows.map(accountOf).filter(({ side }) => side !== 'memo');
    const exported = new Set(accounts.map(({ code }) => code));
    const only = account === undefined ? undefined : (rows.find(({ code }) => code === account)?.account_id ?? 0);
    const isAsked = (entry: StoredEntry) =>
      entry.postings.length > 0 && (account === undefined || entry.postings.some((posting) => posting.account === account));
    // Each side of an entry balances by itself, so what is left of it balances too.
    const withoutOwnMoney = (entry: StoredEntry) => ({
      ...entry,
      postings: entry.postings.filter((posting) => exported.has(posting.account)),
    });
    const entries = async function* () {
      for await (const page of entriesInOrder(tx, authorityId, only)) yield page.map(withoutOwnMoney).filter(isAsked);
    };
    await work({ accounts, entries });
  });
}

async function* entriesInOrder(tx: TransactionClient, authorityId: number, only: number | undefined): AsyncGenerator<StoredEntry[]> {
  for await (const { blocks, legs } of pagesOfBlocks(blocksInOrder(tx, authorityId, only))) {
    let unfinished: StoredEntry | undefined;
    for (let from = 1; from <= legs; from += PAGE_POSTINGS) {
      const { rows } = await tx.query<EntryRow>('select * from ledger.read_block_legs($1, $2::bigint[], $3, $4)', [
        authorityId,
        blocks,
        from,
        Math.min(from + PAGE_POSTINGS - 1, legs),
      ]);
      const page = joined(unfinished, entriesOf(rows));
      unfinished = page.pop();
      yield page;
    }
    if (unfinished !== undefined) yield [unfinished];
  }
}

/** A page of legs may part an entry: its beginning waits for the rest. */
function joined(unfinished: StoredEntry | undefined, entries: StoredEntry[]): StoredEntry[] {
  const [first, ...rest] = entries;
  if (unfinished === undefined) return entries;
  if (first?.entryId !== unfinished.entryId) return [unfinished, ...entries];
  return [{ ...unfinished, postings: [...unfinished.postings, ...first.postings] }, ...rest];
}

interface BlockSize {
  readonly block_seq: bigint;
  readonly legs: number;
}

/** Small blocks are read together, a large one by itself and in pages. */
async function* pagesOfBlocks(sizes: AsyncIterable<BlockSize>): AsyncGenerator<{ blocks: bigint[]; legs: number }> {
  let blocks: bigint[] = [];
  let postings = 0;
  let most = 0;
  for await (const { block_seq, legs } of sizes) {
    if (blocks.length > 0 && postings + legs > PAGE_POSTINGS) {
      yield { blocks, legs: most };
      [blocks, postings, most] = [[], 0, 0];
    }
    blocks.push(block_seq);
    postings += legs;
    most = Math.max(most, legs);
  }
  if (blocks.length > 0) yield { blocks, legs: most };
}

const EVERY_BLOCK = `select block_seq, cardinality(leg_accounts) as legs from ledger.blocks
  where authority_id = $1 and block_seq > $2 order by block_seq limit $3`;

/** From each block to the account's next one, a probe of the key each: its postings are many where its blocks are few. */
const BLOCKS_OF_ACCOUNT = `with recursive next(block_seq) as (
    (select block_seq from ledger.postings where authority_id = $1 and account_id = $4 and block_seq > $2 order by block_seq limit 1)
    union all
    select (select p.block_seq from ledger.postings p
             where p.authority_id = $1 and p.account_id = $4 and p.block_seq > next.block_seq order by p.block_seq limit 1)
      from next where next.block_seq is not null
  )
  select b.block_seq, cardinality(b.leg_accounts) as legs
    from (select block_seq from next where block_seq is not null limit $3) wanted
   cross join lateral (select * from ledger.blocks x where x.authority_id = $1 and x.block_seq = wanted.block_seq limit 1) b
   order by b.block_seq`;

/** All blocks that moved money, or those that moved the account's: an account of a large book is not looked for in all of it. */
async function* blocksInOrder(tx: TransactionClient, authorityId: number, only: number | undefined): AsyncGenerator<BlockSize> {
  const text = only === undefined ? EVERY_BLOCK : BLOCKS_OF_ACCOUNT;
  let after = 0n;
  for (;;) {
    const { rows } = await tx.query<BlockSize>(text, [authorityId, after, BLOCKS_AHEAD, ...(only === undefined ? [] : [only])]);
    const last = rows.at(-1);
    if (!last) return;
    after = last.block_seq;
    yield* rows.filter(({ legs }) => legs > 0);
  }
}
