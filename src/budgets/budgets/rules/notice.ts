import { addDays, isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { budgetPolicyOn } from './budget-policy.ts';
import type { EndGround } from './budget-words.ts';

/** Nothing to wait for: the law says stop (SI 2014/1652 reg 14), or the family itself has asked. */
const AT_ONCE: readonly EndGround[] = ['consent-withdrawn', 'family-asked', 'died', 'moved-away'];

/** The first day on which less may be given after this notice: reasonable notice, with reasons (SI 2014/1652 reg 12). */
function earliestAfterNotice(noticeOn: PlainDate): PlainDate {
  return addDays(noticeOn, budgetPolicyOn('notice-days', noticeOn));
}

export function needsNotice(ground: EndGround): boolean {
  return !AT_ONCE.includes(ground);
}

/** Whether less is given before the notice has run. Without a notice it always is. */
export function isTooEarly(effectiveOn: PlainDate, noticeOn: PlainDate | null | undefined): boolean {
  return noticeOn === null || noticeOn === undefined || isBefore(effectiveOn, earliestAfterNotice(noticeOn));
}
