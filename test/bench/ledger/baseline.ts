import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/**
 * What most services do: one transaction for each request, begin to commit, with row locks taken in account order, from a pool of 8.
 * `full` writes the rows the ledger writes (entry, postings, balances, day totals, audit, chain block); `plain` only entry, postings and
 * balances. The tables have the ledger's columns and keys, so that both write the same bytes.
 */
export const BASELINE_TABLES = `
create schema baseline;
create sequence baseline.bare;
create table baseline.books (like ledger.books including all);
create table baseline.account_balances (like ledger.account_balances including all) with (fillfactor = 50);
create table baseline.entries (like ledger.entries including all);
create table baseline.postings (like ledger.postings including all);
create table baseline.day_totals (like ledger.day_totals including all);
create table baseline.blocks (like ledger.blocks including all);
create table baseline.audit_events (like ledger.audit_events including all);
insert into baseline.books values (1, 'GBP', 1, 1, 0, sha256('x'), 'epoch');
insert into baseline.account_balances select 1, n, 0, 0, 0, 0 from generate_series(1, 1000) n;
grant usage on schema baseline to threefold_app;
grant all on all tables in schema baseline to threefold_app;
grant all on all sequences in schema baseline to threefold_app;`;

const FINGERPRINT = Buffer.alloc(32, 7);
const DAY = '2026-04-02';

export async function baselineTransfer(pool: pg.Pool, debit: number, credit: number, amount: bigint, full: boolean): Promise<void> {
  const client = await pool.connect();
  const run = (name: string, text: string, values: unknown[] = []) => client.query({ name, text, values });
  try {
    await client.query('begin');
    const [low, high] = debit < credit ? [debit, credit] : [credit, debit];
    const head = full
      ? (await run('head', 'select block_seq, block_hash from baseline.books where authority_id = 1 for update')).rows[0]
      : undefined;
    const { rows } = await run(
      'lock',
      'select account_id, version, posted from baseline.account_balances where authority_id = 1 and account_id in ($1, $2) order by account_id for no key update',
      [low, high],
    );
    const entry = randomUUID();
    const seq = full ? BigInt(head.block_seq) + 1n : BigInt(rows[0].version) + 1n;
    await run(
      'entry',
      `insert into baseline.entries (authority_id, entry_id, kind, effective_date, block_seq, ordinal, first_leg, legs, fingerprint, principal, description)
       values (1, $1, 1, $2, $3, 1, 1, 2, $4, 'bench', 'bench')`,
      [entry, DAY, seq, FINGERPRINT],
    );
    for (const [leg, account, change] of [
      [1, debit, amount],
      [2, credit, -amount],
    ] as const) {
      const before = rows.find((row) => row.account_id === account);
      const version = BigInt(before.version) + 1n;
      const balance = BigInt(before.posted) + change;
      await run('posting', 'insert into baseline.postings values (1, $1, $2, $3, $4, $5, $6, $7, 0, $8, 1)', [
        account,
        seq,
        version,
        change,
        balance,
        entry,
        DAY,
        leg,
      ]);
      await run('balance', 'update baseline.account_balances set posted = $2, version = $3 where authority_id = 1 and account_id = $1', [
        account,
        balance,
        version,
      ]);
      if (full) {
        await run(
          'day',
          `insert into baseline.day_totals as t values (1, $1, $2, $3, $4, 1)
           on conflict (authority_id, account_id, effective_date) do update set debit = t.debit + excluded.debit, credit = t.credit + excluded.credit, postings = t.postings + 1`,
          [account, DAY, change > 0n ? change : 0n, change < 0n ? -change : 0n],
        );
      }
    }
    if (full) {
      await run('audit', `insert into baseline.audit_events values (1, $1, 1, 'bench', 'ledger.post', $2, '{"entries": 1}')`, [
        seq,
        String(seq),
      ]);
      await run(
        'block',
        `insert into baseline.blocks values (1, $1, now(), $2, sha256($2::bytea || $3::bytea), array[$4::uuid], array[$3::bytea], array[$5::integer, $6], array[1::bigint, 1], $3)`,
        [seq, head.block_hash, FINGERPRINT, entry, debit, credit],
      );
      await run(
        'moved',
        'update baseline.books set block_seq = $1, block_hash = sha256(block_hash || $2::bytea), recorded_at = now() where authority_id = 1',
        [seq, FINGERPRINT],
      );
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/**
 * The rows that the ledger writes for one entry (entry, postings, balances, day totals, audit, block) in one statement that commits by itself.
 * Nothing is judged, no hash is taken and the book's head is left where it was: what comes from the caller is written as it is.
 */
export async function bareStatement(pool: pg.Pool, debit: number, credit: number, amount: bigint): Promise<void> {
  await pool.query({
    name: 'bare-entry',
    text: `with seq as materialized (select nextval('baseline.bare') as seq),
      e as (insert into baseline.entries (authority_id, entry_id, kind, effective_date, block_seq, ordinal, first_leg, legs, fingerprint, principal, description)
            select 3, $1::uuid, 1, '${DAY}', seq, 1, 1, 2, $5::bytea, 'bench', 'bench' from seq),
      p as (insert into baseline.postings
            select 3, u.account, seq, seq, u.amount, u.amount, $1, '${DAY}', 0, u.leg, 1 from seq, unnest(array[$2::integer, $3], array[$4::bigint, -$4]) with ordinality u(account, amount, leg)),
      b as (insert into baseline.account_balances as t values (3, $2, 1, $4, 0, 0), (3, $3, 1, -$4, 0, 0)
            on conflict (authority_id, account_id) do update set version = t.version + 1, posted = t.posted + excluded.posted),
      d as (insert into baseline.day_totals as t values (3, $2, '${DAY}', $4, 0, 1), (3, $3, '${DAY}', 0, $4, 1)
            on conflict (authority_id, account_id, effective_date)
            do update set debit = t.debit + excluded.debit, credit = t.credit + excluded.credit, postings = t.postings + 1),
      a as (insert into baseline.audit_events select 3, seq, 1, 'bench', 'ledger.post', seq::text, '{"entries": 1, "overrides": 0}' from seq)
      insert into baseline.blocks
      select 3, seq, now(), $5, $5, array[$1], array[$5], array[$2, $3], array[seq, seq], $5 from seq`,
    values: [randomUUID(), debit, credit, amount, FINGERPRINT],
  });
}
