import type { KeyedRequest } from '../../budgets/index.ts';
import { addDays, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { AgreementAsRead, AgreementDesk } from '../agreements/agreement-desk.ts';
import { noticesOf } from '../agreements/store.ts';
import { type AskedTerms, scheduleOfTerms, type TermsRefusal } from '../agreements/terms.ts';
import { paymentPolicyOn } from '../rules/dated-policy.ts';
import { owedBefore, replan } from '../rules/replan.ts';
import { type DecidedPayments, type DecidePaymentsRefusal, decidePayments, previewPayments } from './decide-payments.ts';
import { existingOf, figuresOf, type PaymentDecision, type PaymentsAtHand } from './payment-decision.ts';

/** New terms from a day on; `from` is their first day and `amount` what is promised from then to `until`. */
export interface ChangeOfPayments {
  readonly terms: AskedTerms;
  readonly reasons: string;
}

export type ChangeRefusal =
  | TermsRefusal
  | { readonly code: 'notice-missing' | 'effective-day-outside' }
  | { readonly code: 'notice-too-short'; readonly facts: { readonly earliest: PlainDate } };

/**
 * Another sum, rhythm or last day. The family has been told in a notice with the same terms; where less is paid than before, with reasons
 * and the notice's days (SI 2014/1652 reg 12), more is paid at once (reg 10). What is paid stays paid.
 */
export async function changePayments(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  request: KeyedRequest,
  change: ChangeOfPayments,
): Promise<Result<DecidedPayments, DecidePaymentsRefusal | ChangeRefusal>> {
  const asked = { asRead, operation: 'payments.change-agreement', needed: ['live'], request } as const;
  return decidePayments(desk, caller, asked, async (atHand) => {
    const { authorityId, agreementId } = atHand.agreement;
    const [notice] = await noticesOf(atHand.tx, authorityId, agreementId);
    const { from, until, amount } = change.terms;
    if (notice === undefined || notice.from !== from || notice.until !== until || notice.amount !== amount)
      return refused({ code: 'notice-missing' });
    const planned = planChange(atHand, change);
    if (!planned.ok || !isReduction(atHand, change.terms)) return planned;
    const earliest = addDays(notice.givenOn, paymentPolicyOn('notice-days', notice.givenOn));
    if (isBefore(from, earliest)) return refused({ code: 'notice-too-short', facts: { earliest } });
    return accepted({ ...planned.value, noticeOn: notice.givenOn });
  });
}

/** What the change would cancel, plan and pay at once, before anybody decides. */
export async function previewChange(
  desk: AgreementDesk,
  caller: Caller,
  which: Pick<AgreementAsRead, 'familyId' | 'agreementId'>,
  terms: AskedTerms,
): ReturnType<typeof previewPayments<ChangeRefusal>> {
  return previewPayments(desk, caller, which, (atHand) => planChange(atHand, { terms, reasons: '' }));
}

function planChange(
  { agreement, instalments, day }: PaymentsAtHand,
  { terms, reasons }: ChangeOfPayments,
): Result<PaymentDecision, ChangeRefusal> {
  const { from, until, rhythm, timing, smoothed, partPayments, terms: schoolTerms } = terms;
  if (isBefore(from, agreement.from)) return refused({ code: 'effective-day-outside' });
  const schedule = scheduleOfTerms(terms);
  if (!schedule.ok) return schedule;
  const plan = replan({ existing: existingOf(instalments), from, next: schedule.value.instalments, earliestPayOn: day });
  const stored = { rhythm, partPayments, ...(schoolTerms !== undefined && { terms: schoolTerms }) };
  return accepted({
    ...{ kind: 'change', effectiveOn: from, cancel: plan.cancel, hold: [], free: [], add: plan.add },
    set: { until, amount: plan.figures.owedBefore + plan.figures.owedAfter, rhythm: stored, timing, smoothed },
    ...{ figures: figuresOf(plan.figures), reasons },
  });
}

/** Whether the days that both terms cover are paid for with less. */
function isReduction({ instalments }: PaymentsAtHand, { from, amount }: AskedTerms): boolean {
  const promised = existingOf(instalments).filter(({ state }) => state !== 'cancelled');
  const asItWas = promised.reduce((sum, each) => sum + each.amount - owedBefore(each, from), 0n);
  return amount < asItWas;
}
