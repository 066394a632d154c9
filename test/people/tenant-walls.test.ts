import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/index.ts';
import { createAuthority } from '../../src/people/index.ts';
import { schemas } from '../../src/platform/database/access.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { tables } from '../../src/platform/database/tables.ts';
import { testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';
import { keyFor, singleConnection } from './people-room.ts';
import { rowOfEveryTable } from './row-of-every-table.ts';

const clock = manualClock('2026-04-15T09:30:00.000Z');
const tenantTables = Object.entries(tables).flatMap(([name, table]) => (table.kind === 'tenant' ? [{ name, ...table }] : []));
let store: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  store = await testDatabase();
  for (const slug of ['northmoor', 'southvale']) await createAuthority(store.database, clock, { slug, name: slug });
  for (const authorityId of [1, 2]) {
    await keyFor(store.database, clock, authorityId);
    await rowOfEveryTable(
      store.adminUrl,
      tenantTables.map(({ name }) => name),
      authorityId,
    );
  }
});
afterAll(() => store.close());

/** As the service's role, with the authority that a transaction has set. */
const statement = (authorityId: number | undefined, text: string) =>
  inTransaction(store.database, authorityId === undefined ? {} : { authorityId }, (_, tx) => tx.query<{ n: number }>(text));

describe.each(tenantTables)('$name', ({ name, service }) => {
  it('shows an authority its own rows and no others', async () => {
    const { rows } = await statement(1, `select count(*)::int as n from ${name}`);
    expect(rows[0]?.n).toBeGreaterThan(0);
    const others = await statement(1, `select count(*)::int as n from ${name} where authority_id <> 1`);
    expect(others.rows[0]?.n).toBe(0);
  });

  it('shows nothing while no authority is set', async () => {
    expect((await statement(undefined, `select count(*)::int as n from ${name}`)).rows[0]?.n).toBe(0);
  });

  it('lets nobody change, remove or plant rows of another authority', async () => {
    for (const [right, text] of [
      ['update', `update ${name} set authority_id = authority_id where authority_id = 2`],
      ['delete', `delete from ${name} where authority_id = 2`],
    ] as const) {
      const attempt = statement(1, text);
      if (service.includes(right as 'update')) expect((await attempt).rowCount).toBe(0);
      else await expect(attempt).rejects.toThrow('permission denied');
    }
    const planted = statement(1, `insert into ${name} select * from jsonb_populate_record(null::${name}, '{"authority_id": 2}')`);
    await expect(planted).rejects.toThrow(service.includes('insert') ? 'row-level security' : 'permission denied');
  });

  it('holds its owner to the same wall', async () => {
    const guarded = await store.database.sql<{ forced: boolean }[]>`
      select relrowsecurity and relforcerowsecurity as forced from pg_catalog.pg_class where oid = ${name}::text::regclass`;
    expect(guarded[0]?.forced).toBe(true);
  });
});

describe.each(Object.entries(tables).flatMap(([name, { kind }]) => (kind === 'identity' ? [name] : [])))('%s', (name) => {
  it('belongs to no authority, so the service reaches it through functions only', async () => {
    for (const text of [`select from ${name}`, `delete from ${name}`, `insert into ${name} default values`])
      await expect(statement(1, text)).rejects.toThrow('permission denied');
  });
});

describe('the list of tables', () => {
  it('leaves none out', async () => {
    const rows = await store.database.sql<{ name: string }[]>`
      select n.nspname || '.' || c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname = any (string_to_array(${schemas().join()}, ',')) order by 1`;
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(tables).toSorted());
  });
});

describe('a pooled connection', () => {
  const seen = "select current_setting('threefold.authority', true) as authority, (select count(*)::int from ledger.books) as books";

  it('of postgres.js does not keep the authority of the last statement', async () => {
    const single = singleConnection(store.appUrl);
    await openLedger({ database: single, clock }).accounts(1, {});
    await openLedger({ database: single, clock }).createBook(2);
    const [row] = await single.sql.unsafe<{ authority: string | null; books: number }[]>(seen);
    await single.close();
    expect([row?.authority || null, row?.books]).toEqual([null, 0]);
  });

  it('of pg does not keep the authority of the last transaction, whether it was kept or rolled back', async () => {
    const single = singleConnection(store.appUrl);
    const look = async () => {
      const { rows } = await single.pool.query<{ authority: string | null; books: number }>(seen);
      return [rows[0]?.authority || null, rows[0]?.books];
    };
    await inTransaction(single, { authorityId: 1 }, (_, tx) => tx.query('select 1'));
    expect(await look()).toEqual([null, 0]);
    await inTransaction(single, { authorityId: 1 }, (_, tx) => tx.query('select 1 / 0')).catch(() => undefined);
    expect(await look()).toEqual([null, 0]);
    await single.close();
  });
});
