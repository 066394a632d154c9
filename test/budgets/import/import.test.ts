import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commitImport } from '../../../src/budgets/import/commit-import.ts';
import { openImport } from '../../../src/budgets/import/open-import.ts';
import { faultsAsCsv, rowFaults } from '../../../src/budgets/import/rules/row-faults.ts';
import { runImport } from '../../../src/budgets/import/run-import.ts';
import { importedLines } from '../../../src/budgets/import/schema.ts';
import { readFaults } from '../../../src/budgets/import/store.ts';
import { undoImport } from '../../../src/budgets/import/undo-import.ts';
import { committed, findLine, sharesOfLine } from '../../../src/budgets/index.ts';
import { plans } from '../../../src/budgets/plans/schema.ts';
import { authorityPosition, familyPosition } from '../../../src/budgets/position/read-position.ts';
import type { Ledger } from '../../../src/ledger/index.ts';
import { addPerson } from '../../../src/people/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { must } from '../../people/example-family.ts';
import { type BudgetBook, budgetBook } from '../budget-book.ts';
import { type Cells, file, fileForFamilies, HEADER, pieces, row } from './plans-file.ts';

let book: BudgetBook;
let refusingPosts = 0;

async function openBook(): Promise<void> {
  refusingPosts = 0;
  book = await budgetBook({
    ledgerFaults: (ledger: Ledger): Ledger => ({
      ...ledger,
      get waiting() {
        return ledger.waiting;
      },
      post: async (...asked) => {
        if (refusingPosts > 0) {
          refusingPosts -= 1;
          throw new Error('the process was killed');
        }
        return ledger.post(...asked);
      },
    }),
  });
  await book.putUp('childrens-social-care', '2026-27', 1_000_000n);
  await book.putUp('icb-continuing-care', '2026-27', 1_000_000n);
}

const TWO_PLANS: readonly Cells[] = [
  { line_reference: '1', amount: '1,000.00' },
  { line_reference: '2', amount: '£500', source_percent: '60', second_source: 'icb-continuing-care', second_percent: '40' },
  { plan_reference: 'P2', child_name: 'Sam', line_reference: '1', amount: '250.5' },
];

const open = (content: string | Uint8Array, columns = {}) =>
  openImport(book.desk, book.officer, { fileName: 'plans.csv', columns, content: pieces(content) });
const commit = (importId: string, choice: Parameters<typeof commitImport>[3] = { take: 'all' }) =>
  commitImport(book.desk, book.approver, importId, choice);
const run = (importId: string) => runImport(book.desk, book.authorityId, importId);
const allocated = async () => (await authorityPosition(book.desk, book.authorityId)).figures.allocated;
const faultsOf = async (importId: string) =>
  (
    await inTransaction(book.desk.database, { authorityId: book.authorityId }, (tx) =>
      readFaults(tx, book.authorityId, importId, { limit: 100 }),
    )
  ).map(({ line, column, code }) => `${line} ${column} ${code}`);
const importedFamilies = () =>
  inTransaction(book.desk.database, { authorityId: book.authorityId }, (tx) => tx.select().from(importedLines));

describe('a file of plans and budgets', () => {
  beforeEach(openBook);
  afterEach(() => book.close());

  it('is previewed, agreed by a second person, brought in and read back to the penny', async () => {
    const preview = must(await open(file(TWO_PLANS)));
    expect([preview.state, preview.rows, preview.plans, preview.amount, preview.counts.bad]).toEqual(['previewed', 3, 2, 175_050n, 0]);
    expect(await allocated()).toBe(0n);
    expect(await commitImport(book.desk, book.officer, preview.importId, { take: 'all' })).toMatchObject({
      refusal: { code: 'maker-may-not-approve' },
    });
    must(await commit(preview.importId));
    expect((await run(preview.importId))?.counts.booked).toBe(3);
    const { figures, pots } = await authorityPosition(book.desk, book.authorityId);
    expect([figures.allocated, figures.available]).toEqual([175_050n, 175_050n]);
    expect(pots.map(({ source, notGiven }) => [source, notGiven])).toEqual([
      ['childrens-social-care', 1_000_000n - 155_050n],
      ['icb-continuing-care', 1_000_000n - 20_000n],
    ]);
    const [line] = await importedFamilies();
    const found = await inTransaction(book.desk.database, { authorityId: book.authorityId }, (tx) =>
      findLine(tx, book.authorityId, line?.lineId ?? ''),
    );
    expect(must(await familyPosition(book.desk, book.officer, found?.familyId ?? '')).total.allocated).toBe(150_000n);
    expect(found?.state).toBe('live');
  });

  it('is the same import however often it is sent, and adds nothing when it is run again', async () => {
    const first = must(await open(file(TWO_PLANS)));
    expect(must(await open(file(TWO_PLANS))).importId).toBe(first.importId);
    must(await commit(first.importId));
    await Promise.all([run(first.importId), run(first.importId)]);
    expect((await run(first.importId))?.state).toBe('imported');
    expect(await allocated()).toBe(175_050n);
    // Another file with rows that are in already: only what is new comes in, into the same plan.
    const more = must(await open(file([...TWO_PLANS, { line_reference: '3', amount: '10.00' }])));
    expect([more.counts.known, more.counts.good]).toEqual([3, 1]);
    must(await commit(more.importId));
    await run(more.importId);
    expect(await allocated()).toBe(176_050n);
    expect(new Set((await importedFamilies()).filter(({ planReference }) => planReference === 'P1').map(({ lineId }) => lineId)).size).toBe(
      3,
    );
  });

  it('goes on where it was cut off between writing and booking', async () => {
    const { importId } = must(await open(file(TWO_PLANS)));
    must(await commit(importId));
    refusingPosts = 1;
    await expect(run(importId)).rejects.toThrow('killed');
    expect(await allocated()).toBeLessThan(175_050n);
    expect((await run(importId))?.counts.booked).toBe(3);
    expect(await allocated()).toBe(175_050n);
  });

  it('is undone by reversing, may come in again, and is not undone once money is promised', async () => {
    const { importId } = must(await open(file(TWO_PLANS)));
    must(await commit(importId));
    await run(importId);
    expect(must(await undoImport(book.desk, book.approver, importId)).state).toBe('undone');
    expect(await allocated()).toBe(0n);
    const again = must(await open(file(TWO_PLANS)));
    expect([again.importId === importId, again.counts.good]).toEqual([false, 3]);
    must(await commit(again.importId));
    await run(again.importId);
    const [line] = await importedFamilies();
    const { authorityId } = book;
    const shares = await inTransaction(book.desk.database, { authorityId }, async (tx) => {
      const found = await findLine(tx, authorityId, line?.lineId ?? '');
      if (found === undefined) throw new Error('no line');
      return sharesOfLine(tx, authorityId, found);
    });
    const entry = committed({ effectiveDate: '2026-04-01', parts: shares.map(({ share }) => ({ share, amount: 1n })) });
    await book.ledger.post(authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'officer-1', entry }]);
    expect(await undoImport(book.desk, book.approver, again.importId)).toMatchObject({
      refusal: { code: 'import-in-use', facts: { lines: 1 } },
    });
    expect(await allocated()).toBe(175_050n);
  });

  it('funds agreed support although a pot is short, for a reason, and shows it', async () => {
    const { importId } = must(await open(file([{ amount: '10000.01' }])));
    expect(await commit(importId)).toMatchObject({
      refusal: { code: 'import-sources-short', facts: { sources: [{ source: 'childrens-social-care', financialYear: '2026-27' }] } },
    });
    must(await commit(importId, { take: 'all', fundedThoughShort: 'It is in the plan.' }));
    await run(importId);
    const { pots } = await authorityPosition(book.desk, book.authorityId);
    expect(pots.find(({ source }) => source === 'childrens-social-care')?.overspent).toBe(1n);
  });

  it('takes the columns of another header by name, and says which are missing', async () => {
    const theirs = file(TWO_PLANS).replace('amount', 'Agreed sum');
    expect(await open(theirs)).toMatchObject({ refusal: { code: 'column-missing', facts: { field: 'amount', column: 'amount' } } });
    expect(must(await open(theirs, { amount: 'agreed_sum' })).amount).toBe(175_050n);
  });
});

describe('a plan of a family that is in the register', () => {
  beforeAll(openBook);
  afterAll(() => book.close());

  const forFamily = (...rows: readonly Cells[]) => fileForFamilies(rows.map((cells) => ({ family_id: book.familyId, ...cells })));
  const plansOfFamily = async () =>
    (await inTransaction(book.desk.database, { authorityId: book.authorityId }, (tx) => tx.select().from(plans))).filter(
      ({ familyId }) => familyId === book.familyId,
    );

  it('goes into its record: a budget into the plan that runs, another child’s plan beside it, and twice run it stands once', async () => {
    const twin = { kind: 'young-person', bornOn: '2014-05-14' } as const;
    for (const name of ['Robin', 'Kit']) must(await addPerson(book.desk, book.officer, book.familyId, { ...twin, details: { name } }));
    const preview = must(
      await open(
        forFamily(
          { plan_reference: 'R1', child_name: ' alex ', plan_starts_on: '2026-01-01' },
          { plan_reference: 'R2', child_name: 'Robin' },
          { plan_reference: 'R3', child_name: 'Robin', line_reference: '2' },
        ),
      ),
    );
    expect([preview.counts.bad, preview.plans]).toEqual([0, 3]);
    must(await commit(preview.importId));
    await Promise.all([run(preview.importId), run(preview.importId)]);
    expect((await run(preview.importId))?.counts.booked).toBe(3);
    expect(await allocated()).toBe(300_000n);
    expect((await plansOfFamily()).map(({ planId }) => planId === book.planId).toSorted()).toEqual([false, true]);
    expect(must(await familyPosition(book.desk, book.officer, book.familyId)).total.allocated).toBe(300_000n);
    must(await undoImport(book.desk, book.approver, preview.importId));
    expect(await allocated()).toBe(0n);
  });

  it('is refused in words when the record is not there, or does not tell which child or which plan is meant', async () => {
    const { importId } = must(
      await open(
        fileForFamilies([
          { family_id: 'SMITH-1', plan_reference: 'X1' },
          { family_id: randomUUID(), plan_reference: 'X2' },
          { family_id: book.familyId, plan_reference: 'X3', child_born_on: '2014-05-15' },
          { family_id: book.familyId, plan_reference: 'X4', child_name: 'A. Example' },
          { family_id: book.familyId, plan_reference: 'X5', child_name: 'Alex', plan_starts_on: '2026-01-02' },
        ]),
      ),
    );
    expect(await faultsOf(importId)).toEqual([
      '2 family_id family-id-malformed',
      '3 family_id family-not-found',
      '4 child_born_on child-not-found',
      '5 child_born_on child-ambiguous',
      '6 plan_starts_on plan-running-already',
    ]);
    for (const code of ['family-not-found', 'child-ambiguous', 'plan-running-already'] as const)
      expect(`${rowFaults[code].reason} ${rowFaults[code].advice}`.length).toBeGreaterThan(60);
  });
});

describe('a bad row', () => {
  beforeAll(openBook);
  afterAll(() => book.close());

  const bad: readonly (readonly [string, Cells, string])[] = [
    ['30 February', { from: '2026-02-30' }, 'from date-malformed'],
    ['dates out of order', { until: '2026-03-31' }, 'until dates-crossed'],
    ['a child of twenty-five', { child_born_on: '2001-01-05' }, 'plan_starts_on plan-age-outside'],
    ['a child not yet born', { child_born_on: '2026-01-06' }, 'plan_starts_on plan-age-outside'],
    [
      'percentages of 99',
      { source_percent: '60', second_source: 'icb-continuing-care', second_percent: '39' },
      'source_percent percentages-do-not-add-up',
    ],
    [
      'one source twice',
      { source_percent: '60', second_source: 'childrens-social-care', second_percent: '40' },
      'second_source source-named-twice',
    ],
    ['an unknown source', { source: 'nobodys-money' }, 'source source-not-found'],
    ['an unknown stream', { stream: 'TRANSPORT' }, 'stream word-unknown'],
    ['health money for care', { source: 'icb-continuing-care' }, 'source_percent line-without-its-stream'],
    ['a formula', { title: '=HYPERLINK("x")' }, 'title formula'],
    ['half a penny', { amount: '10.005' }, 'amount amount-malformed'],
    ['a sum below nothing', { amount: '-10.00' }, 'amount amount-malformed'],
    ['nothing at all', { amount: '0.00' }, 'amount amount-not-above-nothing'],
    ['a place at a school', { kind: 'place' }, 'kind place-fees-not-allowed'],
    ['an empty reference', { line_reference: ' ' }, 'line_reference value-missing'],
  ];

  it('is told by line, column and reason, and keeps the others from nothing when the good ones are taken', async () => {
    const rows = [...bad.map(([, cells], n) => ({ plan_reference: `B${n}`, ...cells })), { plan_reference: 'G' }];
    const preview = must(await open(file(rows)));
    expect(await faultsOf(preview.importId)).toEqual(bad.map(([, , fault], n) => `${n + 2} ${fault}`));
    expect([preview.counts.bad, preview.counts.good]).toEqual([bad.length, 1]);
    expect(await commit(preview.importId)).toMatchObject({ refusal: { code: 'import-has-bad-rows', facts: { badRows: bad.length } } });
    must(await commit(preview.importId, { take: 'good' }));
    await run(preview.importId);
    expect(await allocated()).toBe(100_000n);
  });

  it('is one that comes twice, that tells its plan in another way, or that has lost a cell', async () => {
    const text = `${file([{}, {}, { line_reference: '2', child_name: 'Another' }])}P9,only,three\n${row({ plan_reference: 'P10' })},x\n`;
    const { importId } = must(await open(text));
    expect(await faultsOf(importId)).toEqual([
      '3 line_reference duplicate-row',
      '4 plan_reference plan-differs',
      '5  cells-missing',
      '6  cells-too-many',
    ]);
  });

  it('leaves as CSV, with nothing of what stood in the file', () => {
    expect(faultsAsCsv([{ line: 7, column: 'from', code: 'date-malformed' }])).toBe(
      'line,column,code,reason,advice\r\n7,from,date-malformed,It is no day of the calendar.,"Write the day as year, month and day: 2026-04-01."\r\n',
    );
  });
});

describe('a file that is no table', () => {
  beforeAll(openBook);
  afterAll(() => book.close());

  it('is refused with its line, and nothing of it is kept', async () => {
    const cases: readonly (readonly [string | Uint8Array, object])[] = [
      ['', { code: 'import-file-empty' }],
      [`${HEADER}\n`, { code: 'import-file-empty' }],
      [Buffer.from(file(TWO_PLANS), 'utf16le'), { code: 'import-unreadable', facts: { line: 1, why: 'encoding-not-readable' } }],
      [
        Buffer.from(file([{ child_name: 'Zoë' }]), 'latin1'),
        { code: 'import-unreadable', facts: { line: 1, why: 'encoding-not-readable' } },
      ],
      [`${HEADER}\n"P1,never closed`, { code: 'import-unreadable', facts: { line: 2, why: 'table-malformed' } }],
      [`${HEADER}\n${'x'.repeat(70_000)}`, { code: 'import-unreadable', facts: { line: 2, why: 'row-too-long' } }],
    ];
    for (const [content, refusal] of cases) expect(await open(content)).toEqual({ ok: false, refusal });
    const { budgetImports } = await import('../../../src/budgets/import/schema.ts');
    const left = await inTransaction(book.desk.database, { authorityId: book.authorityId }, (tx) => tx.select().from(budgetImports));
    expect(left).toEqual([]);
  });
});
