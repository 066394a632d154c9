import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  commitImport,
  exportBook,
  type ImportFormat,
  openLedger,
  previewImport,
  readImports,
  undoImport,
  verifyBook,
} from '../../../src/ledger/index.ts';
import { systemClock } from '../../../src/platform/clock/clock.ts';
import { ACCOUNTS, commit, deposit, entry, fund, newBook, type TestBook } from '../../support/book.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let test: TestDatabase;
let deps: { database: TestDatabase['database']; ledger: ReturnType<typeof openLedger>; clock: typeof systemClock };

beforeAll(async () => {
  test = await testDatabase();
  deps = { database: test.database, ledger: openLedger({ database: test.database, clock: systemClock }), clock: systemClock };
});
afterAll(() => test.close());

const IN_POUNDS = ACCOUNTS.filter(({ currency }) => currency === undefined);
const HEAD = 'date,entry,description,account,debit,credit\n';
const file = (content: string, format: ImportFormat = 'csv', more: { override?: string } = {}) => ({
  format,
  fileName: `opening.${format}`,
  content,
  ...more,
});
const pair = (n: number | string, debit: string, credit: string, amount: string, date = '2026-05-01') =>
  `${date},${n},Opening ${n},${debit},${amount},\n${date},${n},,${credit},,${amount}\n`;
const preview = (book: TestBook, request: ReturnType<typeof file>) => previewImport(deps, book.authorityId, request);
const importInto = (book: TestBook, request: ReturnType<typeof file>) => commitImport(deps, book.actor, request);
const undo = (book: TestBook, importId: string, more: object = {}) => undoImport(deps, book.actor, { importId, ...more });

async function imported(book: TestBook, request: ReturnType<typeof file>): Promise<string> {
  const done = await importInto(book, request);
  if (!done.ok) throw new Error(JSON.stringify(done.refusal));
  return done.value.import.importId;
}

/** `line code` of each finding, from the preview; the import itself must say the same. */
async function faultsOf(book: TestBook, request: ReturnType<typeof file>): Promise<string[]> {
  const shown = (await preview(book, request)).faults;
  const done = await importInto(book, request);
  expect(done.ok ? [] : 'faults' in done.refusal ? done.refusal.faults : done.refusal).toEqual(shown);
  return shown.map(({ line, code }) => `${line} ${code}`);
}

const trialBalance = async (book: TestBook) =>
  (await book.ledger.trialBalance(book.authorityId)).map(({ account, debit, credit }) => [account, debit, credit]);

describe('an import', () => {
  it('shows what it would do and writes nothing, then does exactly that, once', async () => {
    const book = await newBook(deps.ledger);
    await book.posted(deposit(10_00n));
    const request = file(
      HEAD + pair(1, 'bank', 'cash', '1234.56') + pair(2, 'control', 'source', '500.00') + pair(3, 'bank', 'cash', '0.01'),
    );
    const shown = await preview(book, request);
    expect(shown).toMatchObject({ state: 'new', entries: 3, postings: 6, faults: [], missingAccounts: [] });
    expect(shown.totals).toEqual([
      { side: 'actual', amount: 1_234_57n },
      { side: 'budget', amount: 500_00n },
    ]);
    expect(shown.accounts.find(({ account }) => account === 'bank')).toEqual({
      account: 'bank',
      side: 'actual',
      postings: 2,
      before: 10_00n,
      after: 1_244_57n,
    });
    expect([await book.balance('bank'), await readImports(test.database, book.authorityId)]).toEqual([10_00n, []]);

    const importId = await imported(book, request);
    expect(importId).toBe(shown.importId);
    expect(await book.balance('bank')).toBe(1_244_57n);
    const again = await importInto(book, request);
    expect(again).toMatchObject({ ok: true, value: { replayed: true, import: { importId, state: 'posted', entries: 3, postings: 6 } } });
    expect((await preview(book, request)).state).toBe('posted');
    expect(await book.balance('bank')).toBe(1_244_57n);
  });

  it('sent by many at once is in once', async () => {
    const book = await newBook(deps.ledger);
    const request = file(HEAD + pair(1, 'bank', 'cash', '7.00'));
    const done = await Promise.all(Array.from({ length: 6 }, () => importInto(book, request)));
    expect(done.filter((each) => each.ok && !each.value.replayed)).toHaveLength(1);
    expect([await book.balance('bank'), (await readImports(test.database, book.authorityId)).length]).toEqual([7_00n, 1]);
  });

  it('leads from every entry back to its file and line, sealed in the chain', async () => {
    const book = await newBook(deps.ledger);
    const importId = await imported(book, file(HEAD + pair(1, 'bank', 'cash', '1.00') + pair(2, 'bank', 'cash', '2.00')));
    const { entries } = await book.ledger.listEntries(book.authorityId, { limit: 5 });
    const [{ fileSha256 } = { fileSha256: '' }] = await readImports(test.database, book.authorityId, { importId });
    expect(entries.map(({ metadata }) => metadata)).toEqual([
      { import: { importId, fileSha256, line: 4, originalId: '2' } },
      { import: { importId, fileSha256, line: 2, originalId: '1' } },
    ]);
    expect((await verifyBook(test.database, book.authorityId)).findings).toEqual([]);
  });

  it('names every line that cannot go in, and nothing of the file is in', async () => {
    const book = await newBook(deps.ledger);
    await book.ledger.setPeriodState(book.actor, '2026-04', 'closed');
    const rows = [
      pair(1, 'bank', 'cash', '1.00'),
      '2026-05-01,2,x,bank,5.00,\n2026-05-01,2,,cash,,4.99\n',
      '2026-05-01,3,x,bank,5.00,\n2026-05-01,3,,source,,5.00\n',
      pair(4, 'bank', 'cahs', '1.00'),
      pair(5, 'bank', 'cash', '1.00', '2026-04-10'),
      pair(6, 'bank', 'cash', '1.00', '2027-04-10'),
      pair(7, 'euro', 'euro-cash', '1.00'),
      pair(8, 'late', 'cash', '1.00'),
      pair(9, 'old', 'cash', '1.00'),
      '2026-05-01,10,x,bank,5.00,\n',
    ];
    expect(await faultsOf(book, file(HEAD + rows.join('')))).toEqual([
      '4 entry-unbalanced',
      '6 entry-unbalanced',
      '6 entry-unbalanced',
      '9 account-unknown',
      '10 period-closed',
      '12 period-unknown',
      '14 currency-foreign',
      '15 currency-foreign',
      '16 account-not-open',
      '18 account-closed',
      '20 entry-incomplete',
    ]);
    const shown = await preview(book, file(HEAD + rows.join('')));
    expect(shown.missingAccounts).toEqual([{ account: 'cahs', lines: 1 }]);
    expect(shown.faults.find(({ line }) => line === 9)?.advice).toContain('Did you mean cash?');
    expect([await trialBalance(book), await readImports(test.database, book.authorityId)]).toMatchObject([
      expect.not.arrayContaining([['bank', 1_00n, 0n]]),
      [],
    ]);
  });

  it('refuses what is in the file twice, in an earlier file, or in the book it was exported from', async () => {
    const book = await newBook(deps.ledger, IN_POUNDS);
    const journal = (...entries: string[]) =>
      file(entries.map((text) => `2026-05-01 ${text}\n  bank  £1.00\n  cash\n\n`).join(''), 'hledger');
    expect(await faultsOf(book, journal('one', 'two', 'one'))).toEqual(['9 duplicate-entry']);
    await imported(book, journal('one', 'two'));
    const longer = journal('three', 'two');
    expect(await faultsOf(book, longer)).toEqual(['5 duplicate-entry']);
    expect((await preview(book, longer)).faults[0]?.reason).toContain('line 5 of opening.hledger');
    const own = file(await exported(book, 'hledger'), 'hledger');
    expect((await faultsOf(book, own)).map((each) => each.split(' ')[1])).toEqual(['duplicate-entry', 'duplicate-entry']);
  });

  it('holds assertions against the book as it would stand', async () => {
    const book = await newBook(deps.ledger);
    await book.posted(deposit(10_00n, '2026-05-01'));
    const journal = (balance: string) =>
      file(`2026-05-02 b\n  bank  £5.00 = £${balance}\n  cash\n\n2026-05-01 a\n  bank  £1.00\n  cash  £-1.00 = £-11.00\n`, 'hledger');
    expect(await faultsOf(book, journal('6.00'))).toEqual(['2 balance-differs']);
    expect((await preview(book, journal('6.00'))).faults[0]?.reason).toBe(
      'bank would stand at £16.00, £10.00 of it from before the import, not at £6.00.',
    );
    expect(await imported(book, journal('16.00'))).toBeTypeOf('string');
    const asserted = file('2026-05-02 only looked at\n  bank  £0.00 = £16.00\n', 'hledger');
    expect((await preview(book, asserted)).faults).toEqual([]);
    expect(await importInto(book, asserted)).toMatchObject({ ok: false, refusal: { faults: [{ code: 'file-empty' }] } });
  });

  it('stays within floors and ceilings, as they are after each entry, but under a named override', async () => {
    const book = await newBook(deps.ledger);
    await book.posted(fund(100_00n));
    const promise = (n: number, amount: string) => pair(n, 'available', 'committed', amount);
    expect(await faultsOf(book, file(HEAD + promise(1, '60.00') + promise(2, '40.01')))).toEqual(['4 floor-broken']);
    expect(await faultsOf(book, file(HEAD + pair(1, 'capped', 'cash', '100.01')))).toEqual(['2 ceiling-broken']);
    await imported(book, file(HEAD + promise(1, '60.00') + promise(2, '40.01'), 'csv', { override: 'cut-over' }));
    expect(await book.balance('available')).toBe(-1n);
  });

  it('that the book refuses at the last moment is told by its line, leaves nothing and can be sent again', async () => {
    const book = await newBook(deps.ledger);
    await book.posted(fund(100_00n));
    const request = file(HEAD + pair(1, 'bank', 'cash', '1.00') + pair(2, 'available', 'committed', '60.00'));
    const meanwhile = {
      ...deps.ledger,
      post: async (...args: Parameters<typeof deps.ledger.post>) => {
        await book.posted(commit(50_00n));
        return deps.ledger.post(...args);
      },
    };
    const done = await commitImport({ ...deps, ledger: meanwhile }, book.actor, request);
    expect(done).toMatchObject({ ok: false, refusal: { code: 'import-refused', faults: [{ line: 4, code: 'refused-by-the-book' }] } });
    expect(await book.balance('bank')).toBe(0n);
    expect(await readImports(test.database, book.authorityId)).toMatchObject([{ state: 'not-posted' }]);
    await book.posted(fund(50_00n));
    const importId = await imported(book, request);
    expect(await readImports(test.database, book.authorityId)).toMatchObject([{ importId, state: 'posted' }]);
  });
});

describe('undoing an import', () => {
  it('reverses every entry on its own date, once, and lets the file come in again', async () => {
    const book = await newBook(deps.ledger);
    await book.posted(deposit(3_00n));
    const before = await book.balance('bank');
    const request = file(HEAD + pair(1, 'bank', 'cash', '1.00') + pair(2, 'bank', 'cash', '2.00', '2026-06-03'));
    const importId = await imported(book, request);
    expect(await undo(book, importId, { reason: 'wrong month' })).toMatchObject({
      ok: true,
      value: { replayed: false, import: { state: 'undone' } },
    });
    expect(await undo(book, importId, { effectiveDate: '2026-07-01' })).toMatchObject({ ok: true, value: { replayed: true } });
    expect(await book.balance('bank')).toBe(before);
    const reversals = (await book.ledger.listEntries(book.authorityId, { limit: 2 })).entries;
    expect(reversals.map(({ kind, effectiveDate, description }) => [kind, effectiveDate, description])).toEqual([
      ['reversal', '2026-05-01', 'wrong month'],
      ['reversal', '2026-06-03', 'wrong month'],
    ]);
    expect((await preview(book, request)).faults).toEqual([]);
    const second = await imported(book, request);
    expect(second).not.toBe(importId);
    expect((await readImports(test.database, book.authorityId)).map(({ state }) => state)).toEqual(['posted', 'undone']);
    expect(await book.balance('bank')).toBe(before + 3_00n);
  });

  it('is refused in words where something was built on it, and then reverses nothing', async () => {
    const book = await newBook(deps.ledger);
    const importId = await imported(book, file(HEAD + pair(1, 'bank', 'cash', '1.00') + pair(2, 'control', 'available', '50.00')));
    const promised = commit(20_00n);
    await book.posted(promised);
    const faults = async (more: object = {}) => {
      const done = await undo(book, importId, more);
      if (done.ok || !('faults' in done.refusal)) throw new Error('it was to be refused');
      expect(done.refusal.undone).toBe(0);
      return done.refusal.faults.map(({ line, code }) => `${line} ${code}`);
    };
    expect(await faults()).toEqual(['4 floor-broken']);
    await book.posted({ kind: 'reversal', id: randomUUID(), principal: 'p', reverses: promised.id, effectiveDate: '2026-05-20' });
    expect(await faults({ effectiveDate: '2026-04-30' })).toEqual(['4 date-malformed', '2 date-malformed']);
    await book.ledger.setPeriodState(book.actor, '2026-04', 'closed');
    await book.ledger.setPeriodState(book.actor, '2026-05', 'closed');
    expect(await faults()).toEqual(['4 period-closed', '2 period-closed']);
    const { entries } = await book.ledger.listEntries(book.authorityId, { limit: 10 });
    const first = entries.find(({ metadata }) => JSON.stringify(metadata ?? '').includes('"line":2'));
    await book.posted({ kind: 'reversal', id: randomUUID(), principal: 'p', reverses: first?.entryId ?? '', effectiveDate: '2026-06-01' });
    expect(await faults({ effectiveDate: '2026-06-02' })).toEqual(['2 refused-by-the-book']);
    expect(await book.balance('available')).toBe(50_00n);
    expect(await undo(book, randomUUID())).toEqual({ ok: false, refusal: { code: 'import-not-found' } });
  });

  it('of a large import goes on where it was interrupted', async () => {
    const book = await newBook(deps.ledger);
    const journal = Array.from({ length: 1_200 }, (_, n) => `2026-05-01 entry ${n}\n  bank  £${n + 1}.00\n  cash\n`).join('\n');
    const importId = await imported(book, file(journal, 'hledger'));
    let calls = 0;
    const interrupted = {
      ...deps.ledger,
      post: async (...args: Parameters<typeof deps.ledger.post>) => {
        calls += 1;
        return calls === 2
          ? args[1].map(() => ({ ok: false, refusal: { code: 'service-unavailable' } }) as const)
          : deps.ledger.post(...args);
      },
    };
    expect(await undoImport({ ...deps, ledger: interrupted }, book.actor, { importId })).toMatchObject({
      ok: false,
      refusal: { code: 'service-unavailable' },
    });
    expect(await readImports(test.database, book.authorityId)).toMatchObject([{ state: 'partly-undone' }]);
    expect(await importInto(book, file(journal, 'hledger'))).toMatchObject({ ok: false, refusal: { code: 'import-being-undone' } });
    expect(await undo(book, importId)).toMatchObject({ ok: true, value: { import: { state: 'undone' } } });
    expect(await book.balance('bank')).toBe(0n);
  });
});

async function exported(book: TestBook, format: ImportFormat): Promise<string> {
  let text = '';
  await exportBook(test.database, { authorityId: book.authorityId, format }, async (part) => {
    text += part;
  });
  return text;
}

describe('a book that was exported', () => {
  const accounts = [
    ['control', 'source', 'available', 'committed'],
    ['bank', 'cash', 'advance'],
  ];
  const anEntry = fc.record({
    side: fc.constantFrom(...accounts),
    amounts: fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 3 }),
    date: fc.constantFrom('2026-04-01', '2026-05-15', '2026-09-30'),
    description: fc.constantFrom('plain', '=1+1', 'a, "b"; c | d', "it's", '  £ é  ', '(code) x', '! not pending', '* x'),
    reference: fc.option(fc.constantFrom('=TF-1', 'TF, 2', 'a:b'), { nil: undefined }),
    dimension: fc.option(fc.constant({ share: 'L1:care:2026-27', stream: 'CARE', source: 'short breaks', costCentre: 'C-1' } as const), {
      nil: undefined,
    }),
  });

  for (const format of ['hledger', 'csv'] as const) {
    it(`comes back from ${format} into an empty book with the same accounts as it was, to the penny and the day`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anEntry, { minLength: 1, maxLength: 8 }), async (drafts) => {
          const [source, target] = [await newBook(deps.ledger, IN_POUNDS), await newBook(deps.ledger, IN_POUNDS)];
          for (const book of [source, target]) await book.change('available', { floor: null });
          const commands = drafts.map(({ side, amounts, date, description, reference, dimension }) => {
            const legs = amounts.flatMap((amount, n): [string, bigint][] => [
              [side[n % side.length] ?? '', amount],
              [side[(n + 1) % side.length] ?? '', -amount],
            ]);
            const command = entry(legs, {
              effectiveDate: date as '2026-04-01',
              description,
              ...(reference !== undefined && { reference }),
            });
            return dimension === undefined
              ? command
              : { ...command, entry: { ...command.entry, postings: command.entry.postings.map((leg) => ({ ...leg, dimension })) } };
          });
          await source.posted(...commands);
          const [reversed] = commands;
          if (reversed)
            await source.posted({ kind: 'reversal', id: randomUUID(), principal: 'p', reverses: reversed.id, effectiveDate: '2026-09-30' });
          await imported(target, file(await exported(source, format), format));
          expect(await trialBalance(target)).toEqual(await trialBalance(source));
          for (const on of ['2026-04-30', '2026-06-01'] as const)
            expect(await target.ledger.trialBalance(target.authorityId, on)).toEqual(
              await source.ledger.trialBalance(source.authorityId, on),
            );
          const shares = async (book: TestBook) =>
            (await book.ledger.listEntries(book.authorityId, { limit: 50 })).entries.map(({ postings }) =>
              postings.map(({ account, amount, dimension }) => [account, amount, dimension]),
            );
          expect(await shares(target)).toEqual(await shares(source));
        }),
        { numRuns: 12 },
      );
    });
  }
});
