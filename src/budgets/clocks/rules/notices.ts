import { addDays, isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { type FieldRefusal, fieldRefusal } from '../../plans/rules/field-refusal.ts';

/** What a family is told before direct payments are reduced, stopped or asked back (SI 2014/1652, regs 12 to 14). */
export interface PaymentNotice {
  readonly kind: 'reduce' | 'stop' | 'repay';
  readonly reasons: string;
  /** In pence: what it is reduced to, or what is to be paid back. */
  readonly amount?: bigint | undefined;
  /** Who is to pay it back. */
  readonly payer?: string | undefined;
  readonly noticeOn: PlainDate;
  readonly effectiveOn: PlainDate;
  /** The law itself stops payments when consent is withdrawn: nobody waits for a notice to run out. */
  readonly mandatory?: boolean | undefined;
}

/** The first day on which a notice can take effect: after its days, or at once where the law itself stops the payments. */
export function firstDayOfEffect({ noticeOn, mandatory }: Pick<PaymentNotice, 'noticeOn' | 'mandatory'>, noticeDays: number): PlainDate {
  return mandatory === true ? noticeOn : addDays(noticeOn, noticeDays);
}

/** A notice is whole: reasons in writing, the amount, the day, and who pays where something is asked back. */
export function judgeNotice(
  notice: PaymentNotice,
  noticeDays: number,
): Result<undefined, FieldRefusal<'notice-incomplete' | 'notice-too-short'>> {
  const missing = (field: string, message: string) => refused(fieldRefusal('notice-incomplete', field, message));
  if (notice.reasons.trim() === '') return missing('reasons', 'Say why, in words the family can answer.');
  if (notice.kind !== 'stop' && notice.amount === undefined) return missing('amount', 'Say the amount.');
  if (notice.kind === 'repay' && notice.payer === undefined) return missing('payer', 'Say who is to pay it back.');
  const first = firstDayOfEffect(notice, noticeDays);
  return isBefore(notice.effectiveOn, first)
    ? refused(fieldRefusal('notice-too-short', 'effectiveOn', `With notice of ${noticeDays} days it takes effect from ${first}.`))
    : accepted(undefined);
}
