import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import type { PaymentRefusal } from '../problems.ts';
import { readHead } from './store.ts';
import { moveRun } from './write-run.ts';

/** Nothing more is awaited of the run. A return may still come later; it is a return of its payment and does not open the run again. */
export async function closePaymentRun(
  { database, clock }: Pick<PaymentDesk, 'database' | 'clock'>,
  { authorityId }: Actor,
  { runId }: { readonly runId: string },
): Promise<Result<undefined, PaymentRefusal>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const run = await readHead(tx, authorityId, runId, 'update');
    if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
    if (run.state === 'closed') return accepted(undefined);
    if (run.state !== 'settled' && run.state !== 'part-returned') {
      return refused({ code: 'payment-run-open', facts: { runId, state: run.state } });
    }
    await moveRun(tx, authorityId, runId, { from: run.state, to: 'closed' }, { closedAt: clock.now() });
    return accepted(undefined);
  });
}
