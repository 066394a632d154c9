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
  /** Whether the source was found and says so. Where it was not, whoever reads the rule is told. */
  readonly verified: boolean;
}

export const retentionKinds: readonly RetentionKind[] = [
  {
    kind: 'payment-records',
    from: '2014-09-01',
    years: 6,
    counts: 'end of the financial year',
    source: 'Worcestershire County Council, advice on direct payments, "Should I keep my receipts": the current year and six more',
    verified: true,
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
    source: 'As payment records, which letters explain',
    verified: false,
  },
];

/** The rule of a kind that was in force on a day. */
export function retentionRule(kind: string, on: PlainDate): RetentionKind | undefined {
  return retentionKinds.filter((each) => each.kind === kind && each.from <= on).at(-1);
}

/** For officers: how long, counted from when, and how far they can rely on it. */
export function retentionInWords({ years, counts, source, verified }: RetentionKind): string {
  const doubt = verified ? '' : ' We have not found this confirmed: check it with your records officer before you rely on it.';
  return `${years} years from the ${counts}. ${source}.${doubt}`;
}

/** Undefined when no rule of that kind was in force on the day. The last day of keeping. */
export function retentionEnds(kind: string, startedOn: PlainDate): PlainDate | undefined {
  const rule = retentionRule(kind, startedOn);
  if (rule === undefined) return undefined;
  const counted = rule.counts === 'day itself' ? startedOn : endOfFinancialYear(startedOn);
  return addMonths(counted, rule.years * 12);
}

function endOfFinancialYear(date: PlainDate): PlainDate {
  const year = Number(date.slice(0, 4)) + (date.slice(5) >= '04-01' ? 1 : 0);
  return addDays(`${year}-04-01` as PlainDate, -1);
}
