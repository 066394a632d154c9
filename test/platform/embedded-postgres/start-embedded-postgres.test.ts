import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/start-embedded-postgres.ts';
import { isRunning, postmasterPid, select } from './cluster-probes.ts';

let folder: string;
let dataDirectory: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  // /tmp, not the TMPDIR of whoever runs this: the name of a socket has to be short. mkdtemp makes it 0700.
  folder = mkdtempSync('/tmp/threefold-postgres-');
  dataDirectory = join(folder, 'postgres');
  postgres = await startEmbeddedPostgres({ dataDirectory, log: () => {} });
});

afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('is a real PostgreSQL 18 that keeps what it has confirmed', async () => {
    const [row] = await select(
      postgres.adminUrl,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('full_page_writes') as pages, current_setting('data_checksums') as checksums, current_setting('TimeZone') as zone`,
    );
    expect(row).toEqual({ major: 18, fsync: 'on', commit: 'on', pages: 'on', checksums: 'on', zone: 'UTC' });
  });

  it("orders text by PostgreSQL's own rules, which no update of the machine changes", async () => {
    const [row] = await select(
      postgres.adminUrl,
      `select datlocprovider::text as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding from pg_database where datname = 'template1'`,
    );
    expect(row).toEqual({ provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' });
  });

  it('listens on 127.0.0.1 and in its own folder, nowhere else', async () => {
    const [row] = await select(
      postgres.adminUrl,
      `select current_setting('listen_addresses') as tcp, current_setting('unix_socket_directories') as socket`,
    );
    expect(row).toEqual({ tcp: '127.0.0.1', socket: join(dataDirectory, 'socket') });
    expect(new URL(postgres.adminUrl).port).toBe(String(postgres.port));
  });

  it('lets nobody in without the password', async () => {
    const rules = await select(postgres.adminUrl, 'select distinct auth_method from pg_hba_file_rules');
    expect(rules).toEqual([{ auth_method: 'scram-sha-256' }]);
    const wrong = new URL(postgres.adminUrl);
    wrong.password = 'guessed';
    await expect(select(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('leaves files that only their owner can read, and that belong to whoever started it', () => {
    const modeOf = (path: string) => statSync(path).mode & 0o777;
    expect(modeOf(dataDirectory)).toBe(0o700);
    expect(modeOf(join(dataDirectory, 'cluster'))).toBe(0o700);
    expect(modeOf(join(dataDirectory, 'superuser-password'))).toBe(0o600);
    expect(modeOf(join(dataDirectory, 'postgres.log'))).toBe(0o600);
    const owners = readdirSync(join(dataDirectory, 'cluster')).map((name) => statSync(join(dataDirectory, 'cluster', name)).uid);
    expect(new Set(owners)).toEqual(new Set([process.getuid?.()]));
  });

  it('keeps names and amounts out of its log when a statement fails', async () => {
    const client = new pg.Client({ connectionString: postgres.adminUrl });
    await client.connect();
    await client.query('create table people (name text primary key)');
    await client.query(`insert into people values ('Ada Lovelace')`);
    await expect(client.query(`insert into people values ('Ada Lovelace')`)).rejects.toThrow(/people_pkey/);
    await client.end();
    const log = readFileSync(join(dataDirectory, 'postgres.log'), 'utf8');
    expect(log).toContain('people_pkey');
    expect(log).not.toContain('Lovelace');
  });

  it('is refused to a second Threefold on the same folder, in words that name the first', async () => {
    await expect(startEmbeddedPostgres({ dataDirectory, log: () => {} })).rejects.toMatchObject({
      code: 'data-folder-in-use',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await expect(select(postgres.adminUrl, 'select 1 as answer')).resolves.toEqual([{ answer: 1 }]);
  });

  it('stops once however often it is asked, leaves no process, and comes back with its data and its password', async () => {
    const pid = postmasterPid(dataDirectory);
    const { password } = new URL(postgres.adminUrl);
    await select(postgres.adminUrl, 'create table kept as select 42 as answer');
    await Promise.all([postgres.stop(), postgres.stop()]);
    expect(isRunning(pid)).toBe(false);
    expect(readdirSync(dataDirectory).sort()).toEqual(['cluster', 'postgres.log', 'socket', 'superuser-password']);
    expect(readdirSync(join(dataDirectory, 'socket'))).toEqual([]);

    postgres = await startEmbeddedPostgres({ dataDirectory, log: () => {} });
    expect(new URL(postgres.adminUrl).password).toBe(password);
    await expect(select(postgres.adminUrl, 'select answer from kept')).resolves.toEqual([{ answer: 42 }]);
  });
});
