import { and, eq } from 'drizzle-orm';
import { appendAudit, eventOf } from '../../../people/index.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { bookAnswers } from '../book-answers.ts';
import type { BankFileDesk } from './bank-file-desk.ts';
import { paymentFiles } from './schema.ts';
import { answerAttemptsOfFile, type PaymentFile, readFile } from './store.ts';

export interface RecordSubmission {
  readonly fileId: string;
  /** What the bank's page or bureau answered. */
  readonly submission: string;
}

/**
 * An officer has given the file to the bank, or the bank's own answer shows that somebody had: from here on its payments are sent and stand
 * in clearing. Recorded twice, they are sent once, and what a cut left unbooked is booked by the second.
 */
export async function recordSubmission(
  desk: BankFileDesk,
  caller: Caller,
  { fileId, submission }: RecordSubmission,
): Promise<Result<PaymentFile, { readonly code: 'payment-file-not-found' | 'payment-file-void' }>> {
  const { database, clock } = desk;
  const { authorityId, principal } = caller;
  const recorded = await inTransaction(database, { authorityId }, async (tx, client) => {
    const file = await readFile(tx, authorityId, fileId, 'update');
    if (file === undefined) return refused({ code: 'payment-file-not-found' as const });
    if (file.state === 'void') return refused({ code: 'payment-file-void' as const });
    if (file.state === 'submitted') return accepted(file);
    const now = clock.now();
    const told = { state: 'submitted', submittedBy: principal, submittedAt: now, submission } as const;
    await tx.update(paymentFiles).set(told).where(keyOf(file));
    await answerAttemptsOfFile(tx, file, 'taken', now);
    const facts = { fileId, bankName: file.bankName };
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.record-submission', 'change', now, {}, facts)]);
    return accepted({ ...file, ...told });
  });
  if (recorded.ok) await bookAnswers(desk, { authorityId, principal }, recorded.value.runId);
  return recorded;
}

/** Why a file that was made is never to be submitted. */
export const voidReasons = ['never-submitted', 'bank-refused-file', 'submitted-too-late'] as const;
export type VoidReason = (typeof voidReasons)[number];

type VoidRefusal = { readonly code: 'payment-file-not-found' | 'payment-file-submitted' | 'maker-may-not-void' | 'person-needed' };

/**
 * The bank does not have the file and never will: its payments wait again and go into a new one, under a new number. Somebody else than who
 * made it says so, for if it was wrong, families are paid twice.
 */
export async function voidPaymentFile(
  { database, clock }: Pick<BankFileDesk, 'database' | 'clock'>,
  caller: Caller,
  { fileId, reason }: { readonly fileId: string; readonly reason: VoidReason },
): Promise<Result<PaymentFile, VoidRefusal>> {
  const { authorityId, principal } = caller;
  if (caller.kind === 'machine') return refused({ code: 'person-needed' });
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const file = await readFile(tx, authorityId, fileId, 'update');
    if (file === undefined) return refused({ code: 'payment-file-not-found' });
    if (file.state === 'void') return accepted(file);
    if (file.state === 'submitted') return refused({ code: 'payment-file-submitted' });
    if (file.madeBy === principal) return refused({ code: 'maker-may-not-void' });
    const now = clock.now();
    const told = { state: 'void', voidedBy: principal, voidedAt: now, voidReason: reason } as const;
    await tx.update(paymentFiles).set(told).where(keyOf(file));
    await answerAttemptsOfFile(tx, file, 'absent', now);
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.void-payment-file', 'change', now, {}, { fileId, reason })]);
    return accepted({ ...file, ...told });
  });
}

const keyOf = ({ authorityId, fileId }: PaymentFile) => and(eq(paymentFiles.authorityId, authorityId), eq(paymentFiles.fileId, fileId));
