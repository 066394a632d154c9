import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { runAsAdmin } from '../support/cluster.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { openChaosBook } from './book.ts';
import { killBackends } from './kill-backends.ts';
import { proveNothingLost } from './prove.ts';
import { sized } from './size.ts';
import { startCallers } from './start-callers.ts';

const SECONDS = sized({ small: 8, full: 60 });
const SEED = 20_260_401;

let store: TestDatabase;
let folder: string;

beforeEach(async () => {
  store = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'threefold-chaos-'));
  await openChaosBook(openLedger({ database: store.database, clock: { now: () => new Date() } }));
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe(`a ledger under load whose backends are killed every 120 ms for ${SECONDS} s (seed ${SEED})`, () => {
  it('answers or says 503, does not die of it, and loses and doubles nothing', () => killThemUnderLoad());

  it('leaves no entry unbalanced even where the database no longer checks that', async () => {
    await dropBalanceTriggers(store.adminUrl);
    await killThemUnderLoad();
  });
});

async function killThemUnderLoad(): Promise<void> {
  const journal = join(folder, 'journal');
  const callers = await startCallers({ url: store.appUrl, journal, seed: SEED });
  const killer = await killBackends(store.adminUrl, { everyMs: 120 });
  await delay(SECONDS * 1_000);
  const kills = await killer.stop();
  expect(await callers.stop()).toEqual({ code: 0, signal: null, errors: '' });
  console.log(`backends killed: ${kills.killed}, of which in mid-query: ${kills.inMidQuery}`);
  expect(kills.inMidQuery).toBeGreaterThan(0);
  await proveNothingLost({ appUrl: store.appUrl, adminUrl: store.adminUrl, journal });
}

/** All that judge what is inserted; what keeps the tables append-only stays. */
async function dropBalanceTriggers(adminUrl: string): Promise<void> {
  await runAsAdmin(
    adminUrl,
    `do $$ declare t record; begin
       for t in select tgname, tgrelid::regclass as name from pg_trigger
                 where tgrelid in ('ledger.postings'::regclass, 'ledger.entries'::regclass) and not tgisinternal and tgname <> 'append_only' loop
         execute format('drop trigger %I on %s', t.tgname, t.name);
       end loop; end $$`,
  );
}
