import type { Actor } from '../../../ledger/index.ts';
import { dateInLondon } from '../../../platform/calendar/london-time.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { recordNotMade } from '../../returns/record-not-made.ts';
import { recordReturn } from '../../returns/record-return.ts';
import type { PaymentInstruction } from '../../runs/payment-run.ts';
import type { RunDesk } from '../../runs/run-desk.ts';
import { settlePayment } from '../../runs/settle-payment.ts';
import { readInstructionByReference } from '../../runs/store.ts';
import { readRailSettings } from '../rail-settings.ts';
import { type Judgement, judgeOutboundPayment, referenceOf, type StripePaymentState } from './outbound-payment.rules.ts';
import { park } from './park.ts';
import { readOutboundPayment } from './read-outbound-payment.ts';
import { movePayment, readPayment, type StripePaymentRow } from './store.ts';
import { STRIPE_RAIL, type StripeDesk } from './stripe-connection.ts';
import { codeOf } from './stripe-refusals.ts';

/** `not-yet`: our own books are behind (the answer to the sending is not booked), so it is looked at again. */
export type Applied = { readonly is: 'done' } | { readonly is: 'not-yet' } | { readonly is: 'parked'; readonly reason: string };

export type StripeBooks = StripeDesk & Pick<RunDesk, 'ledger' | 'dueLines'>;

const DONE = { is: 'done' } as const;
const NOT_YET = { is: 'not-yet' } as const;

/**
 * Brings into the books what Stripe says of a payment now, whatever was said before and in whatever order: settled on the day it posted,
 * back on the day it came back, not made when it failed. Money moves only for a payment of ours that agrees to the penny.
 */
export async function applyOutboundPayment(desk: StripeBooks, object: unknown, objectId: string): Promise<Applied> {
  const { database, authorityId, financialAccount, liveMode } = desk;
  const seen = readOutboundPayment(object);
  if (seen === undefined) return parkIt(desk, 'object-unreadable', objectId);
  const reference = referenceOf(seen);
  const { told, instruction, settings } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => ({
    told: await readPayment(tx, authorityId, reference),
    instruction: await readInstructionByReference(tx, authorityId, reference),
    settings: await readRailSettings(tx, authorityId, STRIPE_RAIL),
  }));
  if (told === undefined || instruction === undefined) return parkIt(desk, 'no-instruction', seen.id, { reference });
  if (told.outboundPayment !== null && told.outboundPayment !== seen.id) {
    return parkIt(desk, 'paid-twice', seen.id, { reference, first: told.outboundPayment });
  }
  const judged = judgeOutboundPayment(seen, told, { financialAccount, liveMode });
  if (judged.is === 'nothing-new') return DONE;
  if (judged.is === 'parked') {
    return parkIt(desk, judged.reason, seen.id, { reference, status: seen.status, value: `${seen.amount.value}`, told: `${told.amount}` });
  }
  if (judged.is === 'under-way' && judged.underReview)
    await park(desk, { reason: 'under-review', objectId: seen.id, facts: { reference } });
  const booked = await book(desk, judged, { instruction, bank: settings?.bank ?? STRIPE_RAIL, id: seen.id });
  if (booked !== DONE) return typeof booked === 'string' ? parkIt(desk, booked, seen.id, { reference }) : NOT_YET;
  await note(desk, told, judged, seen.id);
  return DONE;
}

interface Target {
  readonly instruction: PaymentInstruction;
  readonly bank: string;
  readonly id: string;
}

/** A text is why the books do not take it. */
async function book(
  desk: StripeBooks,
  judged: Judgement,
  { instruction, bank, id }: Target,
): Promise<typeof DONE | typeof NOT_YET | string> {
  const actor: Actor = { authorityId: desk.authorityId, principal: 'system' };
  const { instructionId, payDate } = instruction;
  if (judged.is === 'not-made') {
    const told = {
      instructionId,
      rail: STRIPE_RAIL,
      endedOn: dateInLondon(judged.endedAt),
      reason: codeOf(judged.reason),
      railReference: id,
    };
    return answered(await recordNotMade(desk, actor, told));
  }
  if (judged.is !== 'paid' && judged.is !== 'returned') return DONE;
  const settled = answered(
    await settlePayment(desk, actor, { instructionId, bank, seenOn: dateInLondon(judged.postedAt), bankReference: id }),
  );
  if (settled !== DONE || judged.is === 'paid') return settled;
  const returnedOn = dateInLondon(judged.returnedAt);
  if (returnedOn < payDate) return 'returned-before-it-was-due';
  return answered(await recordReturn(desk, actor, { instructionId, bank, returnedOn, reason: codeOf(judged.reason), bankReference: id }));
}

function answered(result: { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } }) {
  if (result.ok) return DONE;
  // A frozen or killed sender has not said yet what it was answered; its attempt is asked about, and then this is looked at again.
  return result.refusal.code === 'payment-not-sent' ? NOT_YET : result.refusal.code;
}

async function note(
  { database, authorityId }: StripeBooks,
  told: StripePaymentRow,
  judged: Exclude<Judgement, { is: 'parked' | 'nothing-new' }>,
  outboundPayment: string,
): Promise<void> {
  const [state, at]: [StripePaymentState, Date] =
    judged.is === 'under-way'
      ? ['processing', told.stateAt]
      : judged.is === 'paid'
        ? ['posted', judged.postedAt]
        : judged.is === 'returned'
          ? ['returned', judged.returnedAt]
          : [judged.state, judged.endedAt];
  await inTransaction(database, { authorityId }, (tx) => movePayment(tx, authorityId, told, { state, at, outboundPayment }));
}

async function parkIt(desk: StripeBooks, reason: string, objectId: string, facts: Readonly<Record<string, string>> = {}): Promise<Applied> {
  await park(desk, { reason, objectId, facts });
  return { is: 'parked', reason };
}
