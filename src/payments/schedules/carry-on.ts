import { v5 as uuidv5 } from 'uuid';
import { keyedRequest } from '../../budgets/index.ts';
import { serviceCaller } from '../../people/index.ts';
import { addDays, isAfter, isBefore, laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { roundHalfUp } from '../../platform/money/round.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { AgreementDesk } from '../agreements/agreement-desk.ts';
import { type AgreementRow, renewalsOf, standingAgreements } from '../agreements/store.ts';
import { paymentPolicyOn } from '../rules/dated-policy.ts';
import { coversOf, daysOf } from '../rules/instalment-covers.ts';
import { payDateOf } from '../rules/instalment-dates.ts';
import { yearOfCover } from '../rules/instalments.ts';
import { wholeDays } from '../rules/payment-schedule.ts';
import type { NewInstalment } from '../rules/replan.ts';
import { decidePayments } from './decide-payments.ts';
import { agreementPastItsDate } from './job-contracts.ts';
import type { PaymentDecision, PaymentsAtHand } from './payment-decision.ts';

/** Under which the books let a line go below nothing for it: agreed provision in a plan is a duty. */
const PAID_ON = 'plan-in-force-paid-on-by-its-last-terms';

export interface CarriedOn {
  readonly agreementIds: readonly string[];
  readonly failed: readonly { readonly agreementId: string; readonly code: string }[];
}

/**
 * An agreement past its last day, with its plan in force, goes on by its last terms until an officer renews or stops it: a family must not
 * go without because a form is late (LGSCO 23 016 451, 23 017 635). Each day plans what falls due soon, once, and tells the officers.
 */
export async function carryOn(desk: AgreementDesk, authorityId: number): Promise<CarriedOn> {
  const day = await desk.businessDate(authorityId);
  const horizon = addDays(day, paymentPolicyOn('carry-on-ahead-days', day));
  const caller = serviceCaller(authorityId, 'system');
  const past = await inTransaction(desk.database, { authorityId }, async (tx) => {
    const ended = (await standingAgreements(tx, authorityId)).filter(({ state, until }) => state === 'live' && isBefore(until, horizon));
    const inForce: AgreementRow[] = [];
    for (const agreement of ended) {
      const plan = await desk.findPlan(tx, authorityId, agreement.planId);
      const renewed = await renewalsOf(tx, authorityId, agreement.agreementId);
      if (plan?.state === 'in-force' && !renewed.some(({ state }) => state === 'live' || state === 'paused')) inForce.push(agreement);
    }
    for (const { agreementId, until } of inForce.filter((each) => isBefore(each.until, day))) {
      const outboxId = uuidv5(`past ${until}`, agreementId);
      await appendToOutbox(tx, agreementPastItsDate, { authorityId, payload: { agreementId }, recordedAt: desk.clock.now(), outboxId });
    }
    return inForce;
  });
  const agreementIds: string[] = [];
  const failed: { agreementId: string; code: string }[] = [];
  for (const { agreementId, familyId } of past) {
    const request = keyedRequest(caller, 'payments.carry-on', `${agreementId} ${day}`, day);
    const asked = { asRead: { familyId, agreementId, ifMatch: '*' }, operation: 'payments.carry-on', needed: ['live'], request } as const;
    const done = await decidePayments(desk, caller, asked, (atHand) => decideCarryOn(atHand, horizon));
    if (done.ok && !done.value.replayed) agreementIds.push(agreementId);
    if (!done.ok && done.refusal.code !== 'nothing-to-carry-on') failed.push({ agreementId, code: done.refusal.code });
  }
  return { agreementIds, failed };
}

function decideCarryOn(atHand: PaymentsAtHand, horizon: PlainDate): Result<PaymentDecision, { readonly code: 'nothing-to-carry-on' }> {
  const add = byLastTerms(atHand, horizon);
  const [first] = add;
  if (first === undefined) return refused({ code: 'nothing-to-carry-on' });
  const sum = add.reduce((total, { amount }) => total + amount, 0n);
  return accepted({
    ...{ kind: 'carry-on', effectiveOn: first.cover.first, cancel: [], hold: [], free: [], add, set: {} },
    ...{ figures: { toCome: `${sum}` }, reasons: 'Past its last day; the plan is in force.', override: PAID_ON },
  });
}

/** What falls due up to a day: as much and as often as the last whole instalment, from the first day that none covers. */
function byLastTerms({ agreement, instalments }: PaymentsAtHand, horizon: PlainDate): NewInstalment[] {
  const { rhythm } = agreement.rhythm;
  const { timing } = agreement;
  const standing = instalments.filter(({ state }) => state !== 'cancelled');
  const lastWhole = standing.filter(({ kind }) => kind === 'regular').at(-1);
  if (lastWhole === undefined || rhythm.kind === 'termly' || rhythm.kind === 'one-off') return [];
  const add: NewInstalment[] = [];
  let first = addDays(standing.map(({ coverUntil }) => coverUntil).reduce(laterOf), 1);
  for (;;) {
    const [cover] = coversOf(rhythm, { first, last: addDays(first, 62) }, true).covers;
    if (cover === undefined) return add;
    const dueOn = timing === 'advance' ? cover.first : cover.last;
    const payOn = payDateOf(dueOn, timing);
    if (isAfter(payOn, horizon)) return add;
    const amount = roundHalfUp(lastWhole.amount * BigInt(daysOf(cover)), BigInt(wholeDays(rhythm, cover.first)));
    add.push({ kind: 'regular', dueOn, payOn, cover, amount, financialYear: yearOfCover(cover) });
    first = addDays(cover.last, 1);
  }
}
