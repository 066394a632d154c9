import { readFile } from 'node:fs/promises';
import pg from 'pg';

const rolesFile = new URL('./sql/roles.sql', import.meta.url);

export interface ClusterPasswords {
  readonly app: string;
  readonly migrator: string;
}

/** Makes the four roles on a cluster of our own (embedded, or a test server) as its superuser. Safe to repeat; passwords are set each time. */
export async function prepareCluster(adminUrl: string, passwords: ClusterPasswords): Promise<void> {
  await withAdmin(adminUrl, async (client) => {
    await client.query(await readFile(rolesFile, 'utf8'));
    await client.query(`alter role threefold_app password ${pg.escapeLiteral(passwords.app)}`);
    await client.query(`alter role threefold_migrator password ${pg.escapeLiteral(passwords.migrator)}`);
  });
}

/** Creates a database owned by `threefold_owner`, empty or as a copy of `template`; does nothing when it exists. */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  await withAdmin(adminUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount) return;
    await client.query(
      `create database ${pg.escapeIdentifier(name)} owner threefold_owner${template ? ` template ${pg.escapeIdentifier(template)}` : " template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"}`,
    );
  });
  if (!template) {
    await withAdmin(databaseUrl(adminUrl, { database: name }), async (client) => {
      await client.query('revoke all on schema public from public');
      await client.query('create schema if not exists bullmq authorization bullmq');
    });
  }
}

/** The same server with another database or another log-in. */
export function databaseUrl(url: string, change: { database?: string; user?: string; password?: string }): string {
  const changed = new URL(url);
  if (change.database !== undefined) changed.pathname = `/${change.database}`;
  if (change.user !== undefined) changed.username = change.user;
  if (change.password !== undefined) changed.password = change.password;
  return changed.href;
}

async function withAdmin(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'threefold-prepare' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
