import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { type Dated, valueOn } from './dated.ts';

/** What an authority decides for itself, dated: days, and shares of a line in hundredths. Sums are in pence. */
const policies = {
  'days-to-challenge': [
    { from: '2014-09-01', value: 28, source: 'Usual policy of councils; the law says only "reasonable"', verified: false },
  ],
  'notice-days': [{ from: '2014-09-01', value: 28, source: 'Usual policy of councils: four weeks before less is paid', verified: false }],
  'days-to-answer': [{ from: '2014-09-01', value: 28, source: 'Usual policy: four weeks for an answer in writing', verified: false }],
  'family-move-percent': [
    { from: '2014-09-01', value: 10, source: 'Usual policy: a tenth of the line that gives, in a year', verified: false },
  ],
  'family-move-pence': [{ from: '2014-09-01', value: 50_000, source: 'Usual policy: no more than 500 pounds, in a year', verified: false }],
} as const satisfies Record<string, readonly Dated<number>[]>;

export type BudgetPolicy = keyof typeof policies;

export function budgetPolicyOn(name: BudgetPolicy, on: PlainDate): number {
  return valueOn<number>(policies[name], on);
}
