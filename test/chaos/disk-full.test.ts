import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { systemClock } from '../../src/platform/clock/clock.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { isRunning, postmasterPid } from '../platform/embedded-postgres/cluster-probes.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { openChaosBook, purse } from './book.ts';
import { openJournal } from './journal.ts';
import { startAgain, startOwnCluster, urlsOf } from './own-cluster.ts';
import { proveNothingLost } from './prove.ts';
import { type ServedLedger, serveLedger } from './serve-ledger.ts';
import { sized } from './size.ts';
import { mountSmallDisk } from './small-disk.ts';
import { startCallers } from './start-callers.ts';

const TIMES = sized({ small: 1, full: 5 });
/** Room for a new cluster, its write-ahead log and some seconds of posting. */
const disk = mountSmallDisk(320);

afterAll(() => disk?.unmount());

describe('a ledger under load whose disk fills up', () => {
  it.skipIf(disk === undefined)(
    `refuses with 503, loses nothing it acknowledged and goes on when there is room, ${TIMES} time(s) over`,
    async () => {
      if (disk === undefined) return;
      const cluster = await startOwnCluster(disk.folder);
      let { postgres } = cluster;
      const outside = mkdtempSync(join(tmpdir(), 'threefold-chaos-'));
      const journal = join(outside, 'journal');
      // A server that comes back has another port; the proxy stands for the address that a service would keep.
      const proxy = await startTcpProxy(postgres.port);
      const appUrl = proxy.url(urlsOf(postgres).appUrl);
      const served = await serveLedger(appUrl);
      const database = openDatabase({ url: appUrl, applicationName: 'threefold-chaos', maxConnections: 2 });
      await openChaosBook(openLedger({ database, clock: systemClock }));
      await database.close();
      const callers = await startCallers({ url: appUrl, journal, seed: 1 });

      for (let time = 1; time <= TIMES; time += 1) {
        const pid = postmasterPid(cluster.dataDirectory);
        disk.fill(2 * 1024 * 1024);
        const refused = await payUntilRefused(served, journal, `full-${time}`);
        expect(refused).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) });
        expect(refused.body.type).toMatch(/service-(unavailable|busy)$/);
        await delay(2_000);
        disk.free();
        // PostgreSQL gives up when it has no room to start again after a crash; whoever watches over it starts it.
        if (await endsWithin(pid, 5_000)) {
          await postgres.stop();
          postgres = await startAgain(cluster.dataDirectory);
          proxy.aimAt(postgres.port);
        }
        expect((await payUntilAnswered(served, journal, refused.key)).status).toBe(201);
        await delay(1_000);
      }
      expect(await callers.stop()).toEqual({ code: 0, signal: null, errors: '' });
      await served.close();
      await proveNothingLost({ ...urlsOf(postgres), journal });

      await proxy.close();
      await postgres.stop();
      rmSync(outside, { recursive: true, force: true });
      rmSync(cluster.dataDirectory, { recursive: true, force: true });
    },
  );
});

type Answer = Awaited<ReturnType<ServedLedger['pay']>> & { readonly key: string };

/** What is answered before the disk is full counts like what every other caller was told. */
async function payUntilRefused(served: ServedLedger, journal: string, name: string): Promise<Answer> {
  for (let n = 0; ; n += 1) {
    const answer = await pay(served, journal, `${name}-${n}`);
    if (answer.status !== 201) return answer;
  }
}

async function payUntilAnswered(served: ServedLedger, journal: string, key: string): Promise<Answer> {
  for (const giveUp = Date.now() + 60_000; ; await delay(200)) {
    const answer = await pay(served, journal, key);
    if (answer.status !== 503 || Date.now() > giveUp) return answer;
  }
}

async function pay(served: ServedLedger, journal: string, key: string): Promise<Answer> {
  const [from, to] = [purse('budget', 1), purse('budget', 2)];
  const answer = { key, ...(await served.pay(key, from, to)) };
  const { entryId: id } = answer.body;
  if (answer.status === 201 && id !== undefined) {
    const writer = openJournal(journal);
    const legs = [[to, '100'] as const, [from, '-100'] as const];
    writer.invoke({ linked: false, commands: [{ id, legs }] });
    writer.answer(id, 'ok');
    writer.close();
  }
  return answer;
}

async function endsWithin(pid: number, ms: number): Promise<boolean> {
  for (const giveUp = Date.now() + ms; Date.now() < giveUp; await delay(100)) if (!isRunning(pid)) return true;
  return false;
}
