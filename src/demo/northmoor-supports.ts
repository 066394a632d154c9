import { v5 as uuidv5 } from 'uuid';
import type { NewOutcome, NewProvision, PlanSection } from '../budgets/index.ts';
import { DEMO } from './open-northmoor.ts';

/** What the plan says, in the words of whoever writes it with the family: one outcome and one provision for each line of the budget. */

export interface PlannedSupport {
  readonly outcomeId: string;
  readonly provisionId: string;
  readonly outcome: NewOutcome;
  readonly provision: NewProvision;
}

export const SECTIONS: readonly { readonly section: PlanSection; readonly text: string }[] = [
  { section: 'F', text: 'Charlie is taught in a mainstream class, with reading in small groups.' },
  { section: 'G', text: 'A children’s continuing care nurse visits Charlie at home each week.' },
  { section: 'H1', text: 'A personal assistant helps Charlie out of school. Charlie spends 26 nights a year at a short-break house.' },
  {
    section: 'J',
    text: 'The family holds the personal assistant’s money. A managed account holds the nurse’s. The council orders the nights.',
  },
];

const support = (name: string, outcome: NewOutcome, provision: NewProvision): PlannedSupport => {
  return { outcomeId: uuidv5(`outcome ${name}`, DEMO), provisionId: uuidv5(`provision ${name}`, DEMO), outcome, provision };
};

export const TUTORING = support(
  'tutor',
  {
    kind: 'learning',
    text: 'Charlie reads a short book alone.',
    baseline: 'Charlie reads single sentences with help.',
    target: 'Charlie reads ten pages alone by July 2027.',
    achieveBy: '2027-07-31',
  },
  {
    section: 'F',
    kind: 'tuition',
    unit: 'hour',
    unitsPerWeek: '6',
    weeks: 39,
    termTimeOnly: true,
    deliveredIn: 'home',
    from: '2026-09-01',
    until: '2027-08-31',
    description: 'A specialist tutor teaches Charlie to read at home.',
    byWhom: 'A tutor whom the family chooses',
  },
);

export const ASSISTING = support(
  'assistant',
  {
    kind: 'independence',
    text: 'Charlie goes out with friends every week.',
    baseline: 'Charlie goes out with family only.',
    target: 'Charlie goes out with friends once a week.',
    achieveBy: '2027-03-31',
  },
  {
    section: 'H1',
    kind: 'personal-assistant',
    unit: 'hour',
    unitsPerWeek: '12',
    weeks: 52,
    termTimeOnly: false,
    deliveredIn: 'community',
    from: '2026-04-01',
    until: '2027-03-31',
    description: 'A personal assistant helps Charlie after school and at weekends.',
    byWhom: 'A personal assistant whom the family employs',
  },
);

export const NURSING = support(
  'nurse',
  {
    kind: 'health',
    text: 'Charlie stays well at home.',
    baseline: 'Charlie spent 14 days in hospital last year.',
    target: 'Charlie spends fewer than 5 days in hospital in a year.',
    achieveBy: '2027-03-31',
  },
  {
    section: 'G',
    kind: 'nursing',
    unit: 'hour',
    unitsPerWeek: '2',
    weeks: 52,
    termTimeOnly: false,
    deliveredIn: 'home',
    from: '2026-04-01',
    until: '2027-03-31',
    description: 'A nurse visits Charlie at home and shows the family what to do.',
    byWhom: 'A nursing agency, paid from a managed account',
  },
);

export const NIGHTS_AWAY = support(
  'nights',
  {
    kind: 'care',
    text: 'Charlie is at ease when away from home for a night.',
    baseline: 'Charlie has never slept away from home.',
    target: 'Charlie spends two nights in a row away and enjoys them.',
    achieveBy: '2027-03-31',
  },
  {
    section: 'H1',
    kind: 'night-stay',
    unit: 'night',
    totalUnits: '26',
    termTimeOnly: false,
    deliveredIn: 'residential',
    from: '2026-04-01',
    until: '2027-03-31',
    description: 'Charlie spends nights at a short-break house.',
    byWhom: 'Northmoor Short Breaks',
  },
);

export const FIRST_SUPPORTS = [ASSISTING, NURSING, NIGHTS_AWAY];
