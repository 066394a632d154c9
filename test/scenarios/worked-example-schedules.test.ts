import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatPounds } from '../../src/platform/money/pounds.ts';
import { lineDraft } from '../budgets/budget-book.ts';
import { type AgreementBook, agreementBook } from '../payments/agreement-book.ts';

/** The three agreements of the worked example, from the council's budget to the last date, through the use cases an officer uses. */

const YEAR = { from: '2026-04-01', until: '2027-03-31' } as const;
const SCHOOL_YEAR = { from: '2026-09-01', until: '2027-08-31' } as const;

let book: AgreementBook;
const paid: Record<string, string[]> = {};
const parts: Record<string, string[]> = {};
const agreementIds: Record<string, string> = {};

beforeAll(async () => {
  book = await agreementBook();
  await book.putUp('high-needs-block', '2026-27', 2_000_000n);
  await book.putUp('high-needs-block', '2027-28', 2_000_000n, { indicative: true });
  await book.putUp('childrens-social-care', '2026-27', 3_000_000n);
  await book.putUp('icb-continuing-care', '2026-27', 1_500_000n);
  const highNeeds = [{ sourceCode: 'high-needs-block', percent: '100' }];
  const icb = [{ sourceCode: 'icb-continuing-care', percent: '100' }];
  await book.lines([
    lineDraft({ lineCode: 'L1', kind: 'tutoring', stream: 'EDUCATION', ...SCHOOL_YEAR, amount: 1_200_000n, sources: highNeeds }),
    lineDraft({ lineCode: 'L2', amount: 1_040_000n, contingency: 40_000n }),
    lineDraft({ lineCode: 'L3', kind: 'nursing', stream: 'HEALTH', mechanism: 'THIRD_PARTY', amount: 520_000n, sources: icb }),
  ]);
  const monthly = { kind: 'monthly-on-the-first' } as const;
  const agreed = {
    L1: { ...SCHOOL_YEAR, amount: 1_200_000n, rhythm: monthly },
    L2: { ...YEAR, amount: 1_000_000n, rhythm: { kind: 'every-four-weeks', from: '2026-04-01' } as const },
    L3: { ...YEAR, amount: 520_000n, rhythm: monthly, recipientKind: 'third-party', recipientPersonId: undefined } as const,
  };
  for (const [lineCode, terms] of Object.entries(agreed)) {
    const agreementId = await book.live({ lineCode, ...terms });
    agreementIds[lineCode] = agreementId;
    const rows = await book.instalments(agreementId);
    paid[lineCode] = rows.map(({ payOn, amount }) => `${payOn} ${formatPounds(amount)}`);
    parts[lineCode] = rows.map((row) => row.parts.map(({ share, amount }) => `${share.financialYear} ${formatPounds(amount)}`).join());
  }
}, 60_000);
afterAll(() => book.close());

describe('the schedules of the family’s year', () => {
  it('pay the tutor 1,000.00 a month, seven from 2026-27 and five from 2027-28', () => {
    const dates = ['2026-09-01', '2026-10-01', '2026-10-30', '2026-12-01', '2026-12-31', '2027-02-01', '2027-03-01'];
    const next = ['2027-04-01', '2027-04-30', '2027-06-01', '2027-07-01', '2027-07-30'];
    expect(paid['L1']).toEqual([...dates, ...next].map((date) => `${date} 1000.00`));
    expect(parts['L1']).toEqual([...dates.map(() => '2026-27 1000.00'), ...next.map(() => '2027-28 1000.00')]);
  });

  it('pay the assistant on thirteen Wednesdays, the seventh a penny higher, and not on 31 March 2027', () => {
    expect(paid['L2']).toEqual([
      ...['2026-04-01 769.23', '2026-04-29 769.23', '2026-05-27 769.23', '2026-06-24 769.23', '2026-07-22 769.23', '2026-08-19 769.23'],
      ...['2026-09-16 769.24', '2026-10-14 769.23', '2026-11-11 769.23', '2026-12-09 769.23', '2027-01-06 769.23', '2027-02-03 769.23'],
      '2027-03-03 769.23',
    ]);
  });

  it('pay the nurse’s managed account on the first or the working day before, to the penny', () => {
    expect(paid['L3']).toEqual([
      ...['2026-04-01 433.33', '2026-05-01 433.34', '2026-06-01 433.33', '2026-07-01 433.33', '2026-07-31 433.34', '2026-09-01 433.33'],
      ...['2026-10-01 433.33', '2026-10-30 433.34', '2026-12-01 433.33', '2026-12-31 433.33', '2027-02-01 433.34', '2027-03-01 433.33'],
    ]);
  });

  it('have promised 12,000.00, 10,000.00 and 5,200.00, and left 400.00 of the assistant’s line unpromised', async () => {
    const sum = async (line: string, state: string, years: readonly string[], source: string) =>
      formatPounds(
        (await Promise.all(years.map((year) => book.balance(`share:${line}:${source}:${year}:${state}`)))).reduce((a, b) => a + b, 0n),
      );
    expect([
      await sum('L1', 'committed', ['2026-27'], 'high-needs-block'),
      await sum('L1', 'committed', ['2027-28'], 'high-needs-block'),
      await sum('L2', 'committed', ['2026-27'], 'childrens-social-care'),
      await sum('L2', 'available', ['2026-27'], 'childrens-social-care'),
      await sum('L3', 'committed', ['2026-27'], 'icb-continuing-care'),
      await sum('L3', 'available', ['2026-27'], 'icb-continuing-care'),
    ]).toEqual(['7000.00', '5000.00', '10000.00', '400.00', '5200.00', '0.00']);
  });
});
