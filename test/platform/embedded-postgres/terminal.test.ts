import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunning, postmasterPid, select } from './cluster-probes.ts';
import { keepCluster } from './keeper.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync('/tmp/threefold-postgres-');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Debian's nobody; it must be able to read the project, which in a folder that only root can enter it is not. */
const nobody = 65_534;
const canTryAsNobody =
  process.getuid?.() === 0 &&
  spawnSync('test', ['-r', fileURLToPath(new URL('keeper.ts', import.meta.url))], { uid: nobody, gid: nobody }).status === 0;

describe('at a terminal', () => {
  it('Ctrl-C reaches the whole group, and still the database is stopped by its service, in order', async () => {
    const dataDirectory = join(folder, 'postgres');
    const keeper = await keepCluster(dataDirectory);
    const pid = postmasterPid(dataDirectory);
    process.kill(-(keeper.process.pid ?? 0), 'SIGINT');
    await expect(keeper.ended).resolves.toEqual({ code: 0, signal: null });
    expect(keeper.output()).toContain('last statement answered');
    expect(isRunning(pid)).toBe(false);
    expect(readFileSync(join(dataDirectory, 'postgres.log'), 'utf8').trimEnd()).toMatch(/database system is shut down$/);
  });

  it('a folder that lies too deep for a socket is served all the same', async () => {
    const dataDirectory = join(folder, 'a-long-name-for-a-folder'.repeat(4), 'postgres');
    const keeper = await keepCluster(dataDirectory);
    await expect(select(keeper.adminUrl, `select current_setting('unix_socket_directories') as socket`)).resolves.toEqual([{ socket: '' }]);
    keeper.process.kill('SIGINT');
    await keeper.ended;
  });

  it.runIf(canTryAsNobody)('an ordinary user needs no user namespace', async () => {
    const home = join(folder, 'home');
    mkdirSync(home, { mode: 0o700 });
    chownSync(home, nobody, nobody);
    chownSync(folder, nobody, nobody);
    const dataDirectory = join(home, 'postgres');
    const keeper = await keepCluster(dataDirectory, { uid: nobody, gid: nobody, home });
    const pid = postmasterPid(dataDirectory);
    expect(statSync(join(dataDirectory, 'cluster', 'PG_VERSION')).uid).toBe(nobody);
    expect(statSync(`/proc/${pid}`).uid).toBe(nobody);
    await expect(select(keeper.adminUrl, 'select 1 as answer')).resolves.toEqual([{ answer: 1 }]);
    keeper.process.kill('SIGINT');
    await keeper.ended;
    expect(isRunning(pid)).toBe(false);
  });
});
