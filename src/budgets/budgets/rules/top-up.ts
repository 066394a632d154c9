import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { type Dated, valueOn } from './dated.ts';

/** The part of the extra help that a mainstream school pays itself, in pence. */
const element2: readonly Dated<bigint>[] = [
  {
    from: '2013-04-01',
    value: 600_000n,
    source: 'School funding regulations since 2013-14: first 6,000 pounds of additional support from the notional SEN budget',
    verified: true,
  },
];

export interface HelpAtSchool {
  /** What the extra help costs in a year, in pence. */
  readonly annualCost: bigint;
  /** Whether a school holds Element 2 for this child. */
  readonly element2Held: boolean;
  readonly settingKind: string;
}

/** Out of school, or at home, no school holds anything for the child, whatever a form says. */
const WITHOUT_ELEMENT_2: readonly string[] = ['eotas', 'home'];

/**
 * Element 3, the top-up from the high-needs block: what the help costs beyond Element 2, in pence a year. Where no school holds Element 2 for
 * this child (EOTAS, home, a setting that has none) nothing is deducted, and all of the cost is the block's.
 */
export function topUpOf({ annualCost, element2Held, settingKind }: HelpAtSchool, on: PlainDate): bigint {
  if (!element2Held || WITHOUT_ELEMENT_2.includes(settingKind)) return annualCost;
  const threshold = valueOn(element2, on);
  return annualCost > threshold ? annualCost - threshold : 0n;
}
