import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyTableMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { accessStatements, schemas } from './access.ts';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));
const sourceFolder = new URL('../../', import.meta.url);

/** Any number; two processes that start at once take turns instead of migrating together. */
const MIGRATION_LOCK = 7_303_014;

export interface MigrationReport {
  readonly functionsApplied: readonly string[];
}

/**
 * Brings one database up to date as `threefold_migrator`: tables from drizzle-kit's files, then the functions and triggers that stand in
 * the rooms (`<room>/sql/*.sql`, re-applied when their text changed), then row-level security and grants from the table list.
 * Safe to run at every start; everything belongs to `threefold_owner` afterwards.
 */
export async function migrate(ownerUrl: string): Promise<MigrationReport> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'threefold-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('set role threefold_owner');
    await client.query('alter default privileges for role threefold_owner revoke execute on functions from public');
    await applyTableMigrations(drizzle(client), { migrationsFolder, migrationsSchema: 'migrations', migrationsTable: 'applied' });
    const functionsApplied = await applyFunctions(client);
    await client.query('begin');
    for (const statement of accessStatements()) await client.query(statement);
    await recordVersion(client);
    await client.query('commit');
    return { functionsApplied };
  } finally {
    await client.end();
  }
}

/** Names the tables, functions and access that this source expects of a database. */
export async function currentSchemaVersion(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(`${migrationsFolder}/meta/_journal.json`));
  for (const { file, text } of await functionFiles()) hash.update(file).update(text);
  for (const statement of accessStatements()) hash.update(statement);
  return hash.digest('hex');
}

async function recordVersion(client: pg.Client): Promise<void> {
  await client.query(
    'create table if not exists migrations.version (single boolean primary key default true check (single), version text not null)',
  );
  await client.query('insert into migrations.version (version) values ($1) on conflict (single) do update set version = excluded.version', [
    await currentSchemaVersion(),
  ]);
  await client.query('grant usage on schema migrations to threefold_app');
  await client.query('grant select on migrations.version to threefold_app');
}

async function applyFunctions(client: pg.Client): Promise<string[]> {
  await client.query('create table if not exists migrations.functions (file text primary key, sha256 text not null)');
  const known = new Map(
    (await client.query<{ file: string; sha256: string }>('select file, sha256 from migrations.functions')).rows.map((row) => [
      row.file,
      row.sha256,
    ]),
  );
  const files = await functionFiles();
  const applied: string[] = [];
  for (const { file, text } of files) {
    const sha256 = createHash('sha256').update(text).digest('hex');
    if (known.get(file) === sha256) continue;
    await client.query('begin');
    await client.query(text);
    await client.query('insert into migrations.functions values ($1, $2) on conflict (file) do update set sha256 = excluded.sha256', [
      file,
      sha256,
    ]);
    await client.query('commit');
    applied.push(file);
  }
  return applied;
}

/** `platform` first, because the rooms' triggers call its functions; inside a room by file name. */
async function functionFiles(): Promise<{ file: string; text: string }[]> {
  const folders = ['platform/database', 'platform/queue', ...schemas().filter((room) => room !== 'platform')];
  const files: { file: string; text: string }[] = [];
  for (const folder of folders) {
    const directory = new URL(`${folder}/sql/`, sourceFolder);
    const names = await readdir(directory).catch(() => []);
    for (const name of names.filter((each) => each.endsWith('.sql') && each !== 'roles.sql').sort()) {
      files.push({ file: `${folder}/sql/${name}`, text: await readFile(new URL(name, directory), 'utf8') });
    }
  }
  return files;
}
