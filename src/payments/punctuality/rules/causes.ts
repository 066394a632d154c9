import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** Why a payment came late. Codes keep their meaning; one that is not used any more ends, and stays readable on what it explained. */
export const lateCauses = [
  'account-closed',
  'details-wrong',
  'details-awaited',
  'returned-by-bank',
  'entered-late',
  'approved-late',
  'agreement-late',
  'plan-late',
  'funds-short',
  'bank-failure',
  'service-failure',
  'held-for-check',
] as const;
export type LateCause = (typeof lateCauses)[number];

interface DatedCause {
  readonly from: PlainDate;
  readonly until?: PlainDate;
  /** Whose side it arose on: an authority owes the family what a cause of its own has cost. */
  readonly side: 'council' | 'bank' | 'family';
}

/** Our own list, made from what ombudsman decisions name; no scheme publishes one (verified: false). */
const CAUSES: Readonly<Record<LateCause, DatedCause>> = {
  'account-closed': { from: '2014-09-01', side: 'family' },
  'details-wrong': { from: '2014-09-01', side: 'family' },
  'details-awaited': { from: '2014-09-01', side: 'family' },
  'returned-by-bank': { from: '2014-09-01', side: 'bank' },
  'entered-late': { from: '2014-09-01', side: 'council' },
  'approved-late': { from: '2014-09-01', side: 'council' },
  'agreement-late': { from: '2014-09-01', side: 'council' },
  'plan-late': { from: '2014-09-01', side: 'council' },
  'funds-short': { from: '2014-09-01', side: 'council' },
  'bank-failure': { from: '2014-09-01', side: 'bank' },
  'service-failure': { from: '2014-09-01', side: 'council' },
  'held-for-check': { from: '2014-09-01', side: 'council' },
};

export function sideOf(cause: LateCause): DatedCause['side'] {
  return CAUSES[cause].side;
}

/** Whether the cause may be given for a payment that was promised for this day. */
export function isCauseOn(cause: LateCause, on: PlainDate): boolean {
  const { from, until } = CAUSES[cause];
  return from <= on && (until === undefined || on <= until);
}
