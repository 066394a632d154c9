import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedShares, type FundedShare, fundedShares, type LineSource } from '../../../../src/budgets/budgets/rules/line-money.ts';
import { addUpToAll, weightOfPercent } from '../../../../src/budgets/budgets/rules/percent.ts';
import { costOf, proRata, unitsInAll, weeksOf } from '../../../../src/budgets/budgets/rules/sufficiency.ts';
import { isInWrongStream } from '../../../../src/budgets/budgets/rules/therapy.ts';
import { topUpOf } from '../../../../src/budgets/budgets/rules/top-up.ts';
import { cutOverYears } from '../../../../src/budgets/budgets/rules/year-cut.ts';
import { addDays } from '../../../../src/platform/calendar/date-arithmetic.ts';
import { financialYearOf } from '../../../../src/platform/calendar/financial-year.ts';
import type { PlainDate } from '../../../../src/platform/calendar/plain-date.ts';
import { formatPounds } from '../../../../src/platform/money/pounds.ts';

const SCHOOL_YEAR = { from: '2026-09-01', until: '2027-08-31' } as const;
const CARE: LineSource = { sourceCode: 'social-care', stream: 'CARE', costCentre: 'C1', subjective: 'S1', weight: 60n };
const HEALTH: LineSource = { sourceCode: 'icb', stream: 'HEALTH', costCentre: 'H1', subjective: 'S2', weight: 40n };
const total = (shares: readonly { readonly amount: bigint }[]) => shares.reduce((sum, { amount }) => sum + amount, 0n);

describe('a school year over two financial years', () => {
  it.each([
    ['months', '7000.00', '5000.00'],
    ['days', '6969.86', '5030.14'],
  ] as const)('is cut by %s into %s and %s', (cut, first, second) => {
    expect(cutOverYears(1_200_000n, SCHOOL_YEAR, cut).map(({ financialYear, amount }) => [financialYear, formatPounds(amount)])).toEqual([
      ['2026-27', first],
      ['2027-28', second],
    ]);
  });

  it('starts a financial year on 1 April, not on the 6th', () => {
    expect(cutOverYears(200n, { from: '2027-03-31', until: '2027-04-01' }, 'days').map(({ amount }) => amount)).toEqual([100n, 100n]);
  });
});

const days: fc.Arbitrary<PlainDate> = fc.integer({ min: 0, max: 1_400 }).map((day) => addDays('2025-01-15', day));
const covers = fc.tuple(days, days).map(([one, other]) => (one <= other ? { from: one, until: other } : { from: other, until: one }));
const cuts = fc.constantFrom('months', 'days' as const);
const amounts = fc.bigInt({ min: 0n, max: 10n ** 10n });

describe('a line’s shares', () => {
  it('re-add to its amount, whatever the days, the cut and the sources', () => {
    fc.assert(
      fc.property(amounts, covers, cuts, fc.boolean(), (amount, cover, cut, joint) => {
        const shares = fundedShares(amount, joint ? [CARE, HEALTH] : [{ ...CARE, weight: 1n }], { ...cover, cut });
        expect(total(shares)).toBe(amount);
        expect(shares.every((share) => share.amount >= 0n)).toBe(true);
      }),
    );
  });

  it('after a change re-add to the new amount, and no year before it is touched', () => {
    fc.assert(
      fc.property(amounts, amounts, covers, cuts, days, (amount, more, cover, cut, effectiveOn) => {
        fc.pre(effectiveOn <= cover.until);
        const before = fundedShares(amount, [CARE, HEALTH], { ...cover, cut });
        const after = changedShares(before, more, { ...cover, cut, effectiveOn });
        expect(total(after)).toBe(amount + more);
        const past = (shares: readonly FundedShare[]) => shares.filter(({ financialYear }) => financialYear < financialYearOf(effectiveOn));
        expect(past(after)).toEqual(past(before));
      }),
    );
  });

  it('are cut at 60 and 40 of each year’s running sum', () => {
    const shares = fundedShares(546_000n, [CARE, HEALTH], { from: '2026-04-01', until: '2027-03-31', cut: 'months' });
    expect(shares.map(({ amount }) => formatPounds(amount))).toEqual(['3276.00', '2184.00']);
  });
});

describe('Element 3, the top-up', () => {
  const school = { element2Held: true, settingKind: 'mainstream' };
  it.each([
    [600_000n, 0n],
    [600_001n, 1n],
    [950_000n, 350_000n],
    [0n, 0n],
  ])('of help for %s pence is %s where a school holds Element 2', (annualCost, topUp) => {
    expect(topUpOf({ ...school, annualCost }, '2026-09-01')).toBe(topUp);
  });

  it.each(['eotas', 'home'])('takes nothing off in the setting %s, nor where the school holds none', (settingKind) => {
    expect(topUpOf({ element2Held: true, settingKind, annualCost: 950_000n }, '2026-09-01')).toBe(950_000n);
    expect(topUpOf({ ...school, element2Held: false, annualCost: 950_000n }, '2026-09-01')).toBe(950_000n);
  });
});

describe('what the agreed support costs', () => {
  const tutor = { units: '100', rate: 4_000n, vatCode: 'standard' } as const;
  it.each([
    ['DIRECT_PAYMENT', '4800.00'],
    ['THIRD_PARTY', '4800.00'],
    ['ARRANGEMENT', '4000.00'],
  ] as const)('with VAT of 20 %% by %s is %s: only the council reclaims it', (mechanism, cost) => {
    expect(formatPounds(costOf(tutor, mechanism, '2026-04-01'))).toBe(cost);
  });

  it('holds what an employer pays on top of the wage', () => {
    const assistant = { units: '520', rate: 1_300n, vatCode: 'outside', onCostRate: '0.1807', onCostFixed: 6_100n } as const;
    expect(formatPounds(costOf(assistant, 'DIRECT_PAYMENT', '2026-04-01'))).toBe('8042.53');
  });

  it('counts 52 weeks of a year, 38 of them in term', () => {
    const year = { from: '2026-04-01', until: '2027-03-31' } as const;
    expect([weeksOf(year, false), weeksOf(year, true)]).toEqual([52, 38]);
    expect(unitsInAll('2.5', 38)).toBe('95');
  });

  it('is a part of the year’s sum by days for a start in mid-year', () => {
    expect(formatPounds(proRata(365_000n, { from: '2026-10-01', until: '2027-03-31' }))).toBe('1820.00');
  });
});

describe('the parts of a joint line', () => {
  it.each([[['60', '40']], [['33.3333', '33.3333', '33.3334']], [['100']]])('%j make the whole', (percents) => {
    expect(addUpToAll(percents.map((percent) => weightOfPercent(percent) ?? 0n))).toBe(true);
  });

  it.each([[['60', '30']], [['33.3333', '33.3333', '33.3333']], [['100', '0']], [['60', '40.0001']], [['-60', '160']], [[]]])(
    '%j do not',
    (percents) => {
      expect(addUpToAll(percents.map((percent) => weightOfPercent(percent) ?? 0n))).toBe(false);
    },
  );
});

describe('therapy that educates or trains', () => {
  it.each([
    ['speech-and-language-therapy', false, 'HEALTH', undefined, true],
    ['speech-and-language-therapy', false, 'EDUCATION', undefined, false],
    ['speech-and-language-therapy', false, 'HEALTH', 'It is about swallowing.', false],
    ['physiotherapy', true, 'CARE', undefined, true],
    ['physiotherapy', false, 'HEALTH', undefined, false],
  ] as const)(
    '%s (educates: %s) in %s with the reason %s is in the wrong stream: %s',
    (kind, educatesOrTrains, stream, reasonForStream, wrong) => {
      expect(isInWrongStream({ kind, educatesOrTrains, stream, reasonForStream })).toBe(wrong);
    },
  );
});
