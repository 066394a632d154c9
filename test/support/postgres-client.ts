import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const execute = promisify(execFile);

export interface PostgresClient {
  dump(url: string): Promise<string>;
  restore(file: string, url: string): Promise<void>;
}

/** pg_dump and pg_restore, where they are at hand and of the server's major version: an older pg_dump refuses a newer server. */
export async function postgresClient(serverUrl: string): Promise<PostgresClient | undefined> {
  const [server, tool] = await Promise.all([majorVersionOf(serverUrl), majorVersionOfTool()]);
  if (server !== tool) return undefined;
  return {
    dump: async (url) => {
      const file = join(await mkdtemp(join(tmpdir(), 'threefold-dump-')), 'threefold.dump');
      await execute('pg_dump', ['--format=custom', `--file=${file}`, url]);
      return file;
    },
    restore: async (file, url) => {
      await execute('pg_restore', ['--exit-on-error', '--single-transaction', `--dbname=${url}`, file]);
    },
  };
}

async function majorVersionOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
  await client.end();
  return Math.floor(Number(rows[0]?.version) / 10_000);
}

async function majorVersionOfTool(): Promise<number | undefined> {
  try {
    const { stdout } = await execute('pg_dump', ['--version']);
    return Number(/(\d+)/.exec(stdout)?.[1]);
  } catch {
    return undefined;
  }
}
