import { v7 as uuidv7 } from 'uuid';
import { askReconsideration, type BudgetRoom, type KeyedRequest, tellClocks } from '../../budgets/index.ts';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { paymentPolicyOn } from '../rules/dated-policy.ts';
import { recoveryDropped } from '../rules/recovery-entries.ts';
import { councilName, recipientOf, referenceOf, sendLetter } from './letter-facts.ts';
import { type CaseAsRead, type CaseAtHand, type CaseRefusal, changeCase } from './recovery-desk.ts';
import { answerLetter } from './recovery-letters.ts';
import { decideOnCase, type RecoveryStepRefusal } from './recovery-step.ts';
import type { ChallengeRoute } from './rules/kinds.ts';
import { recoveryRegimes } from './rules/regimes.ts';
import { usePlans } from './rules/use-plans.ts';
import { addEvent, type CaseRow, keepLetter } from './store.ts';
import { plannedOf } from './takings.ts';

export type ChallengeRefusal =
  | { readonly code: 'challenged-already' }
  | { readonly code: 'route-not-open'; readonly facts: { readonly routes: readonly string[] } };

/**
 * The family asks for it to be looked at again, by a route that its law has, once. The first request is always taken, before the decision and
 * after it; while it is open nothing is decided and nothing is taken. The answer has a day.
 */
export async function challengeRecovery(
  desk: BudgetRoom,
  caller: Caller,
  asRead: CaseAsRead,
  { route, words }: { readonly route: ChallengeRoute; readonly words: string },
): Promise<Result<{ readonly revision: number }, ChallengeRefusal | CaseRefusal>> {
  const asked = { operation: 'payments.challenge-recovery', asRead, needed: ['noticed', 'decided'] } as const;
  return changeCase(desk, caller, asked, async ({ tx, key, now, day, found }) => {
    const routes = (recoveryRegimes.find(({ code }) => code === found.regime)?.routes ?? []).map((each) => each.route);
    if (!routes.includes(route)) return refused({ code: 'route-not-open', facts: { routes } });
    if (found.challengedOn !== null) return refused({ code: 'challenged-already' });
    const { authorityId, planId, familyId, caseId } = found;
    const by = { authorityId, principal: caller.principal, now, today: day };
    // The clock of the answer stands in the officers' list with every other.
    const told = await askReconsideration(tx, by, { familyId, planId, subjectId: caseId, on: day });
    if (!told.ok) return refused({ code: 'challenged-already' });
    const answerBy = addDays(day, paymentPolicyOn('reconsideration-answer-days', day));
    const eventId = uuidv7();
    const sealed = key.seal({ words }, eventId);
    await addEvent(tx, found, { kind: 'challenged', on: day, eventId, sealed, at: now, by: caller.principal });
    return accepted({ set: { challengeRoute: route, challengedOn: day, answerBy }, facts: { route, answerBy } });
  });
}

export type Answer = { readonly reasons: string } & (
  | { readonly outcome: 'stands' | 'withdrawn' }
  | { readonly outcome: 'reduced'; readonly amount: bigint }
);

export type AnswerRefusal = {
  readonly code:
    | 'not-challenged'
    | 'answered-already'
    | 'confirmer-is-proposer'
    | 'answer-above-asked'
    | 'returned-already'
    | 'offset-under-way';
};

/**
 * The answer, by somebody other than who gave the notice, in writing with reasons: it stands, it is less, or nothing is asked for any more.
 * What was decided already is dropped in the books, as far as it has not come back.
 */
export async function answerChallenge(
  desk: BudgetRoom,
  caller: Caller,
  asRead: CaseAsRead,
  answer: Answer,
  request: KeyedRequest,
): Promise<Result<{ readonly revision: number; readonly replayed: boolean }, AnswerRefusal | RecoveryStepRefusal>> {
  const council = await councilName(desk.database, caller.authorityId);
  const asked = { asRead, operation: 'payments.answer-recovery-challenge', needed: ['noticed', 'decided'], request } as const;
  return decideOnCase<AnswerRefusal>(desk, caller, asked, async (atHand) => {
    const { tx, found, day } = atHand;
    if (found.challengedOn === null) return refused({ code: 'not-challenged' });
    if (found.answeredOn !== null) return refused({ code: 'answered-already' });
    if (found.noticedBy === caller.principal) return refused({ code: 'confirmer-is-proposer' });
    const amount = answer.outcome === 'stands' ? found.amount : answer.outcome === 'reduced' ? answer.amount : 0n;
    if (answer.outcome === 'reduced' && (amount <= 0n || amount >= found.amount)) return refused({ code: 'answer-above-asked' });
    const dropped = found.amount - amount;
    const event = { kind: 'answered' as const, amount, words: answer.reasons };
    const withIt = (at: CaseAtHand) => writeAnswer(at, caller, { council, answer, amount });
    if (found.state === 'noticed') return accepted({ set: { ...undecided(found, amount), answeredOn: day }, event, entries: [], withIt });
    if (dropped === 0n) return accepted({ set: { answeredOn: day }, event, entries: [], withIt });
    if (dropped > found.outstanding) return refused({ code: 'returned-already' });
    const used = usePlans((await plannedOf(tx, caller.authorityId, found.caseId)).toReversed(), dropped);
    if (used === undefined) return refused({ code: 'offset-under-way' });
    const { caseId, heldAs } = found;
    const outstanding = found.outstanding - dropped;
    return accepted({
      set: { answeredOn: day, outstanding, ...(outstanding === 0n && { state: 'settled' as const }) },
      event,
      entries: [
        recoveryDropped({ effectiveDate: day, recoveryCase: caseId, reference: referenceOf(caseId), of: heldAs, parts: used.parts }),
      ],
      used: { plans: used.plans, came: false },
      withIt,
    });
  });
}

/** Nothing was booked yet: the sum is simply another one, or the matter ends. */
function undecided({ amount: asked }: CaseRow, amount: bigint) {
  return amount === 0n ? { state: 'withdrawn' as const, amount: asked } : { amount };
}

async function writeAnswer(
  atHand: CaseAtHand,
  caller: Caller,
  { council, answer, amount }: { readonly council: string; readonly answer: Answer; readonly amount: bigint },
): Promise<void> {
  const { tx, key, now, day, found, agreement } = atHand;
  const { authorityId, planId, familyId, caseId } = found;
  await tellClocks(
    tx,
    { authorityId, principal: caller.principal, now, today: day },
    { familyId, planId, subjectId: caseId, on: day, kind: 'reconsideration-answered' },
  );
  const payer = (found.payerKind === 'recipient' ? recipientOf(atHand, agreement, day) : undefined) ?? {
    name: 'the personal representatives',
  };
  const { outcome, reasons } = answer;
  const letter = answerLetter({ council, to: payer.name, on: day, reference: referenceOf(caseId), outcome, amount, reasons });
  await keepLetter(tx, key, found, { kind: 'answer', letter, at: now, by: caller.principal });
  await sendLetter(atHand, caller, familyId, payer, letter);
}

export const answerIsLate = ({ challengedOn, answeredOn, answerBy }: CaseRow, day: PlainDate): boolean =>
  challengedOn !== null && answeredOn === null && answerBy !== null && answerBy < day;
