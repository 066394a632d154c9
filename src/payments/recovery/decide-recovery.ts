import { type BudgetRoom, type KeyedRequest, type ShareAmount, totalOf } from '../../budgets/index.ts';
import { isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { recoveryDecided } from '../rules/recovery-entries.ts';
import { councilName, lineNameFor, recipientOf, referenceOf, sendLetter } from './letter-facts.ts';
import { openPaymentsOf } from './open-payments.ts';
import { type CaseAsRead, type CaseAtHand, heldIn, moneyOfAgreement } from './recovery-desk.ts';
import { decisionLetter } from './recovery-letters.ts';
import { decideOnCase, type RecoveryStepRefusal } from './recovery-step.ts';
import type { TakingKind } from './rules/kinds.ts';
import { cutByHoldings, cutIntoPieces, type PlannedTaking, planOffsets } from './rules/taking-plan.ts';
import { keepLetter, readCase } from './store.ts';

/** How it is to come back: paid at once, by a plan that the family can bear, or kept from payments to come. */
export type HowItComesBack =
  | { readonly kind: 'payment'; readonly payBy: PlainDate }
  | { readonly kind: 'plan'; readonly payments: readonly { readonly payBy: PlainDate; readonly amount: bigint }[] }
  | {
      readonly kind: 'offset';
      /** The most to keep from one payment. */
      readonly each?: bigint | undefined;
      /** What the support of a full payment's days costs, and of a smaller one in proportion; the payment itself when nobody says. */
      readonly needs?: bigint | undefined;
    };

export type DecideRefusal =
  | { readonly code: 'notice-not-over'; readonly facts: { readonly firstDay: PlainDate } }
  | { readonly code: 'challenge-not-answered' | 'plan-does-not-add-up' | 'taking-too-early' | 'personal-representatives-pay' }
  | { readonly code: 'sum-above-held'; readonly facts: { readonly held: string } }
  | { readonly code: 'offset-below-needs'; readonly facts: { readonly left: string } };

/**
 * The decision is final: from now on it is owed. Not before the notice's day, not while the family waits for an answer, and never more than
 * is still held: what has been shown as spent since the notice is spent.
 */
export async function decideRecovery(
  desk: BudgetRoom,
  caller: Caller,
  asRead: CaseAsRead,
  { how, reasons }: { readonly how: HowItComesBack; readonly reasons: string },
  request: KeyedRequest,
): Promise<Result<{ readonly revision: number; readonly replayed: boolean }, DecideRefusal | RecoveryStepRefusal>> {
  const { authorityId } = caller;
  const council = await councilName(desk.database, authorityId);
  const found = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) => readCase(tx, authorityId, asRead.caseId));
  const money = await moneyOfAgreement(desk, authorityId, found?.agreementId ?? asRead.caseId);
  const asked = { asRead, operation: 'payments.decide-recovery', needed: ['noticed'], request, money } as const;
  return decideOnCase<DecideRefusal>(desk, caller, asked, async (atHand) => {
    const { found, day } = atHand;
    const { firstDay, amount, heldAs, caseId } = found;
    if (firstDay === null || isBefore(day, firstDay)) return refused({ code: 'notice-not-over', facts: { firstDay: firstDay ?? day } });
    if (found.challengedOn !== null && found.answeredOn === null) return refused({ code: 'challenge-not-answered' });
    const held = heldIn(money, heldAs);
    if (amount > held.total) return refused({ code: 'sum-above-held', facts: { held: `${held.total}` } });
    const parts = cutByHoldings(amount, held.parts);
    const planned = await planTakings(atHand, parts, how);
    if (!planned.ok) return planned;
    return accepted({
      set: { state: 'decided' as const, decidedOn: day, outstanding: amount },
      parts,
      event: { kind: 'decided' as const, amount, words: reasons },
      entries: [recoveryDecided({ effectiveDate: day, recoveryCase: caseId, reference: referenceOf(caseId), of: heldAs, parts })],
      takings: planned.value,
      withIt: (at) => writeDecision(at, caller, { council, reasons, takings: planned.value }),
    });
  });
}

type Takings = readonly (PlannedTaking & { readonly kind: TakingKind })[];

async function planTakings(
  { tx, found, agreement, day }: CaseAtHand,
  parts: readonly ShareAmount[],
  how: HowItComesBack,
): Promise<Result<Takings, DecideRefusal>> {
  if (how.kind === 'offset') {
    if (found.payerKind === 'personal-representatives') return refused({ code: 'personal-representatives-pay' });
    const open = await openPaymentsOf(tx, agreement, day);
    const { cushion } = found;
    const planned = planOffsets(parts, open, { cushion, needs: how.needs, each: how.each });
    return planned.ok ? accepted(planned.value.map((taking) => ({ ...taking, kind: 'offset' as const }))) : planned;
  }
  const payments = how.kind === 'payment' ? [{ payBy: how.payBy, amount: totalOf(parts) }] : how.payments;
  if (payments.reduce((sum, { amount }) => sum + amount, 0n) !== totalOf(parts) || payments.some(({ amount }) => amount <= 0n))
    return refused({ code: 'plan-does-not-add-up' });
  if (payments.some(({ payBy }) => isBefore(payBy, day))) return refused({ code: 'taking-too-early' });
  const pieces = cutIntoPieces(
    parts,
    payments.map(({ amount }) => amount),
  );
  return accepted(
    payments.flatMap(({ payBy }, index) =>
      (pieces[index] ?? []).map((piece) => ({ kind: 'payment' as const, dueOn: payBy, amount: totalOf(piece), parts: piece })),
    ),
  );
}

async function writeDecision(
  atHand: CaseAtHand,
  caller: Caller,
  { council, reasons, takings }: { readonly council: string; readonly reasons: string; readonly takings: Takings },
): Promise<void> {
  const { tx, key, now, day, found, agreement } = atHand;
  const payer = (found.payerKind === 'recipient' ? recipientOf(atHand, agreement, day) : undefined) ?? {
    name: 'the personal representatives',
  };
  const letter = decisionLetter({
    ...{ council, to: payer.name, on: day, reference: referenceOf(found.caseId), ground: found.ground },
    ...{ line: await lineNameFor(atHand, found, payer), amount: found.amount, reasons, takings },
  });
  await keepLetter(tx, key, found, { kind: 'decision', letter, at: now, by: caller.principal });
  await sendLetter(atHand, caller, found.familyId, payer, letter);
}
