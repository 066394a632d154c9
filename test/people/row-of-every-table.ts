import pg from 'pg';

/**
 * Puts one row of an authority into every table named, as a superuser and with every check off: which wall stands before a row has nothing
 * to do with what the row says. Columns that must not be null get the plainest value of their type.
 */
export async function rowOfEveryTable(adminUrl: string, tables: readonly string[], authorityId: number): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const table of tables) {
      const { rows: present } = await client.query(`select from ${table} where authority_id = ${authorityId} limit 1`);
      if (present.length > 0) continue;
      await client.query('begin');
      await client.query(`alter table ${table} disable trigger all`);
      const { rows: checks } = await client.query<{ name: string }>(
        "select conname as name from pg_constraint where conrelid = $1::text::regclass and contype = 'c'",
        [table],
      );
      for (const { name } of checks) await client.query(`alter table ${table} drop constraint ${name}`);
      const { rows: columns } = await client.query<{ name: string; type: string; needed: boolean }>(
        `select attname as name, format_type(atttypid, null) as type, attnotnull as needed
           from pg_attribute where attrelid = $1::text::regclass and attnum > 0 and not attisdropped`,
        [table],
      );
      const needed = columns.filter((column) => column.needed);
      const values = needed.map(({ name, type }) => (name === 'authority_id' ? String(authorityId) : plainest(type)));
      await client.query(`insert into ${table} (${needed.map(({ name }) => name).join(', ')}) values (${values.join(', ')})`);
      await client.query('commit');
    }
  } finally {
    await client.end();
  }
}

const PLAINEST: Readonly<Record<string, string>> = {
  integer: '1',
  smallint: '1',
  bigint: '1',
  boolean: 'false',
  text: "'x'",
  bytea: "'\\x00'",
  jsonb: "'{}'",
  uuid: "'00000000-0000-0000-0000-000000000001'",
  date: "'2026-04-01'",
  'timestamp with time zone': "'2026-04-01T00:00:00Z'",
};

function plainest(type: string): string {
  const value = PLAINEST[type] ?? (type.endsWith('[]') ? "'{}'" : undefined);
  if (value === undefined) throw new Error(`say what the plainest ${type} is`);
  return value;
}
