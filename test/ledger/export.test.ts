import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExportFormat, exportBook, openLedger } from '../../src/ledger/index.ts';
import { systemClock } from '../../src/platform/clock/clock.ts';
import { formatPounds } from '../../src/platform/money/pounds.ts';
import { deposit, entry, newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let test: TestDatabase;
let book: TestBook;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'threefold-export-'));
  test = await testDatabase();
  book = await newBook(openLedger({ database: test.database, clock: systemClock }));
  const odd = 'Cash; "for" April, \\ and\nmore | =SUM(A1) £ é';
  const cash = randomUUID();
  await book.posted(
    {
      kind: 'entry',
      id: cash,
      principal: 'p',
      entry: {
        effectiveDate: '2026-04-07',
        description: odd,
        reference: '=TF;1',
        postings: [
          { account: 'bank', amount: 1_234_56n, dimension: { stream: 'CARE', source: 'short "breaks"' } },
          { account: 'cash', amount: -1_234_56n },
        ],
      },
    },
    entry([
      ['control', 500_00n],
      ['source', -500_00n],
    ]),
    {
      kind: 'entry',
      id: randomUUID(),
      principal: 'p',
      entry: {
        effectiveDate: '2026-05-01',
        description: '=1+1',
        postings: [
          { account: 'bank', amount: -1n },
          { account: 'cash', amount: 1n },
        ],
      },
    },
  );
  await book.posted({
    kind: 'reversal',
    id: randomUUID(),
    principal: 'p',
    reverses: cash,
    effectiveDate: '2026-04-20',
    amounts: [
      { posting: 1, amount: 34_56n },
      { posting: 2, amount: 34_56n },
    ],
  });
});

afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const exported = (format: ExportFormat, account?: string) => exportedOf(book, format, account);

async function exportedOf({ authorityId }: TestBook, format: ExportFormat, account?: string): Promise<string> {
  let text = '';
  await exportBook(test.database, { authorityId, format, ...(account !== undefined && { account }) }, async (part) => {
    text += part;
  });
  return text;
}

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function isAtHand(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('an export of a book', () => {
  it.skipIf(!isAtHand('hledger'))('is accepted by hledger, which shows the same balances', async () => {
    const file = written('book.journal', await exported('hledger'));
    execFileSync('hledger', ['-f', file, 'check', '--strict']);
    const shown = execFileSync('hledger', ['-f', file, 'balance', '--flat', '--empty', '-N', '-O', 'csv'], { encoding: 'utf8' });
    const balances = new Map([...shown.matchAll(/^"([^"]+)","(?:GBP )?(-?[\d.]+)"$/gm)].map((match) => [match[1], match[2]]));
    expect(balances.get('actual:bank')).toBe(formatPounds(await book.balance('bank')));
    expect(balances.get('budget:source')).toBe(`-${formatPounds(await book.balance('source'))}`);
    expect(await book.balance('bank')).toBe(1_199_99n);
  });

  it.skipIf(!isAtHand('hledger'))('is refused by hledger when a penny of it is changed', async () => {
    const file = written('touched.journal', (await exported('hledger')).replaceAll('1234.56', '1234.57'));
    expect(() => execFileSync('hledger', ['-f', file, 'check', '--strict'], { stdio: 'pipe' })).toThrow();
  });

  it.skipIf(!isAtHand('bean-check'))('is accepted by bean-check, and refused when a penny of it is changed', async () => {
    const text = await exported('beancount');
    execFileSync('bean-check', [written('book.beancount', text)]);
    expect(() =>
      execFileSync('bean-check', [written('touched.beancount', text.replaceAll('1234.56', '1234.57'))], { stdio: 'pipe' }),
    ).toThrow();
  });

  it('holds every posting as CSV, with nothing that a spreadsheet would run', async () => {
    const text = await exported('csv');
    const rows = text.trimEnd().split(/\r\n(?=[0-9a-f]{8}-)/);
    expect(rows).toHaveLength(1 + 8);
    expect(text).toContain('"Cash; ""for"" April, \\ and\nmore | =SUM(A1) £ é"');
    expect(text).toContain(",'=1+1,");
    expect(text).toContain(",'=TF;1,");
    expect(text).not.toMatch(/(^|,)[=+@]/m);
    const sum = (column: number) =>
      rows
        .slice(1)
        .reduce((total, row) => total + BigInt((row.match(/,(\d+\.\d\d)?,(\d+\.\d\d)?,GBP,/)?.[column] ?? '0').replace('.', '')), 0n);
    expect(sum(1)).toBe(sum(2));
    expect(sum(1)).toBe(1_234_56n + 500_00n + 1n + 34_56n);
  });

  it('holds every entry as JSON lines, word for word', async () => {
    const entries = (await exported('jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries).toHaveLength(4);
    expect(entries[0]).toMatchObject({
      description: 'Cash; "for" April, \\ and\nmore | =SUM(A1) £ é',
      postings: [{ account: 'bank', side: 'debit', amount: { amount: '1234.56', currency: 'GBP' } }, { account: 'cash' }],
    });
    expect(entries[3]).toMatchObject({ kind: 'reversal', reverses: entries[0].entryId });
  });

  it.skipIf(!isAtHand('hledger'))('of one account holds the entries that touch it, whole, and its balance', async () => {
    const text = await exported('hledger', 'source');
    expect(text.match(/^2026-.*\*/gm)).toHaveLength(2);
    execFileSync('hledger', ['-f', written('account.journal', text), 'check', '--strict']);
  });

  it.skipIf(!isAtHand('hledger') || !isAtHand('bean-check'))(
    'of one account is accepted by both programs, says what it is, and asserts what is whole',
    async () => {
      const [hledger, beancount] = [await exported('hledger', 'bank'), await exported('beancount', 'bank')];
      execFileSync('hledger', ['-f', written('bank.journal', hledger), 'check', '--strict']);
      execFileSync('bean-check', [written('bank.beancount', beancount)]);
      for (const text of [hledger, beancount]) {
        expect(text).toMatch(/^; Only the entries that touch bank\./);
        expect(text.match(/1199\.99/g)).toHaveLength(1);
      }
      expect((await exported('csv', 'bank')).trimEnd().split(/\r\n(?=[0-9a-f]{8}-)/)).toHaveLength(1 + 6);
    },
  );

  it.skipIf(!isAtHand('hledger') || !isAtHand('bean-check'))('is accepted whatever its texts begin with, hold and end with', async () => {
    const texts = [
      '(code) x',
      '! x',
      '* x',
      '= x',
      '2026-04-01',
      '; x',
      'x  ; y: z',
      '"',
      '\\',
      "'",
      '%',
      '',
      ' ',
      '| x',
      'a:b, c:d',
      '#tag ^link',
      '\u00a0é £ 漢',
    ];
    const odd = await newBook(openLedger({ database: test.database, clock: systemClock }));
    const leg = (share: string) => ({ account: 'bank', amount: 1n, dimension: { share: share || 'x', source: `${share}.` } });
    await odd.posted(
      ...texts.map((text) => entry([], { description: text, reference: text, postings: [leg(text), { account: 'cash', amount: -1n }] })),
    );
    const files = await Promise.all((['hledger', 'beancount'] as const).map((format) => exportedOf(odd, format)));
    execFileSync('hledger', ['-f', written('odd.journal', files[0] ?? ''), 'check', '--strict']);
    execFileSync('bean-check', [written('odd.beancount', files[1] ?? '')]);
    const shown = execFileSync('hledger', ['-f', join(folder, 'odd.journal'), 'print', '-O', 'json'], { encoding: 'utf8' });
    const entries = JSON.parse(shown) as { tdescription: string; tcode: string; tstatus: string }[];
    expect(entries.slice(0, 3).map(({ tdescription, tcode, tstatus }) => [tdescription, tcode, tstatus])).toEqual([
      ['(code) x', '', 'Cleared'],
      ['! x', '', 'Cleared'],
      ['* x', '', 'Cleared'],
    ]);
  });

  it('leaves out a family’s own money, and what is left of every entry balances', async () => {
    const topped = await newBook(openLedger({ database: test.database, clock: systemClock }));
    await topped.posted(
      entry([
        ['own-money', 120_00n],
        ['own-funds', -120_00n],
      ]),
      entry([
        ['bank', 5_00n],
        ['cash', -5_00n],
        ['own-money', 7_00n],
        ['own-funds', -7_00n],
      ]),
    );
    for (const format of ['hledger', 'beancount', 'csv', 'jsonl'] as const) {
      const text = await exportedOf(topped, format);
      expect(text).not.toContain('own-');
      expect(text).not.toContain('120.00');
      expect(text).toContain('5.00');
    }
  });

  it('holds large entries of a large block whole, wherever a page ends', async () => {
    const wide = await newBook(openLedger({ database: test.database, clock: systemClock }));
    const legs = (n: number) =>
      Array.from({ length: n }, (_, k): [string, bigint] => (k % 2 === 0 ? ['bank', BigInt(k + 1)] : ['cash', -BigInt(k)]));
    const sizes = [2, 3_000, 3_000, 2, 5_000, 4];
    await wide.post(
      sizes.map((size) => entry(legs(size))),
      { linked: true },
    );
    for (const account of [undefined, 'cash']) {
      const entries = (await exportedOf(wide, 'jsonl', account))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(entries.map(({ postings }) => postings.length)).toEqual(sizes);
      expect(entries.every(({ postings }) => postings.every(({ posting }: { posting: number }, n: number) => posting === n + 1))).toBe(
        true,
      );
    }
  });

  it('is written page by page, each only when the one before has been taken', async () => {
    const large = await newBook(openLedger({ database: test.database, clock: systemClock }));
    for (let n = 0; n < 5; n++) await large.posted(...Array.from({ length: 500 }, () => deposit(1n)));
    let writing = 0;
    const pages: number[] = [];
    await exportBook(test.database, { authorityId: large.authorityId, format: 'jsonl' }, async (text) => {
      writing += 1;
      expect(writing).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      pages.push(text.split('\n').length - 1);
      writing -= 1;
    });
    expect(pages.reduce((sum, lines) => sum + lines, 0)).toBe(2_500);
    expect(Math.max(...pages)).toBeLessThanOrEqual(2_000);
    let ofAccount = 0;
    await exportBook(test.database, { authorityId: large.authorityId, format: 'jsonl', account: 'bank' }, async (text) => {
      ofAccount += text.split('\n').length - 1;
    });
    expect(ofAccount).toBe(2_500);
  });
});
