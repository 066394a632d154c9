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

const PAGE_BLOCKS = 200;
const PAGE_ENTRIES = 1_000;

/** Reads in one snapshot: what is posted meanwhile is not in it. */
export async function readBook(
  database: Database,
  { authorityId, account }: BookSelection,
  work: (book: BookReading) => Promise<void>,
): Promise<void> {
  await inTransaction(database, { authorityId, isolation: 'repeatable read', readOnly: true }, async (_, tx) => {
    await tx.query('set local statement_timeout = 0');
    const { rows } = await tx.query<AccountRow>('select * from ledger.read_accounts($1, null, null, null, null)', [authorityId]);
    await work({ accounts: rows.map(accountOf), entries: () => entriesInOrder(tx, authorityId, account) });
  });
}

async function* entriesInOrder(
  tx: TransactionClient,
  authorityId: number,
  account: string | undefined,
): AsyncGenerator<readonly StoredEntry[]> {
  let after = 0n;
  for (;;) {
    const { rows } = await tx.query<{ block_seq: bigint; entry_ids: string[] }>(
      'select block_seq, entry_ids from ledger.blocks where authority_id = $1 and block_seq > $2 order by block_seq limit $3',
      [authorityId, after, PAGE_BLOCKS],
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.block_seq;
    const ids = rows.flatMap((row) => row.entry_ids);
    for (let from = 0; from < ids.length; from += PAGE_ENTRIES) {
      const page = await tx.query<EntryRow>('select * from ledger.read_entries($1, $2::jsonb)', [
        authorityId,
        JSON.stringify(ids.slice(from, from + PAGE_ENTRIES)),
      ]);
      yield entriesOf(page.rows).filter(
        ({ postings }) => postings.length > 0 && (account === undefined || postings.some((posting) => posting.account === account)),
      );
    }
  }
}
