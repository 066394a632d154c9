import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { postmasterPid } from '../platform/embedded-postgres/cluster-probes.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { openChaosBook } from './book.ts';
import { startAgain, startOwnCluster, urlsOf } from './own-cluster.ts';
import { proveNothingLost } from './prove.ts';
import { sized } from './size.ts';
import { startCallers } from './start-callers.ts';

const TIMES = sized({ small: 1, full: 10 });

describe('a ledger under load whose PostgreSQL is killed with -9 and started again on its folder', () => {
  it(`has lost nothing it acknowledged, ${TIMES} time(s) over`, async () => {
    const cluster = await startOwnCluster();
    let { postgres } = cluster;
    // The server comes back on another port; the proxy stands for the address that a service would keep.
    const proxy = await startTcpProxy(postgres.port);
    const { appUrl } = urlsOf(postgres);
    const database = openDatabase({ url: appUrl, applicationName: 'threefold-chaos', maxConnections: 2 });
    await openChaosBook(openLedger({ database, clock: { now: () => new Date() } }));
    await database.close();
    const journal = join(cluster.folder, 'journal');
    const callers = await startCallers({ url: proxy.url(appUrl), journal, seed: 1 });

    for (let kill = 1; kill <= TIMES; kill += 1) {
      await delay(2_000 + kill * 137);
      process.kill(postmasterPid(cluster.dataDirectory), 'SIGKILL');
      await postgres.stop();
      postgres = await startAgain(cluster.dataDirectory);
      proxy.aimAt(postgres.port);
    }
    await delay(2_000);
    expect(await callers.stop()).toEqual({ code: 0, signal: null, errors: '' });
    await proveNothingLost({ ...urlsOf(postgres), journal });

    await proxy.close();
    await postgres.stop();
    await cluster.close();
  });
});
