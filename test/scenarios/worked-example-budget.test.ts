import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBudget, readLines, readShares, readVersions } from '../../src/budgets/budgets/store.ts';
import { agreeBudget, goLive, requestBudget, setLines, sharesOfLine, splitOverShares } from '../../src/budgets/index.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { formatPounds } from '../../src/platform/money/pounds.ts';
import { type BudgetBook, budgetBook, lineDraft } from '../budgets/budget-book.ts';
import { must } from '../people/example-family.ts';

/** The budget of `../shared/design/worked-example.md`, from the family's request to the money on its lines, through the use cases. */
const NURSE_AND_NIGHTS = ['L2', 'L3', 'L4'];

const tutor = lineDraft({
  lineCode: 'L1',
  kind: 'tutoring',
  stream: 'EDUCATION',
  educatesOrTrains: true,
  from: '2026-09-01',
  until: '2027-08-31',
  amount: 1_200_000n,
  sources: [{ sourceCode: 'high-needs-block', percent: '100' }],
});
const year = [
  lineDraft({ lineCode: 'L2', amount: 1_040_000n, contingency: 40_000n }),
  lineDraft({
    lineCode: 'L3',
    kind: 'nursing',
    stream: 'HEALTH',
    mechanism: 'THIRD_PARTY',
    amount: 520_000n,
    sources: [{ sourceCode: 'icb-continuing-care', percent: '100' }],
  }),
  lineDraft({
    lineCode: 'L4',
    kind: 'short-breaks',
    mechanism: 'ARRANGEMENT',
    amount: 546_000n,
    costing: { unit: 'night', units: '26', rate: 21_000n, vatCode: 'exempt' },
    sources: [
      { sourceCode: 'childrens-social-care', percent: '60' },
      { sourceCode: 'icb-continuing-care', percent: '40' },
    ],
  }),
];

let book: BudgetBook;
beforeAll(async () => {
  book = await budgetBook();
  await book.putUp('high-needs-block', '2026-27', 2_000_000n);
  await book.putUp('childrens-social-care', '2026-27', 3_000_000n);
  await book.putUp('icb-continuing-care', '2026-27', 1_500_000n);
  const main = await live('main', '2026-04-01', '2027-03-31', year);
  expect(main.lines.map(({ lineCode, state }) => [lineCode, state])).toEqual(NURSE_AND_NIGHTS.map((code) => [code, 'live']));
  book.on('2026-07-13');
  await book.putUp('high-needs-block', '2027-28', 2_000_000n, { indicative: true });
  await live('tutor', '2026-09-01', '2027-08-31', [tutor]);
}, 60_000);
afterAll(() => book.close());

async function live(name: string, from: `${number}-${number}-${number}`, until: `${number}-${number}-${number}`, lines: typeof year) {
  const { desk, officer, approver, familyId, planId, authorityId } = book;
  const words = { planId, from, until, familyWords: 'We would like to choose who helps Alex.' };
  const { budgetId, revision } = must(await requestBudget(desk, officer, familyId, words));
  const set = must(
    await setLines(desk, officer, { familyId, budgetId, ifMatch: `${revision}` }, { lines, leftOut: [], reasons: 'What the plan says.' }),
  );
  const asRead = { familyId, budgetId, ifMatch: `${set.revision}` };
  const agreed = must(await agreeBudget(desk, approver, asRead, { reasons: 'It is enough.' }, book.key(`agree ${name}`)));
  const started = { reasons: 'It begins.', withoutSignatures: 'Signed on paper.' };
  must(await goLive(desk, approver, { familyId, budgetId, ifMatch: `${agreed.revision}` }, started));
  return inTransaction(desk.database, { authorityId }, async (tx) => ({
    budget: await readBudget(tx, authorityId, budgetId),
    lines: await readLines(tx, authorityId, budgetId),
    versions: await readVersions(tx, authorityId, budgetId),
  }));
}

const allocated = async (share: string) => formatPounds(await book.balance(`share:${share}:available`));

describe('the budget of the worked example', () => {
  it('gives each share its money to the penny: over two years, and over two streams', async () => {
    const shares = [
      'L1:high-needs-block:2026-27',
      'L1:high-needs-block:2027-28',
      'L2:childrens-social-care:2026-27',
      'L3:icb-continuing-care:2026-27',
      'L4:childrens-social-care:2026-27',
      'L4:icb-continuing-care:2026-27',
    ];
    expect(await Promise.all(shares.map(allocated))).toEqual(['7000.00', '5000.00', '10400.00', '5200.00', '3276.00', '2184.00']);
  });

  it('comes to 33,060.00: EDUCATION 12,000.00, CARE 13,676.00, HEALTH 7,384.00', async () => {
    const rows = await inTransaction(book.desk.database, { authorityId: book.authorityId }, async (tx) => {
      const { rows: lines } = await tx.execute<{ line_id: string }>('select line_id from budgets.budget_lines');
      return readShares(
        tx,
        book.authorityId,
        lines.map(({ line_id }) => line_id),
      );
    });
    const of = (stream: string) => formatPounds(rows.filter((row) => row.stream === stream).reduce((sum, { amount }) => sum + amount, 0n));
    expect(['EDUCATION', 'CARE', 'HEALTH'].map(of)).toEqual(['12000.00', '13676.00', '7384.00']);
    expect(formatPounds(rows.reduce((sum, { amount }) => sum + amount, 0n))).toBe('33060.00');
  });

  it('leaves the sources what no line has, next year’s indicative one too', async () => {
    const left = ['high-needs-block:2026-27', 'high-needs-block:2027-28', 'childrens-social-care:2026-27', 'icb-continuing-care:2026-27'];
    expect(await Promise.all(left.map(async (source) => formatPounds(await book.balance(`source:${source}`))))).toEqual([
      '13000.00',
      '15000.00',
      '16324.00',
      '7616.00',
    ]);
  });

  it('cuts every night of L4 in the same parts as the line', async () => {
    const weighted = await inTransaction(book.desk.database, { authorityId: book.authorityId }, async (tx) => {
      const { rows } = await tx.execute<{ line_id: string }>("select line_id from budgets.budget_lines where line_code = 'L4'");
      return sharesOfLine(tx, book.authorityId, { lineId: rows[0]?.line_id ?? '', lineCode: 'L4' });
    });
    const night = splitOverShares(weighted, { before: 0n, amount: 21_000n });
    expect(night.map(({ share, amount }) => [share.stream, formatPounds(amount)])).toEqual([
      ['CARE', '126.00'],
      ['HEALTH', '84.00'],
    ]);
  });
});
