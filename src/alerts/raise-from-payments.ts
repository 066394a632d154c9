import { countParkedAnswers, findPayment, paymentOfAnswer, readAgreement } from '../payments/index.ts';
import { dateInLondon } from '../platform/calendar/london-time.ts';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { formatPounds } from '../platform/money/pounds.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { seqOf } from './facts/judge-facts.ts';
import { settleFact } from './settle-fact.ts';

/** An agreement has passed its last day and is paid on: one alert for each last day, so that a renewal that runs out is told again. */
export async function raiseAlertOfPastDate(
  { database }: { readonly database: Database },
  authorityId: number,
  { agreementId, raisedAt }: { readonly agreementId: string; readonly raisedAt: Date },
): Promise<Result<{ readonly raised: number }, { readonly code: 'agreement-not-found' }>> {
  const agreement = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readAgreement(tx, authorityId, agreementId));
  if (agreement === undefined) return refused({ code: 'agreement-not-found' });
  const { lineCode, until, familyId } = agreement;
  const { isNew } = await settleFact(database, authorityId, {
    kind: 'agreement-past-its-date',
    subject: lineCode,
    severity: 'warning',
    raisedAt,
    detail: { agreementId, until },
    sourceRef: `past-its-date:${agreementId}:${until}`,
    seq: 0n,
    familyId,
    lineCode,
    about: { familyId, lineCode },
  });
  return accepted({ raised: isNew ? 1 : 0 });
}

/** A payment came back: the family is without it until somebody has seen where it can be paid to. */
export async function raiseAlertOfReturn(
  { database }: { readonly database: Database },
  authorityId: number,
  { instructionId, raisedAt }: { readonly instructionId: string; readonly raisedAt: Date },
): Promise<Result<{ readonly raised: number }, { readonly code: 'payment-not-found' }>> {
  const found = await findPayment({ database }, authorityId, instructionId);
  if (found?.back === undefined) return refused({ code: 'payment-not-found' });
  const { payment, back } = found;
  const line = payment.parts[0]?.share.line ?? payment.dueRef;
  const { isNew } = await settleFact(database, authorityId, {
    kind: 'payment-returned',
    // What is due again: the night's look at what came back finds this alert and resolves it once the sum is paid.
    subject: payment.dueRef,
    severity: 'urgent',
    raisedAt,
    detail: {
      line,
      instructionId,
      reference: payment.reference,
      amount: formatPounds(payment.amount),
      on: back.returnedOn,
      reason: back.reason,
    },
    sourceRef: `payment-returned:${instructionId}`,
    seq: seqOf(dateInLondon(raisedAt)),
    lineCode: line,
    familyId: payment.familyId,
  });
  return accepted({ raised: isNew ? 1 : 0 });
}

/** Two people agreed to repay a family and the books do not take it. */
export async function raiseAlertOfRefusedOutlay(
  { database }: { readonly database: Database },
  authorityId: number,
  { agreementId, dueRef, ledgerCode, raisedAt }: { agreementId: string; dueRef: string; ledgerCode: string; raisedAt: Date },
): Promise<Result<{ readonly raised: number }, { readonly code: 'agreement-not-found' }>> {
  const agreement = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readAgreement(tx, authorityId, agreementId));
  if (agreement === undefined) return refused({ code: 'agreement-not-found' });
  const { isNew } = await settleFact(database, authorityId, {
    kind: 'outlay-refused',
    subject: agreement.lineCode,
    severity: 'urgent',
    raisedAt,
    detail: { agreementId, dueRef, ledgerCode },
    sourceRef: `outlay-refused:${dueRef}`,
    seq: 0n,
  });
  return accepted({ raised: isNew ? 1 : 0 });
}

/** Lines of a bank's file that nobody could place: one alert for the file, and the list says what each is. */
export async function raiseAlertOfParkedAnswers(
  { database }: { readonly database: Database },
  authorityId: number,
  { fileId, raisedAt }: { readonly fileId: string; readonly raisedAt: Date },
): Promise<Result<{ readonly raised: number }, never>> {
  const parked = await countParkedAnswers(database, authorityId, fileId);
  if (parked === 0) return accepted({ raised: 0 });
  const { isNew } = await settleFact(database, authorityId, {
    kind: 'bank-answers-wait',
    subject: fileId,
    severity: 'warning',
    raisedAt,
    detail: { parked: `${parked}` },
    sourceRef: `bank-answers-wait:${fileId}`,
    seq: 0n,
  });
  return accepted({ raised: isNew ? 1 : 0 });
}

/** The bank says that a payee has died: how the child's support goes on is somebody's task the same day. */
export async function raiseAlertOfDeath(
  { database }: { readonly database: Database },
  authorityId: number,
  { answerId, raisedAt }: { readonly answerId: string; readonly raisedAt: Date },
): Promise<Result<{ readonly raised: number }, { readonly code: 'payment-not-found' }>> {
  const payment = await paymentOfAnswer(database, authorityId, answerId);
  if (payment === undefined) return refused({ code: 'payment-not-found' });
  const { isNew } = await settleFact(database, authorityId, {
    kind: 'payee-died-says-bank',
    subject: payment.payee,
    severity: 'urgent',
    raisedAt,
    detail: { reference: payment.reference },
    sourceRef: `payee-died:${payment.payee}`,
    seq: 0n,
  });
  return accepted({ raised: isNew ? 1 : 0 });
}
