import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tables } from '../../../src/platform/database/tables.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

const source = fileURLToPath(new URL('../../../src/', import.meta.url));

let test: TestDatabase;
let admin: Admin;
let schema: Record<string, unknown>;

beforeAll(async () => {
  test = await testDatabase();
  admin = await openAdmin(test.adminUrl);
  schema = await everySchema();
});

afterAll(async () => {
  await admin.close();
  await test.close();
});

/** What every room's schema.ts exports, together. */
async function everySchema(): Promise<Record<string, unknown>> {
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('schema.ts'));
  const modules = await Promise.all(files.map((file) => import(`${source}${file}`) as Promise<Record<string, unknown>>));
  return Object.assign(
    {},
    ...modules.map((module, n) => Object.fromEntries(Object.entries(module).map(([name, value]) => [`${files[n]} ${name}`, value]))),
  );
}

describe('the tables in schema.ts', () => {
  it('are exactly those of the list that says who sees them', () => {
    const named = Object.values(schema)
      .filter((value) => value instanceof PgTable)
      .map((table) => {
        const { schema: room, name } = getTableConfig(table as PgTable);
        return `${room}.${name}`;
      });
    expect(named.sort()).toEqual(Object.keys(tables).sort());
  });

  it('are those that the migrations make: nothing waits to be generated', async () => {
    const folder = `${source}platform/database/migrations/meta`;
    const latest = (await readdir(folder))
      .filter((file) => file.endsWith('_snapshot.json'))
      .sort()
      .at(-1);
    const migrated = JSON.parse(await readFile(`${folder}/${latest}`, 'utf8'));
    expect(await generateMigration(migrated, generateDrizzleJson(schema, migrated.id))).toEqual([]);
  });

  it('stand in the catalogue with the same columns, types and nullability', async () => {
    const catalogue = await admin.rows<{ place: string }>(
      `
      select n.nspname || '.' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end as place
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and n.nspname || '.' || c.relname = any ($1)`,
      [Object.keys(tables)],
    );
    const described = Object.values(schema)
      .filter((value) => value instanceof PgTable)
      .flatMap((table) => {
        const { schema: room, name, columns, primaryKeys } = getTableConfig(table as PgTable);
        const keys = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
        return columns.map(
          (column) =>
            `${room}.${name}.${column.name} ${typeInCatalogue(column.getSQLType())}${column.notNull || keys.has(column.name) ? ' not null' : ''}`,
        );
      });
    expect(described.sort()).toEqual(catalogue.map(({ place }) => place).sort());
  });
});

function typeInCatalogue(type: string): string {
  return type.replace(/^time$/, 'time without time zone').replaceAll(', ', ',');
}
