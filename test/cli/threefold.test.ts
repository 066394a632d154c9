import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/index.ts';
import { createAuthority } from '../../src/people/index.ts';
import { systemClock } from '../../src/platform/clock/clock.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ENTRY = '6f1c2a52-7a51-4c40-9d5e-3d3b7a1f0c11';

let test: TestDatabase;
let admin: Admin;

beforeAll(async () => {
  test = await testDatabase();
  admin = await openAdmin(test.adminUrl);
  const created = await createAuthority(test.database, systemClock, { slug: 'eastfold', name: 'Eastfold Council' });
  if (!created.ok) throw new Error(created.refusal.code);
  const { authorityId } = created.value;
  const ledger = openLedger({ database: test.database, clock: systemClock });
  const actor = { authorityId, principal: 'test' };
  await ledger.openPeriods(actor, [{ periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' }]);
  await ledger.openAccounts(actor, [
    { code: 'bank:main', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-04-01' },
    { code: 'council-cash', class: 'equity', side: 'actual', normalSide: 'credit', opensOn: '2026-04-01' },
  ]);
  const [posted] = await ledger.post(authorityId, [
    {
      kind: 'entry',
      id: ENTRY,
      principal: 'test',
      entry: {
        effectiveDate: '2026-04-07',
        description: 'cash for April',
        reference: 'TF-1',
        postings: [
          { account: 'bank:main', amount: 1_234_56n },
          { account: 'council-cash', amount: -1_234_56n },
        ],
      },
    },
  ]);
  if (!posted?.ok) throw new Error('the entry of the test was refused');
});

afterAll(async () => {
  await admin.close();
  await test.close();
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function threefold(args: readonly string[], env: Record<string, string> = { DATABASE_URL: test.appUrl }): Promise<Ended> {
  return new Promise((resolve) => {
    const { DATABASE_URL: _, DATABASE_OWNER_URL: __, REDIS_URL: ___, ...rest } = process.env;
    execFile(
      process.execPath,
      ['src/run-ts.mjs', 'src/cli/threefold.ts', ...args],
      { cwd: root, env: { ...rest, ...env } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

describe('the command line', () => {
  it('tells a balance and a statement to the penny, for people and for programs', async () => {
    const [text, json, statement] = await Promise.all([
      threefold(['balance', 'bank:*']),
      threefold(['balance', 'bank:main', '--on', '2026-04-06', '--json']),
      threefold(['statement', 'council-cash', '--json']),
    ]);
    expect(text.out).toMatch(/bank:main +1234\.56/);
    expect(JSON.parse(json.out)).toEqual([{ account: 'bank:main', balance: { amount: '0.00', currency: 'GBP' } }]);
    expect(JSON.parse(statement.out)).toMatchObject([
      { entryId: ENTRY, side: 'credit', amount: '1234.56', balanceAfter: '1234.56', reference: 'TF-1' },
    ]);
    expect([text.code, json.code, statement.code]).toEqual([0, 0, 0]);
  });

  it('ends with 1 and names what there is not', async () => {
    const [account, authority] = await Promise.all([
      threefold(['balance', 'nothing']),
      threefold(['balance', 'bank:main', '--authority', 'westfold']),
    ]);
    expect([account.code, authority.code]).toEqual([1, 1]);
    expect(account.err).toContain('No such account: nothing.');
    expect(authority.err).toContain('There is no authority "westfold".');
  });

  it('ends with 2 when it is not understood, and says what it takes', async () => {
    const asked = [
      ['verfy'],
      ['balance'],
      ['balance', 'bank:main', '--on', '2026-02-30'],
      ['keys', 'create', '--name', 'x', '--days', '400'],
      ['keys', 'rotate', 'not-an-id'],
      ['clients', 'create', '--name', 'x', '--public-keys', 'nowhere.json'],
      ['keys', 'rotate', '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d', '--overlap', '8d'],
      ['parse-statement', 'nowhere.xml'],
    ];
    const ended = await Promise.all(asked.map((args) => threefold(args)));
    expect(ended.map(({ code }) => code)).toEqual(asked.map(() => 2));
    expect(ended.map(({ err }) => err.trim() === '')).not.toContain(true);
    expect((await threefold(['verify'], { DATABASE_URL: 'mysql://nowhere' })).code).toBe(2);
  });

  it('ends with 3 when the database cannot be reached', async () => {
    const { code, err } = await threefold(['verify'], { DATABASE_URL: 'postgres://threefold_app:x@127.0.0.1:1/threefold' });
    expect(code).toBe(3);
    expect(err).toContain('cannot be reached');
  });

  it('verifies a book, and names the first entry that somebody touched', async () => {
    const right = await threefold(['verify']);
    expect(right.out).toContain('eastfold: the book is right. 1 entries, 2 postings');
    expect(right.code).toBe(0);
    await admin.rows('alter table ledger.entries disable trigger append_only');
    await admin.rows("update ledger.entries set description = 'cash for May'");
    const touched = await threefold(['verify', '--json']);
    expect(touched.code).toBe(1);
    const { green, books } = JSON.parse(touched.out) as { green: boolean; books: { findings: { entryId?: string; check: string }[] }[] };
    expect(green).toBe(false);
    expect(books[0]?.findings[0]).toMatchObject({ check: 'entry-digest', entryId: ENTRY });
    expect((await threefold(['verify'])).out).toContain(`First wrong entry: ${ENTRY}`);
    await admin.rows("update ledger.entries set description = 'cash for April'");
  });

  it('keeps anchors, compares with them, and says what it did not re-read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'threefold-anchors-'));
    const env = { DATABASE_URL: test.appUrl, THREEFOLD_ANCHORS: folder };
    const none = await threefold(['verify', '--since-anchor'], env);
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('There is no anchor of eastfold') });
    const taken = await threefold(['anchor', '--json'], env);
    expect(JSON.parse(taken.out)).toMatchObject({ green: true, folder, books: [{ anchor: 'book-1_000001.anchor', reReadAfter: '0' }] });
    const since = await threefold(['verify', '--since-anchor'], env);
    expect(since.out).toContain('eastfold: the book is right. 1 entries, 2 postings');
    expect(since.out).toMatch(/Compared with 1 anchor\.\nNot re-read: blocks 1 to \d+ /);
    expect(since.code).toBe(0);

    const file = join(folder, 'book-1_000001.anchor');
    chmodSync(file, 0o600);
    writeFileSync(file, readFileSync(file, 'utf8').replace('debit balances 123456', 'debit balances 123457'));
    const touched = await threefold(['anchor'], env);
    expect(touched.out).toContain('the anchor is not as it was written (anchor book-1_000001.anchor)');
    expect(touched.out).toContain('No anchor was taken.');
    expect(touched.code).toBe(1);
    rmSync(folder, { recursive: true });
  });
});
