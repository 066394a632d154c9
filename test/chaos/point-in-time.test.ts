import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readAnchors } from '../../src/ledger/anchors/anchor-folder.ts';
import { takeAnchor } from '../../src/ledger/anchors/take-anchor.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { type VerifyReport, verifyBook } from '../../src/ledger/verify/verify-book.ts';
import { systemClock } from '../../src/platform/clock/clock.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { createDatabase, databaseUrl, prepareCluster } from '../../src/platform/database/prepare-cluster.ts';
import { TEST_PASSWORDS } from '../support/cluster.ts';
import { AUTHORITY, openChaosBook, purse, send } from './book.ts';
import { hasLocalPostgres, initLocalPostgres, type LocalPostgres, newFolder, runTool, startLocalPostgres } from './local-postgres.ts';
import { proveNothingLost } from './prove.ts';
import { startCallers } from './start-callers.ts';

/**
 * The machine is lost under load. What is left: a base backup that was made while the callers posted, the archived write-ahead log and
 * the anchors. Each test brings the book back in a clean folder.
 */
describe.skipIf(!hasLocalPostgres)('a base backup and the archived log', () => {
  let folder: string;
  let wanted: { report: VerifyReport; at: string };
  const path = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'threefold-drill-'));
    // The server's user has to come through to its folders.
    chmodSync(folder, 0o755);
    newFolder(path('archive'));
    await initLocalPostgres(newFolder(path('server')));
    const server = await startLocalPostgres(path('server'), {
      archive_mode: 'on',
      archive_command: `test ! -f ${path('archive')}/%f && cp %p ${path('archive')}/%f`,
    });
    await prepareCluster(server.adminUrl, TEST_PASSWORDS);
    await createDatabase(server.adminUrl, 'threefold');
    await migrate(databaseUrl(server.adminUrl, { database: 'threefold', user: 'threefold_migrator', password: TEST_PASSWORDS.migrator }));
    await withBook(server, (database) => openChaosBook(openLedger({ database, clock: systemClock })));

    const callers = await startCallers({ url: appUrlOf(server), journal: path('journal'), seed: 1, callers: 8 });
    await runTool('pg_basebackup', ['-D', newFolder(path('base')), '-d', server.adminUrl, '--checkpoint=fast', '--wal-method=none']);
    expect(await callers.stop()).toMatchObject({ code: 0, errors: '' });
    wanted = await withBook(server, async (database) => {
      const { report } = await takeAnchor(database, { authorityId: AUTHORITY, folder: path('anchors'), clock: systemClock });
      return { report, at: await instant(server) };
    });
    expect(wanted.report.green).toBe(true);
    await select(server, 'select pg_switch_wal()');
    // What comes after the instant is what the restore is there to leave out.
    await withBook(server, async (database) => {
      await post(database, 20);
      await takeAnchor(database, { authorityId: AUTHORITY, folder: path('anchors-later'), clock: systemClock });
    });
    const [{ last } = { last: '' }] = await select<{ last: string }>(server, 'select pg_walfile_name(pg_switch_wal()) as last');
    await vi.waitFor(() => expect(readdirSync(path('archive'))).toContain(last), { timeout: 30_000 });
    await server.kill();
    rmSync(path('server'), { recursive: true });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('bring back the book of an instant: it verifies, agrees with the anchor, holds what was acknowledged and goes on', async () => {
    const restored = await restore('restored', { recovery_target_time: wanted.at, recovery_target_action: 'promote' });
    await withBook(restored, async (database) => {
      const anchors = await readAnchors(path('anchors'), AUTHORITY);
      expect(await verifyBook(database, AUTHORITY, { anchors })).toEqual({ ...wanted.report, anchors: 1 });
    });
    await proveNothingLost({
      appUrl: appUrlOf(restored),
      adminUrl: databaseUrl(restored.adminUrl, { database: 'threefold' }),
      journal: path('journal'),
    });
    await withBook(restored, async (database) => {
      await post(database, 5);
      expect(await verifyBook(database, AUTHORITY)).toMatchObject({ green: true, entries: wanted.report.entries + 5n });
    });
    await restored.stop();
  });

  it('do not start when a segment of the log that they need is missing', async () => {
    const label = readFileSync(join(path('base'), 'backup_label'), 'utf8');
    const first = /START WAL LOCATION: \S+ \(file (\w+)\)/.exec(label)?.[1] ?? '';
    const target = { recovery_target_time: wanted.at, recovery_target_action: 'promote' };
    const restored = restore('too-short', target, (archive) => rmSync(join(archive, first)));
    await expect(restored).rejects.toThrow('could not locate required checkpoint record');
  });

  it('bring back a book that verifies by itself and not with its anchor, when the last segments are missing and no instant was asked for', async () => {
    const restored = await restore('shortened', {}, (archive) => {
      const segments = readdirSync(archive).filter((file) => /^[0-9A-F]{24}$/.test(file));
      rmSync(join(archive, segments.sort().at(-1) ?? ''));
    });
    await withBook(restored, async (database) => {
      const anchors = await readAnchors(path('anchors-later'), AUTHORITY);
      expect(await verifyBook(database, AUTHORITY)).toMatchObject({ green: true });
      const [finding] = (await verifyBook(database, AUTHORITY, { anchors })).findings;
      expect(finding).toMatchObject({
        check: 'anchors',
        anchor: 'book-1_000001.anchor',
        detail: expect.stringContaining('the book has no block'),
      });
    });
    await restored.stop();
  });

  /** The base backup in a folder of its own, with the archive, or what is left of it, to read on from. */
  async function restore(
    name: string,
    target: Record<string, string>,
    damage: (archive: string) => void = () => undefined,
  ): Promise<LocalPostgres> {
    const archive = path(`${name}-archive`);
    copy(path('archive'), archive);
    damage(archive);
    copy(path('base'), path(name));
    writeFileSync(join(path(name), 'recovery.signal'), '');
    return startLocalPostgres(path(name), { restore_command: `cp ${archive}/%f %p`, ...target });
  }
});

/** With its owner, who is not root. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to]);
}

const appUrlOf = ({ adminUrl }: LocalPostgres) =>
  databaseUrl(adminUrl, { database: 'threefold', user: 'threefold_app', password: TEST_PASSWORDS.app });

async function withBook<T>(server: LocalPostgres, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ url: appUrlOf(server), applicationName: 'threefold-restore-drill', maxConnections: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function post(database: Database, entries: number): Promise<void> {
  const ledger = openLedger({ database, clock: systemClock });
  for (let n = 0; n < entries; n += 1) {
    const legs = [[purse('actual', n), '-250'] as const, [purse('actual', n + 1), '250'] as const];
    expect(await send(ledger, { linked: false, commands: [{ id: crypto.randomUUID(), legs }] })).toMatchObject([{ outcome: 'ok' }]);
  }
}

async function instant(server: LocalPostgres): Promise<string> {
  const [row] = await select<{ at: string }>(server, 'select clock_timestamp()::text as at');
  return row?.at ?? '';
}

async function select<Row extends pg.QueryResultRow>({ adminUrl }: LocalPostgres, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
