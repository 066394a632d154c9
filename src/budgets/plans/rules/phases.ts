import { addMonths } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** A move from one phase of education to the next, and by when its plan must have been reviewed and amended. */
export interface Phase {
  readonly code: string;
  readonly name: string;
  readonly from: PlainDate;
  readonly until?: PlainDate;
  /** A day of the calendar year of the move, or so many months before it. */
  readonly due: { readonly monthAndDay: `${number}-${number}` } | { readonly monthsBefore: number };
  readonly source: string;
  readonly verified: boolean;
}

const regulations = { from: '2014-09-01', source: 'SEND Regulations 2014 (SI 2014/1530), reg 18', verified: false } as const;

export const phases: readonly Phase[] = [
  { code: 'to-school', name: 'Early years to school', due: { monthAndDay: '02-15' }, ...regulations },
  { code: 'to-junior', name: 'Infant to junior school', due: { monthAndDay: '02-15' }, ...regulations },
  { code: 'to-middle', name: 'Primary to middle school', due: { monthAndDay: '02-15' }, ...regulations },
  { code: 'to-secondary', name: 'Primary or middle to secondary school', due: { monthAndDay: '02-15' }, ...regulations },
  { code: 'to-post-16', name: 'Secondary school to a post-16 institution', due: { monthAndDay: '03-31' }, ...regulations },
  { code: 'between-post-16', name: 'From one post-16 institution to another', due: { monthsBefore: 5 }, ...regulations },
];

/** The last day to decide on a move; undefined for a phase that nobody knows on the day of the move. */
export function phaseDueOn(code: string, transfersOn: PlainDate): PlainDate | undefined {
  const phase = phases.find(
    (each) => each.code === code && each.from <= transfersOn && (each.until === undefined || transfersOn <= each.until),
  );
  if (phase === undefined) return undefined;
  if ('monthsBefore' in phase.due) return addMonths(transfersOn, -phase.due.monthsBefore);
  return `${transfersOn.slice(0, 4)}-${phase.due.monthAndDay}` as PlainDate;
}
