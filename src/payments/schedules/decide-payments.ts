import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import {
  accountsForShare,
  type BookableCommand,
  type BookingRefusal,
  committed,
  earlierStep,
  finishIntended,
  finishStep,
  intendStep,
  type KeyedRequest,
  releasedFromCommitment,
  type ShareAmount,
} from '../../budgets/index.ts';
import { changeFamily, readFamily } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import { type AgreementAsRead, type AgreementDesk, type AtHandRefusal, agreementAtHand, mayKnowOf } from '../agreements/agreement-desk.ts';
import { type AgreementRow, readAgreement } from '../agreements/store.ts';
import type { AgreementState } from '../rules/agreement-kinds.ts';
import { sumByShare } from '../rules/instalment-shares.ts';
import { decisionKinds, keepIntended, STEP, type StepDetails } from './decision-step.ts';
import { isOpen, type ScheduledInstalment } from './instalment.ts';
import {
  type AmountAboveLine,
  type Decide,
  type LineMoney,
  moneyOfLine,
  type PaymentDecision,
  partsOfDecision,
  readShares,
} from './payment-decision.ts';
import { findByDueRefs, instalmentsOfAgreement } from './store.ts';

export interface DecidedPayments {
  readonly decisionId: string;
  readonly revision: number;
  readonly figures: PaymentDecision['figures'];
  readonly replayed: boolean;
}

export interface DecideAsked {
  readonly asRead: AgreementAsRead;
  readonly operation: string;
  readonly needed: readonly AgreementState[];
  readonly request: KeyedRequest;
}

export type DecidePaymentsRefusal =
  | AtHandRefusal
  | AmountAboveLine
  | BookingRefusal
  | { readonly code: 'idempotency-conflict' | 'errand-for-a-stranger' | 'line-has-agreement' };

/**
 * The one way to start, change, pause, restart or stop payments. What is open of the instalments that go is held in the very transaction
 * that keeps the decision, so nothing of it can slip into a run; the promise is booked, and only then the new instalments stand.
 */
export async function decidePayments<R extends Refusal>(
  desk: AgreementDesk,
  caller: Caller,
  { asRead, operation, needed, request }: DecideAsked,
  decide: Decide<R>,
  withIt: (family: Parameters<Parameters<typeof changeFamily>[3]>[0], agreement: AgreementRow) => Promise<void> = async () => undefined,
): Promise<Result<DecidedPayments, DecidePaymentsRefusal | R>> {
  const { authorityId, principal } = caller;
  const day = await desk.businessDate(authorityId);
  const money = await moneyBehind(desk, authorityId, asRead.agreementId);
  const asked = await changeFamily(desk, caller, { familyId: asRead.familyId, operation }, async (family) => {
    const { tx, key, now } = family;
    const earlier = await earlierStep(tx, authorityId, request);
    if (!earlier.ok) return earlier;
    const { agreementId } = asRead;
    if (earlier.value !== undefined) return accepted({ value: { replayed: true }, facts: { agreementId, replayed: true } });
    const found = await agreementAtHand(tx, caller, asRead, needed);
    if (!found.ok) return found;
    const agreement = found.value;
    const atHand = { ...family, agreement, instalments: await instalmentsOfAgreement(tx, authorityId, agreementId), day };
    const decision = await decide(atHand);
    if (!decision.ok) return decision;
    const parts = await partsOfDecision(tx, atHand, decision.value, money);
    if (!parts.ok) return parts;
    const added = newRows(atHand.agreement, atHand.instalments, decision.value, parts.value);
    const decisionId = uuidv7();
    const going = await findByDueRefs(tx, authorityId, decision.value.cancel);
    await withIt(family, agreement);
    const intended = { agreement, decision: decision.value, added, decisionId, day, stepId: request.stepId, at: now, by: principal };
    const details = await keepIntended(tx, key, intended);
    await intendStep(
      tx,
      caller,
      {
        ...request,
        kind: STEP,
        subjectId: agreementId,
        accounts: added.flatMap((row) => row.parts.flatMap(({ share }) => accountsForShare(share))).map(openFromTheStart),
        commands: commandsOf(going, decision.value, parts.value.flat(), { ...request, principal, effectiveDate: day }),
        details,
      },
      now,
    );
    return accepted({
      value: { replayed: false },
      personId: agreement.childId,
      facts: { agreementId, decisionId, kind: decision.value.kind },
    });
  });
  if (!asked.ok) return asked as { ok: false; refusal: DecidePaymentsRefusal | R };
  const finish = asked.value.replayed ? finishStep : finishIntended;
  const booked = await finish({ ...desk, kinds: decisionKinds }, authorityId, request.stepId);
  if (!booked.ok) return { ok: false, refusal: inOurWords(booked.refusal) };
  const { decisionId, revision, figures } = booked.value.details as StepDetails;
  return accepted({ decisionId, revision, figures, replayed: asked.value.replayed });
}

export interface PaymentPreview {
  readonly figures: PaymentDecision['figures'];
  readonly cancelled: number;
  readonly added: readonly { readonly payOn: string; readonly amount: bigint; readonly kind: string }[];
}

/** The same decision worked out and shown, with nothing kept. */
export async function previewPayments<R extends Refusal>(
  desk: AgreementDesk,
  caller: Caller,
  { familyId, agreementId }: Pick<AgreementAsRead, 'familyId' | 'agreementId'>,
  decide: Decide<R>,
): Promise<Result<PaymentPreview, R | AmountAboveLine | { readonly code: 'record-not-found' }>> {
  const { authorityId } = caller;
  const day = await desk.businessDate(authorityId);
  const money = await moneyBehind(desk, authorityId, agreementId);
  const read = await readFamily(desk, authorityId, familyId, async (family) => {
    const { tx } = family;
    const agreement = await readAgreement(tx, authorityId, agreementId);
    if (agreement === undefined || agreement.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId))
      return refused({ code: 'record-not-found' });
    const atHand = { ...family, agreement, instalments: await instalmentsOfAgreement(tx, authorityId, agreementId), day };
    const decision = await decide(atHand);
    if (!decision.ok) return decision;
    const parts = await partsOfDecision(tx, atHand, decision.value, money);
    if (!parts.ok) return parts;
    const { figures, cancel, add } = decision.value;
    return accepted({ figures, cancelled: cancel.length, added: add.map(({ payOn, amount, kind }) => ({ payOn, amount, kind })) });
  });
  return read.ok ? read.value : read;
}

async function moneyBehind(desk: AgreementDesk, authorityId: number, agreementId: string): Promise<LineMoney> {
  const shares = await inTransaction(desk.database, { authorityId, readOnly: true }, async (tx) => {
    const agreement = await readAgreement(tx, authorityId, agreementId);
    return agreement === undefined ? [] : readShares(tx, agreement);
  });
  return moneyOfLine(desk, authorityId, shares);
}

function newRows(
  agreement: AgreementRow,
  standing: readonly ScheduledInstalment[],
  { add }: PaymentDecision,
  parts: readonly (readonly ShareAmount[])[],
): ScheduledInstalment[] {
  const last = standing.reduce((highest, { number }) => Math.max(highest, number), 0);
  return add.map(({ kind, dueOn, payOn, cover, amount, held }, index) => {
    const number = last + index + 1;
    const { agreementId, familyId, lineCode } = agreement;
    const instalmentId = uuidv5(`instalment ${number}`, agreementId);
    return {
      ...{ instalmentId, agreementId, familyId, lineCode, number, kind, dueOn, payOn, amount },
      ...{ coverFrom: cover.first, coverUntil: cover.last, parts: parts[index] ?? [] },
      ...(held === true ? { state: 'held', holdReason: 'paused' } : { state: 'planned', holdReason: null }),
      ...{ dueRef: `instalment:${instalmentId}`, paidOn: null, returns: 0 },
    };
  });
}

/** What is promised more, and what is promised no longer, share by share. */
function commandsOf(
  going: readonly ScheduledInstalment[],
  { override }: PaymentDecision,
  added: readonly ShareAmount[],
  booking: { readonly stepId: string; readonly principal: string; readonly effectiveDate: `${number}-${number}-${number}` },
): BookableCommand[] {
  const given = going.filter(isOpen).flatMap(({ parts }) => parts.map(({ share, amount }) => ({ share, amount: -amount })));
  const change = sumByShare([...added, ...given]);
  const more = change.filter(({ amount }) => amount > 0n);
  const less = change.filter(({ amount }) => amount < 0n).map(({ share, amount }) => ({ share, amount: -amount }));
  const { stepId, principal, effectiveDate } = booking;
  const command = (name: string, entry: ReturnType<typeof committed>) => ({
    kind: 'entry' as const,
    id: uuidv5(name, stepId),
    principal,
    entry,
  });
  return [
    ...(less.length === 0 ? [] : [command('no longer promised', releasedFromCommitment({ effectiveDate, parts: less }))]),
    ...(more.length === 0
      ? []
      : [command('promised', { ...committed({ effectiveDate, parts: more }), ...(override !== undefined && { override }) })]),
  ];
}

/** Shares are opened with their line; one that a duty to pay carries into another year is opened here, from the same day. */
export function openFromTheStart(draft: ReturnType<typeof accountsForShare>[number]) {
  return { ...draft, opensOn: '2014-09-01' as const };
}

/** A floor under a share is the limit that people meet: it has words of its own. */
function inOurWords(refusal: BookingRefusal): BookingRefusal | AmountAboveLine {
  if (refusal.code !== 'books-refused' || refusal.ledgerCode !== 'floor-broken') return refusal;
  return { code: 'amount-above-line', facts: { left: '0' } };
}
