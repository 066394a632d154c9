import { addDays, addMonths } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

/** How long a kind of record is kept, from when the rule counts, and who says so. Dated, because councils change their schedules. */
export interface RetentionKind {
  readonly kind: string;
  readonly from: PlainDate;
  readonly years: number;
  /** The day that the years are counted from. */
  readonly counts: 'end of the financial year' | 'day itself';
  readonly source: string;
  /** Whether somebody of us has read the source itself. */
  readonly verified: boolean;
}

export const retentionKinds: readonly RetentionKind[] = [
  {
    kind: 'payment-records',
    from: '2014-09-01',
    years: 6,
    counts: 'end of the financial year',
    source: 'Council practice: six years and the current one',
    verified: false,
  },
  {
    kind: 'agreements-and-consents',
    from: '2014-09-01',
    years: 6,
    counts: 'day itself',
    source: 'Limitation Act 1980, s.5: six years for claims on a simple contract',
    verified: false,
  },
  {
    kind: 'complaints',
    from: '2014-09-01',
    years: 6,
    counts: 'day itself',
    source: 'Limitation Act 1980, s.5: six years for claims on a simple contract',
    verified: false,
  },
  {
    kind: 'correspondence',
    from: '2014-09-01',
    years: 6,
    counts: 'end of the financial year',
    source: 'As payment records, which letters explain: council practice',
    verified: false,
  },
];

export type RetentionKindName = (typeof retentionKinds)[number]['kind'];

/** Undefined when no rule of that kind was in force on the day. The last day of keeping. */
export function retentionEnds(kind: string, startedOn: PlainDate): PlainDate | undefined {
  const rule = retentionKinds.filter((each) => each.kind === kind && each.from <= startedOn).at(-1);
  if (rule === undefined) return undefined;
  const counted = rule.counts === 'day itself' ? startedOn : endOfFinancialYear(startedOn);
  return addMonths(counted, rule.years * 12);
}

function endOfFinancialYear(date: PlainDate): PlainDate {
  const year = Number(date.slice(0, 4)) + (date.slice(5) >= '04-01' ? 1 : 0);
  return addDays(`${year}-04-01` as PlainDate, -1);
}
