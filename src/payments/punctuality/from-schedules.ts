import { and, asc, between, eq, inArray, type SQL } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { agreements } from '../agreements/schema.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import { paymentReturns } from '../returns/schema.ts';
import { paymentInstructions } from '../runs/schema.ts';
import { addOutlay, bookOutlay } from '../schedules/index.ts';
import { instalments } from '../schedules/schema.ts';
import type { OutlayInstalments, PromisedPayments } from './promised-payments.ts';
import type { PromisedPayment } from './rules/lateness.ts';

/** What schedules promise and runs have paid, put side by side. */
export const promisedBySchedules: PromisedPayments = {
  find: async (tx, authorityId, dueRef) => (await promisedWhere(tx, authorityId, eq(instalments.dueRef, dueRef)))[0],
  ofFamily: (tx, authorityId, familyId) => promisedWhere(tx, authorityId, eq(instalments.familyId, familyId)),
  between: (tx, authorityId, from, until) => promisedWhere(tx, authorityId, between(instalments.payOn, from, until)),
};

export function outlaysInSchedules({ database, ledger, clock }: PaymentDesk): OutlayInstalments {
  return { add: addOutlay, book: (authorityId, claimId) => bookOutlay({ database, ledger, clock }, authorityId, claimId) };
}

async function promisedWhere(tx: Transaction, authorityId: number, which: SQL): Promise<PromisedPayment[]> {
  const { dueRef, familyId, agreementId, payOn, amount, state, paidOn } = instalments;
  const rows = await tx
    .select({ dueRef, familyId, agreementId, payeeId: agreements.payeeId, promisedOn: payOn, amount, state, paidOn })
    .from(instalments)
    .innerJoin(agreements, and(eq(agreements.authorityId, authorityId), eq(agreements.agreementId, agreementId)))
    .where(and(eq(instalments.authorityId, authorityId), which))
    .orderBy(asc(payOn), asc(instalments.number));
  const sent = await lastSent(
    tx,
    authorityId,
    rows.map((row) => row.dueRef),
  );
  return rows.map((row): PromisedPayment => {
    const { settledOn = null, ...last } = sent.get(row.dueRef) ?? NOT_SENT;
    // A released payment counts from its day until the bank has shown which day it really was.
    return { ...row, ...last, paidOn: row.paidOn === null ? null : (settledOn ?? row.paidOn) };
  });
}

interface LastSent extends Pick<PromisedPayment, 'sentOn' | 'returnedOn' | 'reference' | 'accountId'> {
  readonly settledOn?: PlainDate | null;
}
const NOT_SENT: LastSent = { sentOn: null, returnedOn: null, reference: null, accountId: null };

/** Of each the last payment that left for it, and the last day on which one came back. */
async function lastSent(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<ReadonlyMap<string, LastSent>> {
  if (dueRefs.length === 0) return new Map();
  const { dueRef, payDate, reference, accountId, settledOn, instructionId } = paymentInstructions;
  const rows = await tx
    .select({ dueRef, sentOn: payDate, reference, accountId, settledOn, returnedOn: paymentReturns.returnedOn })
    .from(paymentInstructions)
    .leftJoin(paymentReturns, and(eq(paymentReturns.authorityId, authorityId), eq(paymentReturns.instructionId, instructionId)))
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        inArray(dueRef, [...dueRefs]),
        inArray(paymentInstructions.state, ['sent', 'settled', 'returned']),
      ),
    )
    .orderBy(asc(paymentInstructions.number));
  const last = new Map<string, LastSent>();
  for (const { dueRef: ref, returnedOn, ...row } of rows)
    last.set(ref, { ...row, returnedOn: returnedOn ?? last.get(ref)?.returnedOn ?? null });
  return last;
}
