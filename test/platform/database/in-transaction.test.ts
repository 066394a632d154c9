import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let test: TestDatabase;
let admin: Admin;

beforeAll(async () => {
  test = await testDatabase();
  admin = await openAdmin(test.adminUrl);
  await admin.rows('create table public.notes (word text)');
  await admin.rows('grant usage on schema public to threefold_app');
  await admin.rows('grant all on public.notes to threefold_app');
});

afterAll(async () => {
  await admin.close();
  await test.close();
});

const words = async () => (await admin.rows<{ word: string }>('select word from public.notes order by word')).map(({ word }) => word);

describe('a transaction', () => {
  it('keeps all of its statements, or none when its work throws', async () => {
    await inTransaction(test.database, {}, async (tx) => {
      await tx.execute(sql`insert into public.notes values ('one')`);
      await tx.execute(sql`insert into public.notes values ('two')`);
    });
    await expect(
      inTransaction(test.database, {}, async (tx) => {
        await tx.execute(sql`insert into public.notes values ('three')`);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await words()).toEqual(['one', 'two']);
  });

  it('keeps nothing when its connection is killed in the middle, and gives the next one a whole connection', async () => {
    await admin.rows('truncate public.notes');
    const killed = inTransaction(test.database, {}, async (tx) => {
      await tx.execute(sql`insert into public.notes values ('first leg')`);
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await admin.rows('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await tx.execute(sql`insert into public.notes values ('second leg')`);
    });
    await expect(killed).rejects.toThrow();
    await inTransaction(test.database, {}, (tx) => tx.execute(sql`insert into public.notes values ('another')`));
    expect(await words()).toEqual(['another']);
  });

  it('refuses an authority that is no number', async () => {
    await expect(inTransaction(test.database, { authorityId: Number.NaN }, async () => undefined)).rejects.toThrow(TypeError);
  });

  it('writes nothing when it is for reading only', async () => {
    const writing = inTransaction(test.database, { readOnly: true }, (tx) => tx.execute(sql`insert into public.notes values ('no')`));
    await expect(writing).rejects.toThrow();
    expect(await words()).not.toContain('no');
  });
});
