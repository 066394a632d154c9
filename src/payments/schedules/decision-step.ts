import type { BookingKinds, BookingStep } from '../../budgets/index.ts';
import type { FamilyKey } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { DecisionFigures } from '../agreements/schema.ts';
import { type AgreementRow, insertDecision, updateAgreement } from '../agreements/store.ts';
import type { DecisionKind, HoldReason, StopGround } from '../rules/agreement-kinds.ts';
import type { StoredPart } from '../schema.ts';
import { type ScheduledInstalment, storedParts } from './instalment.ts';
import type { PaymentDecision } from './payment-decision.ts';
import { findByDueRefs, insertInstalments, moveInstalments } from './store.ts';

/** A decision on payments as the step that books it keeps it: JSON, with pence as text and sealed words as base64. */

export const STEP = 'payments.decision';

type StoredSet = Omit<PaymentDecision['set'], 'amount'> & { readonly amount?: string };

export interface StepDetails {
  readonly decisionId: string;
  readonly agreementId: string;
  readonly familyId: string;
  readonly kind: DecisionKind;
  readonly decidedOn: PlainDate;
  readonly effectiveOn: PlainDate;
  readonly noticeOn?: PlainDate;
  readonly ground?: StopGround;
  readonly cancel: readonly string[];
  /** What was held before already, with its reason: it is held again should the books refuse. */
  readonly heldBefore: readonly (readonly [dueRef: string, reason: HoldReason])[];
  readonly hold: readonly string[];
  readonly free: readonly string[];
  readonly added: readonly (Omit<ScheduledInstalment, 'amount' | 'parts'> & {
    readonly amount: string;
    readonly parts: readonly StoredPart[];
  })[];
  readonly set: StoredSet;
  readonly ends?: string;
  readonly figures: DecisionFigures;
  /** Base64. */
  readonly sealed: string;
  readonly revision: number;
}

export interface Intended {
  readonly agreement: AgreementRow;
  readonly decision: PaymentDecision;
  readonly added: readonly ScheduledInstalment[];
  readonly decisionId: string;
  readonly day: PlainDate;
  readonly stepId: string;
  readonly at: Date;
  readonly by: string;
}

const HELD_FOR_BOOKING = 'change-under-way';

/** Holds what goes, marks the agreement as being booked, and says what is to be written down once it is. */
export async function keepIntended(tx: Transaction, key: FamilyKey, intended: Intended): Promise<StepDetails> {
  const { agreement, decision, added, decisionId, day, stepId } = intended;
  const { authorityId, agreementId, familyId } = agreement;
  const { kind, effectiveOn, noticeOn, ground, cancel, hold, free, set, figures, reasons } = decision;
  const going = await findByDueRefs(tx, authorityId, cancel);
  const heldBefore = going.flatMap(({ dueRef, holdReason }) => (holdReason === null ? [] : [[dueRef, holdReason] as const]));
  await moveInstalments(tx, authorityId, cancel, ['planned', 'returned', 'held'], { state: 'held', holdReason: HELD_FOR_BOOKING });
  // A stop or pause counts from this moment: no run may take what it is about, whatever the books say to the promise.
  const atOnce = set.state === 'stopped' || set.state === 'paused' ? { state: set.state } : {};
  const stopped = set.stoppedFrom === undefined ? {} : { stoppedFrom: set.stoppedFrom, stopGround: set.stopGround };
  await updateAgreement(tx, authorityId, agreementId, { stepId, ...atOnce, ...stopped });
  const { amount, ...others } = set;
  return {
    ...{ decisionId, agreementId, familyId, kind, decidedOn: day, effectiveOn, cancel, heldBefore, hold, free, figures },
    ...(noticeOn !== undefined && { noticeOn }),
    ...(ground !== undefined && { ground }),
    ...(decision.ends !== undefined && { ends: decision.ends }),
    added: added.map((row) => ({ ...row, amount: `${row.amount}`, parts: storedParts(row.parts) })),
    set: { ...others, ...(amount !== undefined && { amount: `${amount}` }) },
    sealed: key.seal({ reasons }, decisionId).toString('base64'),
    revision: agreement.revision + 1,
  };
}

async function onBooked(tx: Transaction, { authorityId, details, askedBy }: BookingStep, at: Date): Promise<void> {
  const step = details as StepDetails;
  const { agreementId, decisionId, set, revision } = step;
  await moveInstalments(tx, authorityId, step.cancel, ['held'], { state: 'cancelled', holdReason: null });
  await moveInstalments(tx, authorityId, step.hold, ['planned', 'returned'], { state: 'held', holdReason: 'paused' });
  for (const row of await findByDueRefs(tx, authorityId, step.free))
    await moveInstalments(tx, authorityId, [row.dueRef], ['held'], { state: row.returns > 0 ? 'returned' : 'planned', holdReason: null });
  const added = step.added.map(({ amount, parts, ...row }) => {
    return { ...row, amount: BigInt(amount), parts: parts.map(({ share, pence }) => ({ share, amount: BigInt(pence) })) };
  });
  await insertInstalments(tx, authorityId, added, { at, by: askedBy });
  const { amount, ...others } = set;
  await updateAgreement(tx, authorityId, agreementId, {
    ...others,
    ...(amount !== undefined && { amount: BigInt(amount) }),
    revision,
    stepId: null,
  });
  if (step.ends !== undefined) await updateAgreement(tx, authorityId, step.ends, { state: 'ended' });
  await insertDecision(tx, {
    ...{
      authorityId,
      decisionId,
      agreementId,
      familyId: step.familyId,
      kind: step.kind,
      decidedOn: step.decidedOn,
      effectiveOn: step.effectiveOn,
    },
    ...{ noticeOn: step.noticeOn ?? null, ground: step.ground ?? null, figures: step.figures },
    ...{ sealed: Buffer.from(step.sealed, 'base64'), createdAt: at, createdBy: askedBy },
  });
}

/** The agreement stands as it stood; a stop stays a stop, for money must not leave because a promise could not be taken back. */
async function onRefused(tx: Transaction, { authorityId, details }: BookingStep): Promise<void> {
  const { agreementId, cancel, heldBefore, set } = details as StepDetails;
  const before = new Map(heldBefore);
  if (set.state !== 'stopped') {
    for (const row of await findByDueRefs(tx, authorityId, cancel)) {
      const reason = before.get(row.dueRef);
      if (reason !== undefined) await moveInstalments(tx, authorityId, [row.dueRef], ['held'], { holdReason: reason });
      else
        await moveInstalments(tx, authorityId, [row.dueRef], ['held'], {
          state: row.returns > 0 ? 'returned' : 'planned',
          holdReason: null,
        });
    }
  }
  await updateAgreement(tx, authorityId, agreementId, { stepId: null, ...(set.state === 'paused' && { state: 'live' as const }) });
}

export const decisionKinds: BookingKinds = { [STEP]: { onBooked, onRefused } };
