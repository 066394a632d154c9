import type { LineDraft } from '../budgets/index.ts';
import { CONTINUING_CARE, HIGH_NEEDS, pounds, SOCIAL_CARE } from './northmoor-budget.ts';
import { ASSISTING, NIGHTS_AWAY, NURSING, type PlannedSupport, TUTORING } from './northmoor-supports.ts';

/** The four lines of the budget as the finance officer writes them down. */

const YEAR = { from: '2026-04-01', until: '2027-03-31' } as const;
const SCHOOL_YEAR = { from: '2026-09-01', until: '2027-08-31' } as const;
const usual = { educatesOrTrains: false, premises: false, contingency: 0n, termTimeOnly: false, yearCut: 'months' } as const;
const meets = ({ provisionId, outcomeId, provision: { kind } }: PlannedSupport) => ({ provisionId, outcomeId, kind });
const whole = (sourceCode: string) => [{ sourceCode, percent: '100' }];

export const TUTOR_LINE: LineDraft = {
  ...usual,
  ...SCHOOL_YEAR,
  ...meets(TUTORING),
  lineCode: 'L1',
  stream: 'EDUCATION',
  educatesOrTrains: true,
  termTimeOnly: true,
  mechanism: 'DIRECT_PAYMENT',
  amount: pounds('12000.00'),
  sources: whole(HIGH_NEEDS.source),
  words: {
    title: 'Specialist tutor',
    what: 'A tutor at home, six hours a week in term time',
    why: 'Charlie learns best with one teacher and no noise.',
  },
};

const ASSISTANT_LINE: LineDraft = {
  ...usual,
  ...YEAR,
  ...meets(ASSISTING),
  lineCode: 'L2',
  stream: 'CARE',
  mechanism: 'DIRECT_PAYMENT',
  amount: pounds('10400.00'),
  contingency: pounds('400.00'),
  sources: whole(SOCIAL_CARE.source),
  words: {
    title: 'Personal assistant',
    what: 'Help after school and at weekends, twelve hours a week',
    why: 'Charlie is old enough to go out without family, and needs somebody close by.',
  },
};

const NURSE_LINE: LineDraft = {
  ...usual,
  ...YEAR,
  ...meets(NURSING),
  lineCode: 'L3',
  stream: 'HEALTH',
  mechanism: 'THIRD_PARTY',
  amount: pounds('5200.00'),
  sources: whole(CONTINUING_CARE.source),
  words: {
    title: 'Nurse-led care at home',
    what: 'A nurse at home, two hours a week',
    why: 'Charlie is often ill in winter, and a nurse sees it early.',
  },
};

const NIGHTS_LINE: LineDraft = {
  ...usual,
  ...YEAR,
  ...meets(NIGHTS_AWAY),
  lineCode: 'L4',
  stream: 'CARE',
  mechanism: 'ARRANGEMENT',
  amount: pounds('5460.00'),
  costing: { unit: 'night', units: '26', rate: pounds('210.00'), vatCode: 'exempt' },
  sources: [
    { sourceCode: SOCIAL_CARE.source, percent: '60' },
    { sourceCode: CONTINUING_CARE.source, percent: '40' },
  ],
  words: {
    title: 'Overnight short breaks',
    what: '26 nights at a short-break house',
    why: 'Charlie learns to be away from home, and the family gets some rest.',
  },
};

export const YEAR_LINES = [ASSISTANT_LINE, NURSE_LINE, NIGHTS_LINE];
