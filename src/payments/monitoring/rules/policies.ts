import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/**
 * What an authority decides for itself about looking at spending and about money to return (domain.md 3.2). Where it has not decided, what
 * councils usually do counts; each value says since when and where it is written, and whether somebody of us has read that.
 */
export interface MonitoringPolicy {
  readonly code: string;
  readonly name: string;
  readonly unit: 'weeks' | 'months' | 'days' | 'pence' | 'percent';
  readonly least: number;
  readonly most: number;
  readonly usual: { readonly from: PlainDate; readonly value: number; readonly source: string; readonly verified: boolean };
}

const usually = (value: number, source: string) => ({ from: '2014-09-01', value, source, verified: false }) as const;

export const monitoringPolicies = [
  {
    code: 'weeks-kept',
    name: 'Weeks of funding that may stay in the account',
    unit: 'weeks',
    least: 1,
    most: 26,
    usual: usually(8, 'Councils’ practice: more than 8 weeks’ funding (St Helens); 4 to 8 weeks in the account (Sefton)'),
  },
  {
    code: 'small-sum',
    name: 'A sum that is left with the family',
    unit: 'pence',
    least: 0,
    most: 50_000,
    usual: usually(5_000, 'Until the authority decides its own: asking for less costs more than it brings'),
  },
  {
    code: 'receipt-above',
    name: 'Up to this sum no receipt is asked for',
    unit: 'pence',
    least: 0,
    most: 50_000,
    usual: usually(2_500, 'Receipts above a sum: record rules must be proportionate (domain notes 3.1)'),
  },
  {
    code: 'return-every-months',
    name: 'How often a family is asked for its figures',
    unit: 'months',
    least: 1,
    most: 12,
    usual: usually(12, 'Light touch: an annual financial check-up (Worcestershire, Gloucestershire)'),
  },
  {
    code: 'return-large-every-months',
    name: 'How often where much money is held',
    unit: 'months',
    least: 1,
    most: 12,
    usual: usually(6, 'Statements and receipts every six months (Hammersmith & Fulham)'),
  },
  {
    code: 'large-agreement',
    name: 'From this sum a year the shorter time counts',
    unit: 'pence',
    least: 0,
    most: 100_000_000,
    usual: usually(2_500_000, 'Until the authority decides its own: proportionate to the sum'),
  },
  {
    code: 'first-return-weeks',
    name: 'The first look, in weeks after the first payment',
    unit: 'weeks',
    least: 4,
    most: 26,
    usual: usually(12, 'A review at twelve weeks (Gateshead); 6 to 8 weeks (Worcestershire)'),
  },
  {
    code: 'return-answer-days',
    name: 'Days to answer',
    unit: 'days',
    least: 14,
    most: 90,
    usual: usually(28, 'Four weeks, as other letters to families'),
  },
  {
    code: 'return-reminder-days',
    name: 'A reminder so many days before and after the day',
    unit: 'days',
    least: 3,
    most: 28,
    usual: usually(7, 'A week before and a week after, until the authority decides its own'),
  },
  {
    code: 'return-officer-days',
    name: 'Days after the day at which an officer speaks to the family',
    unit: 'days',
    least: 7,
    most: 90,
    usual: usually(28, 'LGSCO 23 014 712 (Northumberland): no oversight; four weeks until the authority decides its own'),
  },
  {
    code: 'dbs-recheck-months',
    name: 'A criminal-record check is looked at again',
    unit: 'months',
    least: 12,
    most: 60,
    usual: usually(36, 'No law sets a time; three years is usual for work with children'),
  },
] as const satisfies readonly MonitoringPolicy[];

export type MonitoringPolicyCode = (typeof monitoringPolicies)[number]['code'];

export interface PolicyDecision {
  readonly code: string;
  readonly from: PlainDate;
  readonly value: number;
  readonly source: string;
}

export type PolicyValues = Readonly<Record<MonitoringPolicyCode, number>>;

/** Every value as it counts on a day: the authority's latest decision up to then, or what is usual. */
export function valuesOn(decided: readonly PolicyDecision[], on: PlainDate): PolicyValues {
  return Object.fromEntries(
    monitoringPolicies.map(({ code, usual }) => {
      const own = decided
        .filter((each) => each.code === code && each.from <= on)
        .toSorted((one, other) => (one.from < other.from ? -1 : 1));
      return [code, own.at(-1)?.value ?? usual.value];
    }),
  ) as PolicyValues;
}
