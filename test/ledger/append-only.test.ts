import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { tables } from '../../src/platform/database/tables.ts';
import { deposit, newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

const BOOKS = Object.entries(tables).filter(([name]) => name.startsWith('ledger.'));
const APPEND_ONLY = BOOKS.filter(([, table]) => table.kind === 'tenant' && table.appendOnly).map(([name]) => name);

let store: TestDatabase;
let book: TestBook;
const clients: pg.Client[] = [];
let app: pg.Client;
let owner: pg.Client;
let superuser: pg.Client;

beforeAll(async () => {
  store = await testDatabase();
  const ledger = openLedger({ database: store.database, clock: manualClock('2026-05-15T10:00:00Z') });
  book = await newBook(ledger);
  await book.posted(deposit(100n));
  [app, owner, superuser] = [await connect(store.appUrl), await connect(store.ownerUrl), await connect(store.adminUrl)];
  await app.query(`set threefold.authority = '${book.authorityId}'`);
  await owner.query('set role threefold_owner');
  await owner.query(`set threefold.authority = '${book.authorityId}'`);
  await superuser.query('set session_replication_role = replica');
});
afterAll(async () => {
  for (const client of clients) await client.end();
  await store.close();
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  clients.push(client);
  return client;
}

const INSUFFICIENT_PRIVILEGE = { code: '42501' };
const changes = (name: string) => [`update ${name} set authority_id = authority_id`, `delete from ${name}`, `truncate ${name}`];

describe('what is recorded stays as it was recorded', () => {
  it('has the tables of the proof among those that only grow', () => {
    for (const name of ['entries', 'postings', 'blocks', 'audit_events', 'entry_metadata', 'crossings', 'dimensions', 'balance_assertions'])
      expect(APPEND_ONLY).toContain(`ledger.${name}`);
  });

  describe.each(APPEND_ONLY)('%s', (name) => {
    it('refuses the service, its owner and a superuser in replica role', async () => {
      for (const statement of changes(name)) {
        await expect(app.query(statement), `service: ${statement}`).rejects.toMatchObject(INSUFFICIENT_PRIVILEGE);
        await expect(owner.query(statement), `owner: ${statement}`).rejects.toThrow(/append-only/);
        await expect(superuser.query(statement), `superuser: ${statement}`).rejects.toThrow(/append-only/);
      }
    });
  });

  it.each(BOOKS.map(([name]) => name).filter((name) => name !== 'ledger.check_runs'))(
    'the service has no way past the functions into %s',
    async (name) => {
      for (const statement of [`insert into ${name} select * from ${name}`, ...changes(name)])
        await expect(app.query(statement), statement).rejects.toMatchObject(INSUFFICIENT_PRIVILEGE);
    },
  );

  it('shows the service no book but that of the authority it has named', async () => {
    const other = await connect(store.appUrl);
    for (const [name] of BOOKS) expect((await other.query(`select from ${name}`)).rowCount, name).toBe(0);
    expect((await app.query('select from ledger.postings')).rowCount).toBe(2);
  });
});

describe('postings inserted by hand', () => {
  type Legs = readonly (readonly [account: number, amount: number, side: number, entry: string])[];
  const insert = (legs: Legs) => {
    const rows = legs.map(
      ([account, amount, side, entryId], n) =>
        `(${book.authorityId}, ${account}, 1000, ${1000 + n}, ${amount}, 0, '${entryId}', '2026-05-15', 0, ${n + 1}, ${side})`,
    );
    return `insert into ledger.postings (authority_id, account_id, block_seq, version, amount, balance_after, entry_id, effective_date, dimension_id, leg, side)
            values ${rows.join(', ')}`;
  };
  const [one, two] = [randomUUID(), randomUUID()];

  const unbalanced: readonly (readonly [string, Legs])[] = [
    [
      'differ',
      [
        [1, 100, 1, one],
        [2, -99, 1, one],
      ],
    ],
    [
      'balance in all but not on each side',
      [
        [1, 100, 0, one],
        [2, -100, 1, one],
      ],
    ],
    ['have a single leg', [[1, 100, 1, one]]],
    [
      'balance over two entries but in neither',
      [
        [1, 100, 1, one],
        [2, -50, 1, one],
        [1, 50, 1, two],
        [2, -100, 1, two],
      ],
    ],
    [
      'are a single leg beside a balanced entry',
      [
        [1, 100, 1, one],
        [2, -100, 1, one],
        [1, 5, 1, two],
      ],
    ],
  ];
  it.each(unbalanced)('are refused when they %s, from the owner and from a superuser in replica role', async (_, legs) => {
    await expect(owner.query(insert(legs))).rejects.toThrow(/does not balance/);
    await expect(superuser.query(insert(legs))).rejects.toThrow(/does not balance/);
    expect((await superuser.query('select from ledger.postings where block_seq = 1000')).rowCount).toBe(0);
  });

  it('cannot be zero', async () => {
    await expect(
      owner.query(
        insert([
          [1, 0, 1, one],
          [2, 0, 1, one],
        ]),
      ),
    ).rejects.toThrow(/postings_amount/);
  });

  it('pass the guard when they balance: finding them is the proof’s part', async () => {
    await owner.query('begin');
    await owner.query(
      insert([
        [1, 100, 1, one],
        [2, -100, 1, one],
        [1, 7, 0, one],
        [2, -7, 0, one],
      ]),
    );
    await owner.query('rollback');
  });
});
