import { isAfter, isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { type FieldRefusal, fieldRefusal } from './field-refusal.ts';
import { provisionKindOn } from './provision-kinds.ts';

export interface ProvisionTerms {
  readonly kind: string;
  readonly from: PlainDate;
  readonly until?: PlainDate | null | undefined;
  readonly unitsPerWeek?: string | null | undefined;
  readonly weeks?: number | null | undefined;
  readonly totalUnits?: string | null | undefined;
}

export type ProvisionTermsRefusal = FieldRefusal<'provision-kind-unknown' | 'plan-dates-crossed' | 'provision-amount-unclear'>;

/** Support is quantified (SEND Code 9.69, unverified): so much a week for so many weeks of a year, or so much in all; and it lies inside its plan. */
export function judgeProvision(
  { kind, from, until, unitsPerWeek, weeks, totalUnits }: ProvisionTerms,
  plan: { readonly startsOn: PlainDate; readonly endsOn: PlainDate | null },
): Result<undefined, ProvisionTermsRefusal> {
  const wrong = <const Code extends ProvisionTermsRefusal['code']>(code: Code, field: string, message: string) =>
    refused(fieldRefusal(code, field, message));
  if (provisionKindOn(kind, from) === undefined) return wrong('provision-kind-unknown', 'kind', 'There is no such kind of support.');
  if (isBefore(from, plan.startsOn)) return wrong('plan-dates-crossed', 'from', `The plan begins on ${plan.startsOn}.`);
  if (until != null && isBefore(until, from)) return wrong('plan-dates-crossed', 'until', 'The last day lies before the first.');
  if (plan.endsOn !== null && isAfter(until ?? from, plan.endsOn))
    return wrong('plan-dates-crossed', until == null ? 'from' : 'until', `The plan ends on ${plan.endsOn}.`);
  if ((unitsPerWeek == null) === (totalUnits == null))
    return wrong('provision-amount-unclear', 'unitsPerWeek', 'Say how many units a week, or how many in all.');
  if ((unitsPerWeek == null) !== (weeks == null))
    return wrong('provision-amount-unclear', 'weeks', 'Units a week are given for so many weeks of a year.');
  return accepted(undefined);
}

/** Where the head must agree before a direct payment pays for it (SEN (Personal Budgets) Regulations 2014, reg 9). */
export function isOnPremises(deliveredIn: string): boolean {
  return ['early-years', 'school', 'college'].includes(deliveredIn);
}
