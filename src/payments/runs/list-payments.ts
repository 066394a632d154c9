import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import type { PaymentInstruction, PaymentRun, RunHead } from './payment-run.ts';
import { readHeads, readInstructionsByState, readRun } from './store.ts';

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

/** The latest pay date first. */
export function listPaymentRuns(
  { database }: Pick<PaymentDesk, 'database'>,
  authorityId: number,
  { limit }: { readonly limit: number },
): Promise<RunHead[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => readHeads(tx, authorityId, { limit }));
}
