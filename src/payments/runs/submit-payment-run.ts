import { totalOf } from '../../budgets/index.ts';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import type { PaymentRefusal } from '../problems.ts';
import { readRailSettings } from '../rails/rail-settings.ts';
import { linesHash } from './lines-hash.ts';
import { readRun } from './store.ts';
import { moveRun } from './write-run.ts';

/** An officer stands by the draft and asks a colleague to approve it. From here on no line can be taken out. Said twice, it is said once. */
export async function submitPaymentRun(
  { database, clock }: Pick<PaymentDesk, 'database' | 'clock'>,
  { authorityId, principal }: Actor,
  { runId }: { readonly runId: string },
): Promise<Result<{ readonly hash: string }, PaymentRefusal>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const run = await readRun(tx, authorityId, runId, 'update');
    if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
    const hash = linesHash(run);
    if (run.state === 'submitted' && run.submittedBy === principal) return accepted({ hash });
    if (run.state !== 'draft') return refused({ code: 'payment-run-not-draft', facts: { runId, state: run.state } });
    const due = run.instructions.filter(({ state }) => state === 'due');
    if (due.length === 0) return refused({ code: 'payment-run-empty', facts: { runId } });
    const settings = await readRailSettings(tx, authorityId, run.rail);
    if (settings === undefined) return refused({ code: 'rail-not-set-up', facts: { rail: run.rail } });
    const total = due.reduce((sum, { amount }) => sum + amount, 0n);
    if (total > settings.largestRun) {
      return refused({ code: 'above-largest-run', facts: { runId, total: `${total}`, largestRun: `${settings.largestRun}` } });
    }
    const large = due.find(({ amount }) => amount > settings.largestPayment);
    if (large !== undefined) {
      return refused({ code: 'above-largest-payment', facts: { reference: large.reference, gross: `${totalOf(large.parts)}` } });
    }
    await moveRun(tx, authorityId, runId, { from: 'draft', to: 'submitted' }, { submittedBy: principal, submittedAt: clock.now() });
    return accepted({ hash });
  });
}
