import { v7 as uuidv7 } from 'uuid';
import type { KeyedRequest } from '../../budgets/index.ts';
import { addDays, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { AgreementAsRead, AgreementDesk } from '../agreements/agreement-desk.ts';
import { isResponsible, signatureOf } from '../agreements/record-consent.ts';
import { agreementConsents } from '../agreements/schema.ts';
import type { StopGround } from '../rules/agreement-kinds.ts';
import { noticeDaysOf } from '../rules/dated-policy.ts';
import { replan } from '../rules/replan.ts';
import { type DecidedPayments, type DecidePaymentsRefusal, decidePayments, previewPayments } from './decide-payments.ts';
import { existingOf, figuresOf, type PaymentDecision, type PaymentsAtHand } from './payment-decision.ts';

export interface StopOfPayments {
  readonly ground: Exclude<StopGround, 'consent-withdrawn'>;
  /** The first day that is no longer paid for. */
  readonly from: PlainDate;
  /** The day on which the family was told in writing. */
  readonly noticeOn: PlainDate;
  readonly reasons: string;
}

export type StopRefusal =
  | { readonly code: 'effective-day-outside' }
  | { readonly code: 'notice-too-short'; readonly facts: { readonly earliest: PlainDate } };

/**
 * Payments stop on a ground of the law, with reasons, after written notice; the family may ask once for the decision to be looked at again
 * (SI 2014/1652 reg 14, SI 2013/1617 reg 17). Days before it are paid to the last; what was paid beyond is shown, not taken.
 */
export async function stopPayments(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  request: KeyedRequest,
  stop: StopOfPayments,
): Promise<Result<DecidedPayments, DecidePaymentsRefusal | StopRefusal>> {
  const asked = { asRead, operation: 'payments.stop-agreement', needed: ['live', 'paused'], request } as const;
  return decidePayments(desk, caller, asked, (atHand) => decideStop(atHand, stop));
}

export async function previewStop(
  desk: AgreementDesk,
  caller: Caller,
  which: Pick<AgreementAsRead, 'familyId' | 'agreementId'>,
  stop: Omit<StopOfPayments, 'reasons'>,
): ReturnType<typeof previewPayments<StopRefusal>> {
  return previewPayments(desk, caller, which, (atHand) => decideStop(atHand, { ...stop, reasons: '' }));
}

function decideStop(atHand: PaymentsAtHand, { ground, from, noticeOn, reasons }: StopOfPayments): Result<PaymentDecision, StopRefusal> {
  if (isBefore(from, atHand.agreement.from)) return refused({ code: 'effective-day-outside' });
  const days = noticeDaysOf(ground, noticeOn);
  const earliest = addDays(noticeOn, days);
  // A ground that takes effect at once may lie in the past: a plan that has ended, somebody who has died.
  if (days > 0 && isBefore(from, earliest)) return refused({ code: 'notice-too-short', facts: { earliest } });
  return accepted({
    ...planStop(atHand, from),
    kind: 'stop',
    ground,
    noticeOn,
    reasons,
    set: { state: 'stopped', stoppedFrom: from, stopGround: ground },
  });
}

export interface Withdrawal {
  /** Of a paper: who signed it and the day it came; whoever signs in withdraws today and for themselves. */
  readonly signedBy?: string | undefined;
  readonly words: string;
}

export type WithdrawalRefusal = { readonly code: 'consent-by-the-wrong-person' | 'consent-not-in-writing' };

/**
 * The recipient, or whoever holds the right, takes consent back in writing. Nothing that is not yet released is paid from this moment, with no
 * notice to run out (SI 2014/1652 reg 14): the duty to secure the support goes back to the council.
 */
export async function withdrawConsent(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  request: KeyedRequest,
  withdrawal: Withdrawal,
): Promise<Result<DecidedPayments, DecidePaymentsRefusal | WithdrawalRefusal>> {
  const asked = { asRead, operation: 'payments.withdraw-consent', needed: ['live', 'paused'], request } as const;
  let day: PlainDate | undefined;
  return decidePayments(
    desk,
    caller,
    asked,
    (atHand): Result<PaymentDecision, WithdrawalRefusal> => {
      const signature = signatureOf(caller, atHand, { signedBy: withdrawal.signedBy });
      if (signature === undefined) return refused({ code: 'consent-not-in-writing' });
      day = atHand.day;
      const { recipientPersonId, childId } = atHand.agreement;
      const { signer } = signature;
      const mayWithdraw =
        signer === undefined
          ? recipientPersonId === null
          : signer === recipientPersonId || signer === childId || isResponsible(atHand, signer);
      if (!mayWithdraw) return refused({ code: 'consent-by-the-wrong-person' });
      return accepted({
        ...planStop(atHand, atHand.day),
        ...{ kind: 'stop', ground: 'consent-withdrawn', noticeOn: atHand.day, reasons: withdrawal.words },
        set: { state: 'stopped', stoppedFrom: atHand.day, stopGround: 'consent-withdrawn', consentedVersion: null },
      });
    },
    async ({ tx, key, now }, agreement) => {
      const { authorityId, agreementId, familyId, recipientKind, noticeVersion } = agreement;
      const signature = signatureOf(caller, { agreement, day: day ?? agreement.from }, { signedBy: withdrawal.signedBy });
      if (signature === undefined) return;
      const consentId = uuidv7();
      const { signer, writtenOn, channel } = signature;
      await tx.insert(agreementConsents).values({
        ...{ authorityId, consentId, agreementId, familyId, kind: 'withdrawal', version: noticeVersion, capacity: recipientKind },
        ...{ signedBy: signer ?? null, writtenOn, channel, sealed: key.seal({ words: withdrawal.words }, consentId) },
        ...{ createdAt: now, createdBy: caller.principal },
      });
    },
  );
}

/** What a pause still held is not paid any more either; whoever stops a paused agreement sees it in the figures. */
function planStop({ instalments, day }: PaymentsAtHand, from: PlainDate) {
  const plan = replan({ existing: existingOf(instalments), from, next: [], earliestPayOn: day });
  const heldBack = instalments.filter(({ state, dueRef }) => state === 'held' && !plan.cancel.includes(dueRef));
  const held = heldBack.reduce((sum, { amount }) => sum + amount, 0n);
  return {
    ...{ effectiveOn: from, cancel: [...plan.cancel, ...heldBack.map(({ dueRef }) => dueRef)], hold: [], free: [], add: plan.add },
    figures: { ...figuresOf({ ...plan.figures, toCome: plan.figures.toCome - held }), heldBack: `${held}` },
  };
}
