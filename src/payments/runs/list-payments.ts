import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import type { PaymentRun, RunHead } from './payment-run.ts';
import { readHeads, readRun } from './store.ts';

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
