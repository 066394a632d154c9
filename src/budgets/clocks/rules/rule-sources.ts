import { policies } from './policies.ts';
import { reviewRules } from './review-rules.ts';
import { moveRules } from './statutory-days.ts';

/** Where a clock's day comes from, for whoever has to defend it. */
export interface RuleSource {
  readonly code: string;
  readonly source: string;
  readonly verified: boolean;
}

const ages: readonly RuleSource[] = [
  {
    code: 'children-and-families-act-44',
    source: 'Children and Families Act 2014, s.44(1): reviewed within 12 months, again and again',
    verified: true,
  },
  {
    code: 'own-right-education',
    source: 'Children and Families Act 2014, s.83(2); Education Act 1996, s.8: over compulsory school age',
    verified: false,
  },
  { code: 'own-right-health', source: 'SI 2013/1617, reg 2: a child is somebody under 16', verified: true },
  { code: 'own-right-care', source: 'Children Act 1989, s.17A: a disabled child aged 16 or 17', verified: true },
  { code: 'compulsory-school-age', source: 'Education Act 1996, s.8: the last Friday in June', verified: false },
  { code: 'care-act-at-18', source: 'Care Act 2014, ss.31 to 33: from the eighteenth birthday', verified: true },
  {
    code: 'children-and-families-act-46',
    source: 'Children and Families Act 2014, s.46: to the end of the academic year',
    verified: false,
  },
  { code: 'tribunal-order', source: 'The order itself names its day', verified: true },
  { code: 'send-regulations-18', source: 'SEND Regulations 2014 (SI 2014/1530), reg 18', verified: false },
];

export const ruleSources: readonly RuleSource[] = [
  ...[...reviewRules, ...moveRules].map(({ code, source, verified }) => ({ code, source, verified })),
  ...ages,
  ...policies.flatMap((policy) => ('usual' in policy ? [{ code: policy.code, source: policy.usual.source, verified: false }] : [])),
];

export function sourceOfRule(code: string): RuleSource | undefined {
  return ruleSources.find((rule) => rule.code === code);
}
