import type { KeyedRequest } from '../../budgets/index.ts';
import { addDays, isBefore, laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { AgreementAsRead, AgreementDesk } from '../agreements/agreement-desk.ts';
import { payDateOf } from '../rules/instalment-dates.ts';
import { yearOfCover } from '../rules/instalments.ts';
import { lesserOf, type NewInstalment, owedBefore, paidAtOnce } from '../rules/replan.ts';
import { type DecidedPayments, type DecidePaymentsRefusal, decidePayments, previewPayments } from './decide-payments.ts';
import { isOpen, type ScheduledInstalment } from './instalment.ts';
import type { PaymentDecision, PaymentsAtHand } from './payment-decision.ts';

export interface PauseOfPayments {
  /** The first day whose instalments are held. */
  readonly from: PlainDate;
  readonly reasons: string;
  /**
   * What is paid on of every instalment, in pence, so that helpers are not lost: somebody must have thought about it, and nothing is an
   * answer that they give with their reasons.
   */
  readonly retainer: bigint;
}

/** An officer's decision with reasons, never a rule's: a policy only puts a long stay before the officer. Nothing is cancelled by it. */
export async function pausePayments(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  request: KeyedRequest,
  pause: PauseOfPayments,
): Promise<Result<DecidedPayments, DecidePaymentsRefusal>> {
  const asked = { asRead, operation: 'payments.pause-agreement', needed: ['live'], request } as const;
  return decidePayments(desk, caller, asked, (atHand) => accepted(planPause(atHand, pause)));
}

function planPause({ instalments }: PaymentsAtHand, { from, reasons, retainer }: PauseOfPayments): PaymentDecision {
  const paused = instalments.filter((each) => isOpen(each) && each.state !== 'held' && !isBefore(each.coverFrom, from));
  const split = retainer > 0n ? paused.filter(({ amount }) => amount > retainer) : [];
  const hold = retainer > 0n ? [] : paused;
  const heldSum = hold.reduce((sum, { amount }) => sum + amount, 0n) + split.reduce((sum, { amount }) => sum + amount - retainer, 0n);
  return {
    ...{ kind: 'pause', effectiveOn: from, reasons, free: [], set: { state: 'paused' } },
    hold: hold.map(({ dueRef }) => dueRef),
    cancel: split.map(({ dueRef }) => dueRef),
    add: split.flatMap((each) => [newOf(each, retainer), { ...newOf(each, each.amount - retainer), held: true as const }]),
    figures: { heldBack: `${heldSum}`, retainer: `${retainer}` },
  };
}

export interface RestartOfPayments {
  /** The first day that is paid for again in full. */
  readonly from: PlainDate;
  /** What is paid now for the days of the pause, in pence: all that was held back, a part, or nothing. */
  readonly backPayment: bigint;
  readonly reasons: string;
}

export type RestartRefusal =
  | { readonly code: 'effective-day-outside' }
  | { readonly code: 'back-payment-too-large'; readonly facts: { readonly heldBack: string } };

/** Payments go on. What was held back for the days of the pause is shown before it is decided how much of it is paid. */
export async function restartPayments(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  request: KeyedRequest,
  restart: RestartOfPayments,
): Promise<Result<DecidedPayments, DecidePaymentsRefusal | RestartRefusal>> {
  const asked = { asRead, operation: 'payments.restart-agreement', needed: ['paused'], request } as const;
  return decidePayments(desk, caller, asked, (atHand) => planRestart(atHand, restart));
}

export async function previewRestart(
  desk: AgreementDesk,
  caller: Caller,
  which: Pick<AgreementAsRead, 'familyId' | 'agreementId'>,
  restart: Omit<RestartOfPayments, 'reasons'>,
): ReturnType<typeof previewPayments<RestartRefusal>> {
  return previewPayments(desk, caller, which, (atHand) => planRestart(atHand, { ...restart, reasons: '' }));
}

function planRestart(
  { instalments, day, agreement }: PaymentsAtHand,
  { from, backPayment, reasons }: RestartOfPayments,
): Result<PaymentDecision, RestartRefusal> {
  if (isBefore(from, agreement.from)) return refused({ code: 'effective-day-outside' });
  const held = instalments.filter(({ state }) => state === 'held');
  const free = held.filter(({ coverFrom }) => !isBefore(coverFrom, from));
  const gone = held.filter((each) => !free.includes(each));
  const ofPause = gone.map((each) => {
    const cover = { first: each.coverFrom, last: each.coverUntil };
    return { cover, amount: owedBefore({ cover, amount: each.amount }, from), financialYear: yearOfCover(cover), each };
  });
  const heldBack = ofPause.reduce((sum, { amount }) => sum + amount, 0n);
  if (backPayment > heldBack) return refused({ code: 'back-payment-too-large', facts: { heldBack: `${heldBack}` } });
  const rest = ofPause.flatMap(({ each, amount, financialYear }): NewInstalment[] => {
    if (amount === each.amount) return [];
    const payOn = laterOf(each.payOn, payDateOf(day, 'arrears'));
    const cover = { first: laterOf(each.coverFrom, from), last: each.coverUntil };
    return [{ kind: 'first-part', dueOn: cover.first, payOn, cover, amount: each.amount - amount, financialYear }];
  });
  let left = backPayment;
  const paidNow = ofPause.map((each) => {
    const amount = lesserOf(left, each.amount);
    left -= amount;
    const last = isBefore(each.cover.last, from) ? each.cover.last : addDays(from, -1);
    return { financialYear: each.financialYear, cover: { first: each.cover.first, last }, amount };
  });
  const arrears = paidAtOnce(
    paidNow.filter(({ amount }) => amount > 0n),
    { kind: 'arrears', payOn: payDateOf(day, 'arrears') },
  );
  const toCome = [...free, ...rest].reduce((sum, { amount }) => sum + amount, backPayment);
  return accepted({
    ...{ kind: 'restart', effectiveOn: from, reasons, hold: [], set: { state: 'live' } },
    cancel: gone.map(({ dueRef }) => dueRef),
    free: free.map(({ dueRef }) => dueRef),
    add: [...arrears, ...rest],
    figures: { heldBack: `${heldBack}`, backPayment: `${backPayment}`, notPaid: `${heldBack - backPayment}`, toCome: `${toCome}` },
  });
}

function newOf({ kind, dueOn, payOn, coverFrom, coverUntil }: ScheduledInstalment, amount: bigint): NewInstalment {
  const cover = { first: coverFrom, last: coverUntil };
  return { kind, dueOn, payOn, cover, amount, financialYear: yearOfCover(cover) };
}
