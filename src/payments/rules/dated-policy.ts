import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { StopGround } from './agreement-kinds.ts';

/** A value that law or a council's policy may change: what it is, since when, and where that is written. */
interface Dated<Value> {
  readonly from: PlainDate;
  /** Its last day. */
  readonly until?: PlainDate;
  readonly value: Value;
  readonly source: string;
  /** Whether the words of the source were seen, not remembered. */
  readonly verified: boolean;
}

const FROM = '2014-09-01';
const USUAL_NOTICE = 'Usual policy of councils: four weeks; SI 2014/1652 regs 12 and 14 ask for reasonable notice';

const policies = {
  /** Of a stay away: the day of it on which an officer looks. */
  'look-at-absence-on-day': [
    { from: FROM, value: 29, source: 'Usual policy of councils: stays of more than four weeks', verified: false },
  ] as readonly Dated<number>[],
  'notice-days': [{ from: FROM, value: 28, source: USUAL_NOTICE, verified: false }] as readonly Dated<number>[],
  'reconsideration-answer-days': [
    { from: FROM, value: 28, source: 'Usual policy of councils; the law says only “reasonable”', verified: false },
  ] as readonly Dated<number>[],
  'ask-own-consent-before-days': [
    { from: FROM, value: 90, source: 'Good practice: reg 15 asks for reasonable steps before the day', verified: false },
  ] as readonly Dated<number>[],
  'renew-before-days': [
    { from: FROM, value: 56, source: 'LGSCO 23 017 635 (Somerset): forms sent late each term; eight weeks', verified: false },
  ] as readonly Dated<number>[],
  /** How far ahead an agreement past its date is carried on, so that its next payment can be planned. */
  'carry-on-ahead-days': [
    { from: FROM, value: 14, source: 'Longest way of a payment to the bank, and a week', verified: true },
  ] as readonly Dated<number>[],
} as const;

export type PaymentPolicy = keyof typeof policies;

export function paymentPolicyOn(name: PaymentPolicy, on: PlainDate): number {
  const row = policies[name].find(({ from, until }) => from <= on && (until === undefined || on <= until));
  if (row === undefined) throw new RangeError(`The policy ${name} says nothing about ${on}.`);
  return row.value;
}

/** Stops that the law orders, or that the recipient asks for, do not wait for a notice to run out. */
const AT_ONCE: readonly StopGround[] = [
  'consent-withdrawn',
  'recipient-no-longer-qualifies',
  'young-person-has-not-consented',
  'plan-ended',
  'asked-by-recipient',
  'died',
];

/** How many days lie between the notice of a stop and its first day (SI 2014/1652 reg 14; SI 2013/1617 reg 17). */
export function noticeDaysOf(ground: StopGround, on: PlainDate): number {
  return AT_ONCE.includes(ground) ? 0 : paymentPolicyOn('notice-days', on);
}
