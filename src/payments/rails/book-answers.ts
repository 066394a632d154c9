import type { Actor } from '../../ledger/index.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { partsToSend } from '../rules/offsets.ts';
import { instalmentNotSent, paymentSent } from '../rules/payment-entries.ts';
import type { Exclusion, PaymentInstruction } from '../runs/payment-run.ts';
import { postPayments, type StepToBook } from '../runs/post-payments.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { carryRunOn, insertExclusions, movePayments } from '../runs/write-run.ts';
import { type AnsweredPayment, answeredNotBooked } from './attempts.ts';

const AT_ONCE = 500;

/**
 * Brings into the books what the rail has answered: what it took leaves what we owe and stands in clearing, what it refused is promised
 * again and is due again. Ids follow from payment and step, so what was booked before a cut is not booked again after it.
 */
export async function bookAnswers(desk: RunDesk, actor: Actor, runId: string): Promise<void> {
  const { database, ledger, clock, dueLines } = desk;
  const { authorityId, principal } = actor;
  for (;;) {
    const answered = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
      answeredNotBooked(tx, authorityId, runId, AT_ONCE),
    );
    const now = clock.now();
    const taken = answered.filter(({ outcome }) => outcome === 'taken');
    const turnedDown = answered.filter(({ outcome }) => outcome === 'refused');
    const steps = [
      ...taken.map(({ instruction }) => sentStep(instruction)),
      ...turnedDown.flatMap((each) => notSentStep(each.instruction, refusedOn(each))),
    ];
    const [first] = [...(await postPayments(ledger, actor, steps))];
    if (first !== undefined) throw new Error(`The books do not take the payment ${first[0]}: ${first[1].code}`);
    await inTransaction(database, { authorityId }, async (tx) => {
      await movePayments(tx, authorityId, taken.map(idOf), { from: 'released', to: 'sent' });
      const moved = await movePayments(tx, authorityId, turnedDown.map(idOf), { from: 'released', to: 'refused' });
      const dueAgain = turnedDown.filter(({ instruction }) => moved.includes(instruction.instructionId));
      const exclusions = dueAgain.map(
        ({ instruction: { dueRef }, reason }): Exclusion => ({ dueRef, reason: 'rail-refused', facts: { reason } }),
      );
      await insertExclusions(tx, authorityId, runId, exclusions, { by: principal, at: now });
      const dueRefs = dueAgain.map(({ instruction }) => instruction.dueRef);
      await dueLines.reopen(tx, authorityId, dueRefs, 'returned');
      if (answered.length < AT_ONCE) await carryRunOn(tx, authorityId, runId, now);
    });
    if (answered.length < AT_ONCE) return;
  }
}

/** By the attempt's own row, so that a booking that is repeated tomorrow is the same booking. */
const refusedOn = ({ answeredAt }: AnsweredPayment): PlainDate => dateInLondon(answeredAt ?? new Date(0));

const idOf = ({ instruction }: { readonly instruction: PaymentInstruction }): string => instruction.instructionId;

function sentStep(instruction: PaymentInstruction): StepToBook {
  const { payDate: effectiveDate, reference, payee, rail, parts, offsets } = instruction;
  return {
    instruction,
    entries: [{ step: 'sent', entry: paymentSent({ effectiveDate, reference, payee, rail, parts: partsToSend(parts, offsets) }) }],
  };
}

/**
 * An offset stays: the debt was settled by money that the payee was owed, and only the rest is promised again. An invoice goes on being
 * owed and has nothing to take back.
 */
function notSentStep(instruction: PaymentInstruction, on: PlainDate): StepToBook[] {
  const { kind, payDate, reference, payee, parts, offsets } = instruction;
  if (kind === 'invoice') return [];
  const effectiveDate = on < payDate ? payDate : on;
  return [
    {
      instruction,
      entries: [{ step: 'not-sent', entry: instalmentNotSent({ effectiveDate, reference, payee, parts: partsToSend(parts, offsets) }) }],
    },
  ];
}
