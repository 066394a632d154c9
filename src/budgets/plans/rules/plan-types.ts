import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** A kind of plan as the law knows it from a day on: kinds come and go, so they are data and no code asks for one by name. */
export interface PlanType {
  readonly code: string;
  readonly name: string;
  /** The first and last day on which a plan of this kind can begin. */
  readonly from: PlainDate;
  readonly until?: PlainDate;
  /** Nobody has one who has reached this age, but for the end of the school year in which they do. */
  readonly ageLimit: number;
  /** Months within which it must be reviewed, again and again; absent where the law sets none. */
  readonly reviewMonths?: number;
  readonly source: string;
  readonly verified: boolean;
}

export const planTypes: readonly PlanType[] = [
  {
    code: 'EHC_PLAN',
    name: 'Education, health and care plan',
    from: '2014-09-01',
    ageLimit: 25,
    reviewMonths: 12,
    source: 'Children and Families Act 2014, ss.37 and 44',
    verified: true,
  },
  {
    code: 'STATEMENT',
    name: 'Statement of special educational needs',
    from: '1994-09-01',
    until: '2014-08-31',
    ageLimit: 19,
    reviewMonths: 12,
    source: 'Education Act 1996, ss.324 and 328; replaced by plans from 1 September 2014',
    verified: false,
  },
  {
    code: 'LDA',
    name: 'Learning difficulty assessment',
    from: '2001-04-01',
    until: '2014-08-31',
    ageLimit: 25,
    source: 'Learning and Skills Act 2000, ss.139A to 140; replaced by plans from 1 September 2014',
    verified: false,
  },
  {
    code: 'SUPPORT_PLAN',
    name: 'Individual support plan',
    from: '2030-09-01',
    ageLimit: 25,
    source: 'White paper of 23 February 2026, a proposal and not law',
    verified: false,
  },
];

/** The kind as it is on the day a plan of it begins; undefined where there was or is none. */
export function planTypeOn(code: string, startsOn: PlainDate): PlanType | undefined {
  return planTypes.find((type) => type.code === code && type.from <= startsOn && (type.until === undefined || startsOn <= type.until));
}
