import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import {
  type BookingKind,
  type BookingRefusal,
  earlierStep,
  finishIntended,
  finishStep,
  intendStep,
  type KeyedRequest,
  pendingStepOf,
} from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { rechargedToPartner } from '../rules/recharge-entries.ts';
import { readRecharge } from './read-recharges.ts';
import type { disputeReasons } from './schema.ts';
import { type InvoiceLineRow, insertDispute, lockDispute, readDisputes, settleDisputeRow, shareOfLine } from './store.ts';

export interface DisputedLine {
  readonly invoiceId: string;
  /** Which line of the invoice. */
  readonly number: number;
  /** The part that is not accepted, in pence. */
  readonly amount: bigint;
  readonly reason: (typeof disputeReasons)[number];
}

export type DisputeRefusal = { readonly code: 'recharge-not-found' | 'recharge-line-not-found' | 'dispute-above-line' };

/** The partner does not accept a part of a line. Nothing is booked; the rest of the invoice stays due. */
export async function disputeLine(
  room: BudgetRoom,
  caller: Caller,
  { invoiceId, number, amount, reason }: DisputedLine,
): Promise<Result<{ readonly disputeId: string }, DisputeRefusal>> {
  const { authorityId, principal } = caller;
  const disputedOn = await room.businessDate(authorityId);
  return inTransaction(room.database, { authorityId }, async (tx) => {
    const found = await readRecharge(tx, caller, invoiceId);
    if (found === undefined) return refused({ code: 'recharge-not-found' });
    const line = found.lines.find((each) => each.number === number);
    if (line === undefined) return refused({ code: 'recharge-line-not-found' });
    const standing = (await readDisputes(tx, authorityId, [invoiceId])).filter(
      (each) => each.number === number && each.state !== 'settled',
    );
    const disputed = standing.reduce((sum, each) => sum + each.amount, 0n);
    if (disputed + amount > line.amount) return refused({ code: 'dispute-above-line' });
    const disputeId = uuidv7();
    const row = { authorityId, disputeId, invoiceId, number, amount, reason, disputedOn, disputedBy: principal };
    await insertDispute(tx, { ...row, state: 'open', createdAt: room.clock.now() });
    return accepted({ disputeId });
  });
}

export type SettleRefusal =
  | BookingRefusal
  | { readonly code: 'dispute-not-found' | 'dispute-ended' | 'change-under-way' | 'idempotency-conflict' };

const UPHELD = 'budgets.dispute-upheld';

interface UpheldDetails {
  readonly disputeId: string;
  readonly settledOn: PlainDate;
}

export const disputeBooking: BookingKind = {
  onBooked: async (tx, { authorityId, details, askedBy }) => {
    const { disputeId, settledOn } = details as UpheldDetails;
    await settleDisputeRow(tx, authorityId, disputeId, { state: 'upheld', settledOn, settledBy: askedBy });
  },
};
export { UPHELD };

/** Ends a dispute: the partner accepts after all, or is right, and then an adjustment entry takes the sum off what it owes. */
export async function settleDispute(
  room: BudgetRoom,
  caller: Caller,
  { invoiceId, disputeId, upheld }: { readonly invoiceId: string; readonly disputeId: string; readonly upheld: boolean },
  request: KeyedRequest,
): Promise<Result<undefined, SettleRefusal>> {
  const { authorityId, principal } = caller;
  const settledOn = await room.businessDate(authorityId);
  const asked = await inTransaction(
    room.database,
    { authorityId },
    async (tx): Promise<Result<'done' | 'intended' | 'again', SettleRefusal>> => {
      const earlier = await earlierStep(tx, authorityId, request);
      if (!earlier.ok) return earlier;
      if (earlier.value !== undefined) return accepted('again');
      const dispute = await lockDispute(tx, authorityId, disputeId);
      const found = await readRecharge(tx, caller, invoiceId);
      const line = found?.lines.find((each) => each.number === dispute?.number);
      if (dispute === undefined || dispute.invoiceId !== invoiceId || found === undefined || line === undefined)
        return refused({ code: 'dispute-not-found' });
      if (dispute.state !== 'open') return refused({ code: 'dispute-ended' });
      if ((await pendingStepOf(tx, authorityId, disputeId)) !== undefined) return refused({ code: 'change-under-way' });
      if (!upheld) {
        await settleDisputeRow(tx, authorityId, disputeId, { state: 'settled', settledOn, settledBy: principal });
        return accepted('done');
      }
      const details: UpheldDetails = { disputeId, settledOn };
      const entry = adjustmentOf(line, dispute.amount, {
        partner: found.invoice.partnerCode,
        reference: found.invoice.reference,
        settledOn,
      });
      const commands = [{ kind: 'entry' as const, id: uuidv5('upheld', disputeId), principal, entry }];
      await intendStep(tx, caller, { ...request, kind: UPHELD, subjectId: disputeId, commands, details }, room.clock.now());
      return accepted('intended');
    },
  );
  if (!asked.ok) return asked;
  if (asked.value === 'done') return accepted(undefined);
  const desk = { ...room, kinds: { [UPHELD]: disputeBooking } };
  const booked = await (asked.value === 'again' ? finishStep : finishIntended)(desk, authorityId, request.stepId);
  return booked.ok ? accepted(undefined) : booked;
}

function adjustmentOf(
  line: InvoiceLineRow,
  amount: bigint,
  { partner, reference, settledOn }: { readonly partner: string; readonly reference: string; readonly settledOn: PlainDate },
) {
  return rechargedToPartner({ effectiveDate: settledOn, partner, reference, parts: [{ share: shareOfLine(line), amount: -amount }] });
}
