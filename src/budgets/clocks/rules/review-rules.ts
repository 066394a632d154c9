import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { PolicyCode } from './policies.ts';

/** So many months by law, so many as the authority has decided for itself, or whenever the plan itself is reviewed. */
export type Interval = { readonly months: number } | { readonly policy: PolicyCode } | 'plan-review';

/** How often direct payments of a stream are reviewed, as the law of that stream has it from a day on. */
export interface ReviewRule {
  readonly code: string;
  readonly stream: 'EDUCATION' | 'HEALTH' | 'CARE';
  /** Care law changes on the eighteenth birthday; the other two know one rule for all ages. */
  readonly of: 'everybody' | 'children' | 'adults';
  readonly from: PlainDate;
  readonly until?: PlainDate;
  /** Counted from the first payment. */
  readonly first: Interval;
  /** Counted from the review before. */
  readonly next: Interval;
  readonly source: string;
  readonly verified: boolean;
}

export const reviewRules: readonly ReviewRule[] = [
  {
    code: 'sen-direct-payment-review',
    stream: 'EDUCATION',
    of: 'everybody',
    from: '2014-09-01',
    first: { months: 3 },
    next: 'plan-review',
    source: 'SEN (Personal Budgets) Regulations 2014 (SI 2014/1652), reg 11',
    verified: false,
  },
  {
    code: 'nhs-direct-payment-review',
    stream: 'HEALTH',
    of: 'everybody',
    from: '2013-08-01',
    first: { months: 3 },
    next: { months: 12 },
    source: 'NHS (Direct Payments) Regulations 2013 (SI 2013/1617), reg 14',
    verified: false,
  },
  {
    code: 'care-act-direct-payment-review',
    stream: 'CARE',
    of: 'adults',
    from: '2015-04-01',
    first: { months: 6 },
    next: { months: 12 },
    source: 'Care and Support (Direct Payments) Regulations 2014 (SI 2014/2871), reg 7',
    verified: true,
  },
  {
    code: 'section-17a-direct-payment-review',
    stream: 'CARE',
    of: 'children',
    from: '2009-11-01',
    // Neither s.17A nor SI 2009/1887 names an interval, so only what the authority has decided counts, and nothing is made up.
    first: { policy: 'child-care-first-review' },
    next: { policy: 'child-care-next-review' },
    source: 'Children Act 1989, s.17A; SI 2009/1887: no interval in either',
    verified: true,
  },
];

export function reviewRuleFor(stream: ReviewRule['stream'], of: 'children' | 'adults', on: PlainDate): ReviewRule | undefined {
  return reviewRules.find(
    (rule) =>
      rule.stream === stream &&
      (rule.of === 'everybody' || rule.of === of) &&
      rule.from <= on &&
      (rule.until === undefined || on <= rule.until),
  );
}
