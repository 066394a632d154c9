import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type CallItem, callPost } from '../../../src/ledger/posting-call.ts';
import type { Database } from '../../../src/platform/database/database.ts';

/** Rows that one call writes, divided by the time it took. */
export async function rowsPerSecond(work: () => Promise<number>): Promise<number> {
  const begun = performance.now();
  const rows = await work();
  return rows / ((performance.now() - begun) / 1_000);
}

/** What a caller already holds when it asks; made before the clock runs, as the bare insert makes none of it either. */
export function batchItems(accountIds: readonly number[], size: number, pair: () => readonly [number, number]): CallItem[] {
  const leg = (account: number, amount: bigint) => ({ accountId: accountIds[account] as number, amount, dimensionId: 0 });
  return Array.from({ length: size }, () => {
    const [debit, credit] = pair();
    return {
      link: 0,
      command: {
        id: randomUUID(),
        kind: 1,
        effectiveDate: '2026-04-02',
        fingerprint: randomBytes(32),
        principal: 'bench',
        currency: 'GBP',
        description: 'bench',
        legs: [leg(debit, 100n), leg(credit, -100n)],
      },
    };
  });
}

export async function postBatch(database: Database, authorityId: number, items: readonly CallItem[]): Promise<number> {
  const outcomes = await callPost(database, authorityId, new Date(), items);
  if (outcomes.some((outcome) => outcome.outcome !== 'posted')) throw new Error('the ledger refused an entry of the batch');
  const touched = new Set(items.flatMap(({ command }) => command.legs.map(({ accountId }) => accountId)));
  // entries, postings, and once for each account its balance and its day, one audit row, one block, one head
  return items.length + items.length * 2 + touched.size * 2 + 3;
}

/** Entries and postings by bare multi-row inserts in one statement: nothing is judged, locked or proved. */
export async function bareInsert(pool: pg.Pool, size: number): Promise<number> {
  await pool.query({
    name: 'bare',
    text: `with n as (select n, gen_random_uuid() as id from generate_series(1, $1::integer) n),
      e as (insert into baseline.entries (authority_id, entry_id, kind, effective_date, block_seq, ordinal, first_leg, legs, fingerprint, principal, description)
            select 2, id, 1, '2026-04-02', 1, n, n * 2 - 1, 2, sha256('x'), 'bench', 'bench' from n)
      insert into baseline.postings
      select 2, 1 + (random() * 999)::integer, nextval('baseline.bare'), n * 2 + leg, 100, 100, id, '2026-04-02', 0, leg, 1 from n, generate_series(1, 2) leg`,
    values: [size],
  });
  return size * 3;
}
