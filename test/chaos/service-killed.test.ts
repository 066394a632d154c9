import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { testDatabase } from '../support/database.ts';
import { openChaosBook } from './book.ts';
import { proveNothingLost } from './prove.ts';
import { sized } from './size.ts';
import { startCallers } from './start-callers.ts';

const TIMES = sized({ small: 3, full: 200 });

describe('a service that is killed with -9 under load', () => {
  it(`leaves every request either in the book or to be asked again, ${TIMES} times over`, async () => {
    const store = await testDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'threefold-chaos-'));
    const journal = join(folder, 'journal');
    await openChaosBook(openLedger({ database: store.database, clock: { now: () => new Date() } }));
    for (let kill = 1; kill <= TIMES; kill += 1) {
      const callers = await startCallers({ url: store.appUrl, journal, seed: kill });
      await delay(700 + ((kill * 137) % 500));
      expect(await callers.kill()).toMatchObject({ signal: 'SIGKILL', errors: '' });
    }
    await proveNothingLost({ appUrl: store.appUrl, adminUrl: store.adminUrl, journal });
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
