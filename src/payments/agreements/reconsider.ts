import { v7 as uuidv7 } from 'uuid';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { paymentPolicyOn } from '../rules/dated-policy.ts';
import { type AgreementAsRead, type AgreementDesk, type AtHandRefusal, changeAgreement } from './agreement-desk.ts';
import { decisionsOf, insertDecision, updateAgreement } from './store.ts';

const ANY_STATE = ['draft', 'notice-given', 'consented', 'live', 'paused', 'stopped', 'ended'] as const;
const CAN_BE_RECONSIDERED: readonly string[] = ['change', 'pause', 'stop'];

export type ReconsiderRefusal = {
  readonly code: 'decision-not-found' | 'decision-cannot-be-reconsidered' | 'reconsidered-already' | 'reconsideration-not-asked';
};

/**
 * The family asks for a decision to be looked at again, once (SI 2014/1652 regs 12 and 14). The first request is always taken, however it
 * comes; the answer has a day.
 */
export async function askReconsideration(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  { decisionId: about, words }: { readonly decisionId: string; readonly words: string },
): Promise<Result<{ readonly answerBy: PlainDate; readonly revision: number }, AtHandRefusal | ReconsiderRefusal>> {
  const asked = { operation: 'payments.ask-reconsideration', asRead, needed: ANY_STATE };
  return changeAgreement(desk, caller, asked, async ({ tx, key, now, day, agreement }) => {
    const { authorityId, agreementId, familyId } = agreement;
    const decisions = await decisionsOf(tx, authorityId, agreementId);
    const decision = decisions.find((each) => each.decisionId === about);
    if (decision === undefined) return refused({ code: 'decision-not-found' });
    if (!CAN_BE_RECONSIDERED.includes(decision.kind)) return refused({ code: 'decision-cannot-be-reconsidered' });
    if (decisions.some((each) => each.about === about)) return refused({ code: 'reconsidered-already' });
    const answerBy = addDays(day, paymentPolicyOn('reconsideration-answer-days', day));
    const decisionId = uuidv7();
    await insertDecision(tx, {
      ...{ authorityId, decisionId, agreementId, familyId, kind: 'reconsideration-asked', decidedOn: day, effectiveOn: answerBy, about },
      ...{ figures: {}, sealed: key.seal({ reasons: words }, decisionId), createdAt: now, createdBy: caller.principal },
    });
    const revision = agreement.revision + 1;
    await updateAgreement(tx, authorityId, agreementId, { revision });
    return accepted({ value: { answerBy, revision }, facts: { about } });
  });
}

/** The answer, in writing, with reasons. A decision that does not stand is put right by a decision of its own: a change, restart or new start. */
export async function answerReconsideration(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  { decisionId: about, stands, reasons }: { readonly decisionId: string; readonly stands: boolean; readonly reasons: string },
): Promise<Result<{ readonly revision: number }, AtHandRefusal | ReconsiderRefusal>> {
  const asked = { operation: 'payments.answer-reconsideration', asRead, needed: ANY_STATE };
  return changeAgreement(desk, caller, asked, async ({ tx, key, now, day, agreement }) => {
    const { authorityId, agreementId, familyId } = agreement;
    const decisions = await decisionsOf(tx, authorityId, agreementId);
    if (!decisions.some((each) => each.kind === 'reconsideration-asked' && each.about === about))
      return refused({ code: 'reconsideration-not-asked' });
    if (decisions.some((each) => each.kind === 'reconsidered' && each.about === about)) return refused({ code: 'reconsidered-already' });
    const decisionId = uuidv7();
    await insertDecision(tx, {
      ...{ authorityId, decisionId, agreementId, familyId, kind: 'reconsidered', decidedOn: day, effectiveOn: day, about },
      ...{ figures: { stands: `${stands}` }, sealed: key.seal({ reasons }, decisionId), createdAt: now, createdBy: caller.principal },
    });
    const revision = agreement.revision + 1;
    await updateAgreement(tx, authorityId, agreementId, { revision });
    return accepted({ value: { revision }, facts: { about, stands } });
  });
}
