import { and, eq, inArray } from 'drizzle-orm';
import type { KeyedRequest } from '../../budgets/index.ts';
import { isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { AgreementAsRead, AgreementDesk } from '../agreements/agreement-desk.ts';
import { agreements } from '../agreements/schema.ts';
import { headAgrees } from '../agreements/store.ts';
import { scheduleOfTerms, type TermsRefusal, termsOf } from '../agreements/terms.ts';
import { replan } from '../rules/replan.ts';
import { type DecidedPayments, type DecidePaymentsRefusal, decidePayments, previewPayments } from './decide-payments.ts';
import { existingOf, figuresOf, type PaymentDecision, type PaymentsAtHand } from './payment-decision.ts';
import { instalmentsOfAgreement } from './store.ts';

export type StartRefusal =
  | TermsRefusal
  | { readonly code: 'consent-missing' | 'recipient-not-checked' | 'recipient-excluded' | 'head-agreement-missing' | 'line-has-agreement' };

/**
 * The signed agreement starts: its sum is promised from the line's shares, and its instalments stand. Dates that have passed while it was
 * made are paid at once as arrears, so that lateness of the council never costs a family money.
 */
export async function startPayments(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  request: KeyedRequest,
  { reasons }: { readonly reasons: string },
): Promise<Result<DecidedPayments, DecidePaymentsRefusal | StartRefusal>> {
  const asked = { asRead, operation: 'payments.start-agreement', needed: ['consented'], request } as const;
  return decidePayments(desk, caller, asked, (atHand) => decideStart(atHand, reasons));
}

/** What a start would promise and pay at once, at any step before it. */
export async function previewStart(
  desk: AgreementDesk,
  caller: Caller,
  which: Pick<AgreementAsRead, 'familyId' | 'agreementId'>,
): ReturnType<typeof previewPayments<TermsRefusal>> {
  return previewPayments(desk, caller, which, (atHand) => planStart(atHand, ''));
}

async function decideStart(atHand: PaymentsAtHand, reasons: string): Promise<Result<PaymentDecision, StartRefusal>> {
  const { tx, agreement } = atHand;
  const { authorityId, agreementId, lineId, onPremises, mayBePaid, consentedVersion, noticeVersion } = agreement;
  if (consentedVersion !== noticeVersion) return refused({ code: 'consent-missing' });
  if (mayBePaid === null) return refused({ code: 'recipient-not-checked' });
  if (!mayBePaid) return refused({ code: 'recipient-excluded' });
  if (onPremises && !(await headAgrees(tx, authorityId, agreementId))) return refused({ code: 'head-agreement-missing' });
  const standing = await tx
    .select({ agreementId: agreements.agreementId })
    .from(agreements)
    .where(and(eq(agreements.authorityId, authorityId), eq(agreements.lineId, lineId), inArray(agreements.state, ['live', 'paused'])));
  if (standing.length > 0) return refused({ code: 'line-has-agreement' });
  return planStart(atHand, reasons);
}

async function planStart({ tx, agreement, day }: PaymentsAtHand, reasons: string): Promise<Result<PaymentDecision, TermsRefusal>> {
  const schedule = scheduleOfTerms(termsOf(agreement));
  if (!schedule.ok) return schedule;
  const { from, authorityId, renews } = agreement;
  // What was paid on by the old terms for days that are now the new agreement's is paid already; what is still open of it is not paid twice.
  const renewed = renews === null ? [] : await instalmentsOfAgreement(tx, authorityId, renews);
  const existing = existingOf(renewed).filter(({ cover }) => !isBefore(cover.first, from));
  const plan = replan({ existing, from, next: schedule.value.instalments, earliestPayOn: day, missedKind: 'arrears' });
  return accepted({
    ...{ kind: 'start', effectiveOn: from, cancel: plan.cancel, hold: [], free: [], add: plan.add },
    ...{ set: { state: 'live' }, figures: figuresOf(plan.figures), reasons, ...(renews !== null && { ends: renews }) },
  });
}
