import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitImport, openLedger } from '../../src/ledger/index.ts';
import { createAuthority } from '../../src/people/index.ts';
import { systemClock } from '../../src/platform/clock/clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let test: TestDatabase;
let folder: string;
let ledger: ReturnType<typeof openLedger>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'threefold-import-'));
  test = await testDatabase();
  ledger = openLedger({ database: test.database, clock: systemClock });
  for (const slug of ['eastfold', 'westfold']) {
    const created = await createAuthority(test.database, systemClock, { slug, name: `${slug} Council` });
    if (!created.ok) throw new Error(created.refusal.code);
    const actor = { authorityId: created.value.authorityId, principal: 'test' };
    await ledger.openPeriods(actor, [{ periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' }]);
    await ledger.openAccounts(actor, [
      { code: 'bank:main', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-04-01' },
      { code: 'opening', class: 'equity', side: 'actual', normalSide: 'credit', opensOn: '2026-04-01' },
    ]);
  }
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function threefold(...args: readonly string[]): Promise<Ended> {
  const authority = args.includes('--authority') ? [] : ['--authority', 'eastfold'];
  return new Promise((resolve) => {
    const { DATABASE_OWNER_URL: _, ...env } = process.env;
    execFile(
      process.execPath,
      [join(root, 'src/run-ts.mjs'), 'src/cli/threefold.ts', ...args, ...authority],
      { cwd: folder, env: { ...env, DATABASE_URL: test.appUrl } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const bank = async () => (await ledger.balances(1, ['bank:main']))[0]?.balance;

describe('threefold import', () => {
  it('shows what a file would do, does it, and takes it back', async () => {
    const file = written('opening.journal', '2026-04-01 * Opening\n    bank:main  £1,234.56\n    opening\n');
    const preview = await threefold('import', file);
    expect(preview.out).toContain('3 lines, 1 entry with 2 postings can go in (actual side £1,234.56).');
    expect(preview.out).toMatch(/bank:main +1 +0\.00 +1,234\.56/);
    expect(preview.out).toContain('--commit');
    expect([preview.code, await bank()]).toEqual([0, 0n]);

    const done = await threefold('import', file, '--commit', '--json');
    const { importId, state } = JSON.parse(done.out) as { importId: string; state: string };
    expect([done.code, state, await bank()]).toEqual([0, 'posted', 1_234_56n]);
    const [again, list] = await Promise.all([threefold('import', file, '--commit'), threefold('import', 'list')]);
    expect([again.code, await bank()]).toEqual([0, 1_234_56n]);
    expect(again.out).toContain('nothing was added');
    expect(list.out).toMatch(new RegExp(`${importId} +opening.journal +hledger .* posted`));

    const undone = await threefold('import', 'undo', importId, '--reason', 'wrong month');
    expect(undone.out).toContain('opening.journal is taken back: 1 entry with 2 postings reversed.');
    expect([undone.code, await bank()]).toEqual([0, 0n]);
  });

  it('names every wrong line, and ends with 1 and nothing done', async () => {
    const file = written(
      'wrong.csv',
      'date,entry,account,debit,credit\n2026-04-01,1,bank:mian,1.00,\n2026-04-01,1,opening,,1.00\n2026-04-01,2,opening,1.12345,\n',
    );
    const [preview, commit] = await Promise.all([threefold('import', file), threefold('import', file, '--commit')]);
    expect([preview.code, commit.code, await bank()]).toEqual([1, 1, 0n]);
    for (const text of [preview.out, commit.err]) {
      expect(text).toContain('line 2: There is no account bank:mian. Did you mean bank:main?');
      expect(text).toContain('line 4: “1.12345” has 5 decimals');
    }
    expect(preview.out).toContain('bank:mian (1 posting)');
  });

  it('ends with 2 when it is not understood, and with words when a file cannot be read', async () => {
    written('data.txt', 'x');
    writeFileSync(join(folder, 'latin.csv'), Buffer.from([0x64, 0xe9]));
    const ended = await Promise.all([
      threefold('import', 'data.txt'),
      threefold('import', 'latin.csv'),
      threefold('import', 'undo', '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d'),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([2, 1, 1]);
    expect(ended[0]?.err).toContain('--format hledger or --format csv');
    expect(ended[1]?.err).toContain('UTF-8');
    expect(ended[2]?.err).toContain('There is no such import.');
  });

  it('brings an exported book into another, and an export appears only whole', async () => {
    const content = 'date,entry,account,amount\n2026-04-02,1,bank:main,50.00\n2026-04-02,1,opening,-50.00\n';
    const deps = { database: test.database, ledger, clock: systemClock };
    await commitImport(deps, { authorityId: 1, principal: 'test' }, { format: 'csv', fileName: 'east.csv', content });
    expect((await threefold('export', '--format', 'hledger', '--out', 'east.journal')).code).toBe(0);
    expect((await threefold('import', 'east.journal', '--commit', '--authority', 'westfold')).code).toBe(0);
    expect((await ledger.balances(2, ['bank:main']))[0]?.balance).toBe(50_00n);
    const exported = readFileSync(join(folder, 'east.journal'), 'utf8');
    expect(exported).toContain('every balance, as the book has it');
    const refused = await threefold('export', '--format', 'csv', '--out', folder);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('cannot be written')]);
    expect(existsSync(`${folder}.part`)).toBe(false);
  });
});
