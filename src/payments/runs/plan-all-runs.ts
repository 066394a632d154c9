import type { Actor } from '../../ledger/index.ts';
import { laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result } from '../../platform/result.ts';
import type { PaymentRefusal } from '../problems.ts';
import { earliestPayDate } from '../rails/files/why-no-file.ts';
import { listRailSettings } from '../rails/rail-settings.ts';
import { planDueRun } from './plan-due-run.ts';
import type { RunDesk } from './run-desk.ts';

/**
 * Plans the day's run of every rail that is planned daily. A morning that was missed is caught up into the present: what fell due then is
 * due still, and no run is dated into the past.
 */
export async function planAllRuns(
  desk: RunDesk,
  actor: Actor,
  { dueOn, today }: { readonly dueOn: PlainDate; readonly today: PlainDate },
): Promise<Result<{ readonly planned: readonly string[] }, PaymentRefusal>> {
  const { authorityId } = actor;
  const rails = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) => listRailSettings(tx, authorityId));
  const planned: string[] = [];
  let failed: Result<never, PaymentRefusal> | undefined;
  for (const { rail } of rails.filter(({ plannedDaily }) => plannedDaily)) {
    const payDate = await earliestPayDate(desk, authorityId, { rail, on: laterOf(dueOn, today) });
    const run = await planDueRun(desk, actor, { payDate, rail });
    if (run.ok && !run.value.existed) planned.push(run.value.run.runId);
    // A rail that cannot be planned does not hold up the families who are paid by another.
    if (!run.ok && run.refusal.code !== 'payment-run-empty') failed ??= run;
  }
  return failed ?? accepted({ planned });
}
