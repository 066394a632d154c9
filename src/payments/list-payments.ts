import { inTransaction } from '../platform/database/in-transaction.ts';
import type { PaymentDesk } from './payment-desk.ts';
import type { PaymentInstruction, PaymentRun } from './payment-run.ts';
import { readInstructionsByState, readRun } from './store.ts';

/** What a bank line may be about: payments that were sent, and those already seen, so that a line given twice is recognised. */
export function listPaymentsAtTheBank({ database }: Pick<PaymentDesk, 'database'>, authorityId: number): Promise<PaymentInstruction[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => readInstructionsByState(tx, authorityId, ['sent', 'settled']));
}

export function findPaymentRun(
  { database }: Pick<PaymentDesk, 'database'>,
  authorityId: number,
  runId: string,
): Promise<PaymentRun | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => readRun(tx, authorityId, runId));
}
