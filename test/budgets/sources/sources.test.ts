import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeBudget, registerSource, setSourceYear } from '../../../src/budgets/index.ts';
import { fundingRules } from '../../../src/budgets/sources/rules/funding-rules.ts';
import { must } from '../../people/example-family.ts';
import { type BudgetBook, budgetBook, lineDraft } from '../budget-book.ts';
import { budgetIn } from '../budgets/live-budget.ts';

let book: BudgetBook;
beforeAll(async () => {
  book = await budgetBook();
}, 60_000);
afterAll(() => book.close());

const YEAR = { sourceCode: 'high-needs-block', financialYear: '2027-28', effectiveOn: '2026-07-13' } as const;
const set = (amount: bigint, indicative: boolean, ifMatch: string, key: string) =>
  setSourceYear(book.desk, book.officer, { ...YEAR, amount, indicative, ifMatch }, book.key(key, `${amount}`));
const left = () => book.balance('source:high-needs-block:2027-28');

describe('the funding rules', () => {
  it('stand in the database as they stand in the code', async () => {
    const rows = await book.store.database.sql`
      select source_kind as "sourceKind", stream, from_date::text as "from", source, verified from budgets.funding_rules order by 1, 2`;
    const inCode = fundingRules.toSorted((one, other) =>
      `${one.sourceKind} ${one.stream}` < `${other.sourceKind} ${other.stream}` ? -1 : 1,
    );
    expect([...rows]).toEqual(inCode);
  });

  it('let no high-needs money pay for health, and no code of one stream serve another', async () => {
    const source = { sourceCode: 'wrong', kind: 'high-needs', stream: 'HEALTH', name: 'Wrong', costCentre: 'H9', subjective: '1' } as const;
    expect(await registerSource(book.desk, book.officer, source)).toMatchObject({ refusal: { code: 'source-may-not-fund' } });
    const codes = { ...source, stream: 'EDUCATION', costCentre: 'C2200', subjective: '5320' } as const;
    expect(await registerSource(book.desk, book.officer, codes)).toMatchObject({ refusal: { code: 'cost-code-of-another-stream' } });
  });
});

describe('next year’s sum', () => {
  it('is indicative, then confirmed higher or lower; lower than what lines have, the source shows it', async () => {
    must(await set(100_000n, true, '0', 'named'));
    must(await set(100_000n, true, '0', 'named'));
    expect(await left()).toBe(100_000n);
    const lines = [
      lineDraft({
        ...{ stream: 'EDUCATION', from: '2027-04-01', until: '2028-03-31', amount: 90_000n },
        sources: [{ sourceCode: 'high-needs-block', percent: '100' }],
      }),
    ];
    const budget = await budgetIn(book, 'indicative', lines);
    must(await agreeBudget(book.desk, book.approver, await budget.asRead(), { reasons: 'Enough.' }, book.key('agree next')));
    must(await set(120_000n, false, '1', 'confirmed'));
    expect(await left()).toBe(30_000n);
    must(await set(80_000n, false, '2', 'lower'));
    expect(await left()).toBe(-10_000n);
  });

  it('is not made indicative again, nor set by somebody who has read an older one', async () => {
    expect(await set(90_000n, true, '3', 'again')).toMatchObject({ refusal: { code: 'source-year-confirmed' } });
    expect(await set(90_000n, false, '2', 'stale')).toMatchObject({ refusal: { code: 'version-stale' } });
    expect(await left()).toBe(-10_000n);
  });
});
