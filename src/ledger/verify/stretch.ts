import type { TransactionClient } from '../../platform/database/in-transaction.ts';

/** Blocks `first` to `last` of an authority's chain: what is re-read in one go, so that memory does not grow with the book. */
export interface Stretch {
  readonly authorityId: number;
  readonly first: number;
  readonly last: number;
}

const MOST_BLOCKS = 10_000;
const FIRST_LOOK = 200;
const MOST_ROWS = 50_000;

const LAST_OF_STRETCH = `
  select max(block_seq)::float8 as last from (
    select block_seq, sum(rows) over (order by block_seq) - rows as rows_before
      from (select block_seq, cardinality(entry_ids) + cardinality(leg_accounts) as rows from ledger.blocks
             where authority_id = $1 and block_seq between $2 and $3) b) c
   where rows_before < $4`;

/** Cuts the chain after block `after` into stretches of bounded work: many small blocks, or few large ones. */
export async function* stretchesAfter(tx: TransactionClient, authorityId: number, after: number): AsyncGenerator<Stretch> {
  let first = after + 1;
  // Looking far ahead of a stretch costs as much as reading it: as far as the one before it went, and some.
  let ahead = FIRST_LOOK;
  for (;;) {
    const { rows } = await tx.query<{ last: number | null }>(LAST_OF_STRETCH, [authorityId, first, first + ahead - 1, MOST_ROWS]);
    let last = rows[0]?.last ?? null;
    if (last === null) {
      // A hole longer than a stretch: go on behind it; the block after it is reported as not linked.
      const next = await tx.query<{ seq: number | null }>(
        'select min(block_seq)::float8 as seq from ledger.blocks where authority_id = $1 and block_seq >= $2',
        [authorityId, first],
      );
      last = next.rows[0]?.seq ?? null;
      if (last === null) return;
    }
    yield { authorityId, first, last };
    ahead = Math.min((last - first + 1) * 2, MOST_BLOCKS);
    first = last + 1;
  }
}
