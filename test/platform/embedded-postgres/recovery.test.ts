import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { findPostgresTools } from '../../../src/platform/embedded-postgres/postgres-tools.ts';
import { clearLeftoverPostmaster } from '../../../src/platform/embedded-postgres/postmaster.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/start-embedded-postgres.ts';
import { isRunning, postmasterPid, select } from './cluster-probes.ts';
import { keepCluster } from './keeper.ts';

let folder: string;
let dataDirectory: string;
const running: EmbeddedPostgres[] = [];
const strangers: ChildProcess[] = [];

async function start(directory = dataDirectory, log: (message: string) => void = () => {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDirectory: directory, log, durability: 'test' });
  running.push(postgres);
  return postgres;
}

async function expectItsData(postgres: EmbeddedPostgres): Promise<void> {
  await expect(select(postgres.adminUrl, 'select answer from kept')).resolves.toEqual([{ answer: 42 }]);
}

beforeAll(async () => {
  folder = mkdtempSync('/tmp/threefold-postgres-');
  dataDirectory = join(folder, 'postgres');
  const postgres = await start();
  await select(postgres.adminUrl, 'create table kept as select 42 as answer');
  // What fsync does not do here, a checkpoint does: the tests below kill the server, not the machine.
  await select(postgres.adminUrl, 'checkpoint');
  await postgres.stop();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stranger of strangers.splice(0)) stranger.kill('SIGKILL');
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an embedded PostgreSQL whose last run ended badly', () => {
  it('recovers after kill -9 of the server, and says that it ended', async () => {
    const messages: string[] = [];
    const killed = await start(dataDirectory, (message) => messages.push(message));
    process.kill(postmasterPid(dataDirectory), 'SIGKILL');
    await vi.waitFor(() => expect(messages).toEqual([expect.stringContaining('ended by itself')]));
    await killed.stop();
    await expectItsData(await start());
  });

  it('recovers after kill -9 of server and service together', async () => {
    const keeper = await keepCluster(dataDirectory);
    keeper.process.kill('SIGKILL');
    process.kill(postmasterPid(dataDirectory), 'SIGKILL');
    await keeper.ended;
    await expectItsData(await start());
  });

  it('leaves no server behind when the service is killed with -9', async () => {
    const keeper = await keepCluster(dataDirectory);
    const pid = postmasterPid(dataDirectory);
    keeper.process.kill('SIGKILL');
    await keeper.ended;
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
    await expectItsData(await start());
  });

  it('starts at once after its service was killed, while the old server is still on its way out', async () => {
    const keeper = await keepCluster(dataDirectory);
    keeper.process.kill('SIGKILL');
    await keeper.ended;
    await expectItsData(await start());
  });

  it('leaves no server behind when the service dies of a fault that nobody catches', async () => {
    const keeper = await keepCluster(dataDirectory);
    const pid = postmasterPid(dataDirectory);
    keeper.process.kill('SIGUSR2');
    await expect(keeper.ended).resolves.not.toMatchObject({ code: 0 });
    expect(keeper.output()).toContain('a fault nobody catches');
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  });

  it('stops a server that is still up, sessions and all, before it starts its own', async () => {
    const leftover = await start();
    const pid = postmasterPid(dataDirectory);
    const session = expect(select(leftover.adminUrl, 'select pg_sleep(60)')).rejects.toThrow();
    const messages: string[] = [];
    await vi.waitFor(async () =>
      expect(await select(leftover.adminUrl, `select 1 from pg_stat_activity where query like '%pg_sleep(60)'`)).not.toHaveLength(0),
    );
    await clearLeftoverPostmaster(join(dataDirectory, 'cluster'), await findPostgresTools(), (message) => messages.push(message));
    expect(isRunning(pid)).toBe(false);
    expect(messages).toEqual([expect.stringContaining(`process ${pid}`)]);
    await session;
  });

  it('is not held up when the number of its dead server now names a stranger', async () => {
    const killed = await start();
    process.kill(postmasterPid(dataDirectory), 'SIGKILL');
    await killed.stop();
    const stranger = spawn('sleep', ['600'], { stdio: 'ignore' });
    strangers.push(stranger);
    const file = join(dataDirectory, 'cluster', 'postmaster.pid');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(stranger.pid)));
    await expectItsData(await start());
    expect(isRunning(stranger.pid ?? 0)).toBe(true);
  });

  it('is not held up by a lock whose number was handed out again', async () => {
    writeFileSync(join(dataDirectory, 'threefold.lock'), `${process.pid} ${process.pid}@another-boot/1\n`);
    await expectItsData(await start());
  });

  it('starts over when its creation was cut short', async () => {
    const directory = join(folder, 'cut-short');
    mkdirSync(join(directory, 'cluster.unfinished', 'base'), { recursive: true });
    const postgres = await start(directory);
    await expect(select(postgres.adminUrl, 'select 1 as answer')).resolves.toEqual([{ answer: 1 }]);
  });
});

describe('an embedded PostgreSQL that cannot start', () => {
  it('refuses the files of another major version and names both', async () => {
    const file = join(dataDirectory, 'cluster', 'PG_VERSION');
    const version = readFileSync(file, 'utf8');
    writeFileSync(file, '17\n');
    await expect(start()).rejects.toMatchObject({
      code: 'cluster-version-differs',
      message: expect.stringMatching(/PostgreSQL 17.*PostgreSQL 18/),
    });
    writeFileSync(file, version);
    await expectItsData(await start());
  });

  it('asks for the password file when a cluster has lost it', async () => {
    const file = join(dataDirectory, 'superuser-password');
    const password = readFileSync(file);
    rmSync(file);
    await expect(start()).rejects.toMatchObject({ code: 'superuser-password-missing', message: expect.stringContaining(file) });
    writeFileSync(file, password, { mode: 0o600 });
  });

  it('shows the end of the log when the server gives up', async () => {
    const file = join(dataDirectory, 'cluster', 'postgresql.conf');
    const settings = readFileSync(file);
    writeFileSync(file, 'no_such_setting = on\n');
    await expect(start()).rejects.toMatchObject({ code: 'cluster-not-started', message: expect.stringContaining('no_such_setting') });
    writeFileSync(file, settings);
  });

  it.runIf(process.getuid?.() === 0)('tells root what to do where user namespaces are forbidden', async () => {
    // A folder without unshare is the same to us as a machine that refuses it.
    vi.stubEnv('PATH', folder);
    await expect(start()).rejects.toMatchObject({
      code: 'user-namespace-forbidden',
      message: expect.stringMatching(/ordinary user, or set DATABASE_URL/),
    });
  });

  it.runIf(process.getuid?.() === 0)('refuses a folder that belongs to somebody else', async () => {
    const directory = join(folder, 'of-nobody');
    mkdirSync(directory);
    chownSync(directory, 65_534, 65_534);
    await expect(start(directory)).rejects.toMatchObject({ code: 'data-folder-of-another-user' });
  });
});
