import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { verifyBook } from '../../src/ledger/verify/verify-book.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { AUTHORITY, openChaosBook, purse, send } from './book.ts';
import type { Request } from './journal.ts';
import { sized } from './size.ts';

const TIMES = sized({ small: 20, full: 300 });

let store: TestDatabase;
let direct: Ledger;
let admin: pg.Client;
let proxy: TcpProxy;
let database: Database;
let ledger: Ledger;

beforeAll(async () => {
  store = await testDatabase();
  admin = new pg.Client({ connectionString: store.adminUrl });
  await admin.connect();
  direct = openLedger({ database: store.database, clock: { now: () => new Date() } });
  await openChaosBook(direct);
  proxy = await startTcpProxy(Number(new URL(store.appUrl).port));
  database = openDatabase({ url: proxy.url(store.appUrl), applicationName: 'threefold-chaos', maxConnections: 2 });
  ledger = openLedger({ database, clock: { now: () => new Date() }, deadlineMs: 2_000 });
});

afterAll(async () => {
  await database.close();
  await proxy.close();
  await admin.end();
  await store.close();
});

describe('an entry whose answer is lost after its commit', () => {
  it(`is posted once when the connection is cut, and its caller still gets the answer, ${TIMES} times over`, async () => {
    for (let time = 0; time < TIMES; time += 1) {
      await warmUp();
      const lost = request();
      proxy.swallowAnswers();
      const answer = send(ledger, lost);
      await committed(lost);
      proxy.cut();
      expect(await answer).toMatchObject([{ outcome: 'ok' }]);
      expect(await direct.entries(AUTHORITY, [idOf(lost)])).toHaveLength(1);
    }
  });

  it('is a 503 to a caller whom no answer reaches in time, and the repeat gives the one entry', async () => {
    await warmUp();
    const lost = request();
    proxy.swallowAnswers();
    const answer = send(ledger, lost);
    await committed(lost);
    expect(await answer).toMatchObject([{ outcome: 'unknown' }]);
    proxy.cut();

    expect(await send(direct, lost)).toMatchObject([{ outcome: 'ok' }]);
    expect(await direct.entries(AUTHORITY, [idOf(lost)])).toHaveLength(1);
  });

  it('leaves a book that verifies, with as many entries as were asked for', async () => {
    const { rows } = await admin.query<{ n: string }>('select count(distinct entry_id) as n, count(*) as legs from ledger.postings');
    expect(rows[0]).toEqual({ n: String(asked), legs: String(asked * 2) });
    expect(await verifyBook(store.database, AUTHORITY)).toMatchObject({ green: true, entries: BigInt(asked) });
  });
});

let asked = 0;

function request(): Request {
  asked += 1;
  const legs = [[purse('budget', 0), '-100'] as const, [purse('budget', 1), '100'] as const];
  return { linked: false, commands: [{ id: randomUUID(), legs }] };
}

const idOf = ({ commands }: Request) => commands[0]?.id ?? '';

/** Leaves a connection that is open and a ledger that knows its accounts: the next thing the server is asked is to post. */
async function warmUp(): Promise<void> {
  const first = request();
  await vi.waitFor(async () => expect(await send(ledger, first)).toMatchObject([{ outcome: 'ok' }]), { timeout: 10_000 });
}

/** Seen by somebody else, so it is committed. */
async function committed(lost: Request): Promise<void> {
  await vi.waitFor(
    async () => expect((await admin.query('select from ledger.entries where entry_id = $1', [idOf(lost)])).rowCount).toBe(1),
    { timeout: 10_000, interval: 2 },
  );
}
