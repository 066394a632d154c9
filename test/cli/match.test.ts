import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMatchRows } from '../../src/cli/match-rows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'threefold-match-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function match(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['src/run-ts.mjs', 'src/cli/threefold.ts', 'match', ...args], { cwd: root }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

describe('threefold match', () => {
  it('writes who belongs to whom, at most one row a line, and sums it up', async () => {
    const left = file(
      'bank.csv',
      'id,date,amount,memo\r\nl1,2026-06-05,-500.00,"INV-8001, WHARFE HOMECARE"\r\nl2,2026-06-08,-120.50,SIOBHAN OCONNOR FPO\r\nl3,2026-06-08,-7,NOBODY\r\n',
    );
    const right = file(
      'open.csv',
      'memo,amount,id,date\nWharfe Homecare CIC INV-8001,-500.00,r1,2026-06-04\nWharfe Homecare CIC INV-8002,-500.00,r2,2026-06-04\nSiobhán O’Connor,-120.5,r3,2026-06-05\n',
    );
    const out = join(folder, 'pairs.csv');
    const ended = await match(['--left', left, '--right', right, '--out', out, '--json']);
    expect([ended.code, ended.err]).toEqual([0, '']);
    expect(JSON.parse(ended.out)).toEqual({ profile: 'money', left: 3, right: 3, auto: 2, suggest: 0, unmatched: 1, file: out });
    const rows = readFileSync(out, 'utf8').trim().split('\r\n');
    expect(rows[0]).toBe('left_id,right_id,score,decision,reasons');
    expect(rows.slice(1).map((row) => row.split(',').slice(0, 2).join(' '))).toEqual(['l1 r1', 'l2 r3']);
    expect(rows[1]).toMatch(/^l1,r1,(1\.0|0\.9)\d+,auto,.*names INV8001/);
  });

  it('lets amounts differ in the linkage profile only', async () => {
    const names = ['JANE LLEWELLYN', 'PIOTR WISNIEWSKI', 'GRACE OKAFOR', 'HUW PRITCHARD', 'MEI CHEN', 'OMAR RAHMAN'];
    const rows = (days: number, factor: number) =>
      [
        'id,date,amount,memo',
        ...names.map((name, n) => `${n},2026-06-0${1 + n + days},${(100 * (n + 1) * factor).toFixed(2)},${name}`),
      ].join('\n');
    const lists = [
      '--left',
      file('a.csv', rows(0, 1)),
      '--right',
      file('b.csv', rows(1, 0.97)),
      '--json',
      '--out',
      join(folder, 'linked.csv'),
    ];
    const [money, linkage] = [await match(lists), await match([...lists, '--profile', 'linkage'])];
    expect(JSON.parse(money.out)).toMatchObject({ auto: 0, suggest: 0, unmatched: 6 });
    expect(JSON.parse(linkage.out)).toMatchObject({ profile: 'linkage', unmatched: 0 });
    const pairs = readFileSync(join(folder, 'linked.csv'), 'utf8').trim().split('\r\n').slice(1);
    expect(pairs.map((row) => row.split(',').slice(0, 2).join('='))).toEqual(names.map((_, n) => `${n}=${n}`));
  });

  it('ends with 1 for a file that it refuses and 2 for one it cannot read, and leaves nothing half written', async () => {
    const good = file('good.csv', 'id,date,amount,memo\n1,2026-06-05,1.00,A\n');
    const bad = file('bad.csv', 'id,date,amount,memo\n1,2026-06-05,1.00,A\n2,05/06/2026,1.00,A\n');
    const out = join(folder, 'never.csv');
    const [refused, missing, itself, profile] = await Promise.all([
      match(['--left', good, '--right', bad, '--out', out]),
      match(['--left', good, '--right', join(folder, 'nowhere.csv'), '--out', out]),
      match(['--left', good, '--right', good, '--out', good]),
      match(['--left', good, '--right', good, '--out', out, '--profile', 'sloppy']),
    ]);
    expect([refused.code, missing.code, itself.code, profile.code]).toEqual([1, 2, 2, 2]);
    expect(refused.err).toContain('bad.csv, line 3: "05/06/2026" is not a day in the form 2026-04-30.');
    expect(missing.err).toContain('there is no such file');
    expect(itself.err).toContain('it would overwrite what is matched');
    expect(readdirSync(folder).filter((name) => name.startsWith('never'))).toEqual([]);
  });
});

describe('a list to be matched', () => {
  const head = 'id,date,amount,memo\n';

  it.each([
    ['no heading', '', 'line 1: the file is empty'],
    ['a column missing', 'id,date,amout,memo\n', 'line 1: the column "amount" is missing (is it "amout"?)'],
    ['a column twice', 'id,id,date,amount,memo\n', 'line 1: the column "id" stands there twice'],
    ['a field too many', `${head}1,2026-06-05,1.00,A,B\n`, 'line 2: there are 5 fields where the heading has 4'],
    ['an id twice', `${head}1,2026-06-05,1.00,"A\nB"\n1,2026-06-05,1.00,A\n`, 'line 4: the id "1" stands in line 2 already'],
    ['no id', `${head} ,2026-06-05,1.00,A\n`, 'line 2: the id is empty'],
    ['an id with a semicolon', `${head}1;2,2026-06-05,1.00,A\n`, 'line 2: an id holds no semicolon'],
    ['a day that is none', `${head}1,2026-02-30,1.00,A\n`, 'line 2: "2026-02-30" is not a day'],
    ['a day nobody means', `${head}1,0206-06-05,1.00,A\n`, 'line 2: the year 206 is not between'],
    ['a third decimal', `${head}1,2026-06-05,1.005,A\n`, 'line 2: "1.005" is not an amount'],
    ['a thousands separator', `${head}1,2026-06-05,"1,000.00",A\n`, 'line 2: "1,000.00" is not an amount'],
    ['a quotation mark left open', `${head}1,2026-06-05,1.00,"A\n`, 'line 2: a quotation mark is opened and never closed'],
    ['letters behind a quotation mark', `${head}1,2026-06-05,1.00,"A"B\n`, 'line 2: letters stand behind a closing quotation mark'],
  ])('is refused with file and line: %s', (_what, content, words) => {
    expect(() => readMatchRows(file('list.csv', content))).toThrow(`list.csv, ${words}`);
  });

  it('is read whatever the order of columns, the line ends, a byte order mark or further columns', () => {
    const content = '\uFEFFMemo,Amount,other,ID,Date\r\n"say ""A"", B",-12.5,x,7,2026-06-05\r\n\r\n,3,,8,2026-06-06';
    expect(readMatchRows(file('list.csv', content))).toEqual([
      { id: '7', date: '2026-06-05', amountMinor: -1_250n, memo: 'say "A", B' },
      { id: '8', date: '2026-06-06', amountMinor: 300n, memo: '' },
    ]);
  });
});
