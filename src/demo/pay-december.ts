import { v5 as uuidv5 } from 'uuid';
import type { Actor } from '../ledger/index.ts';
import {
  approvePaymentRun,
  findPaymentRun,
  type PaymentRun,
  planDueRun,
  planPaymentRun,
  type RunDesk,
  SANDBOX_RAIL,
  setUpRail,
  submitPaymentRun,
} from '../payments/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { BANK, pounds } from './northmoor-budget.ts';
import { northmoorRun, OFFICERS } from './northmoor-run.ts';
import { DEMO } from './open-northmoor.ts';
import { requireAccepted } from './require-accepted.ts';

/** The days of December on which the council pays. */
export const PAY_DATES: readonly PlainDate[] = ['2026-12-01', '2026-12-09', '2026-12-31'];

/** The made-up bank pays from the council's account, and the council's bank statement shows it. */
const SANDBOX = {
  rail: SANDBOX_RAIL,
  bank: BANK,
  settledBy: 'bank-statement',
  largestPayment: pounds('10000.00'),
  largestRun: pounds('250000.00'),
  plannedDaily: false,
} as const;

/** The run of a day that is planned line by line. */
export function plannedRunId(authorityId: number, payDate: PlainDate): string {
  return uuidv5(`run ${authorityId} ${payDate}`, DEMO);
}

/**
 * Pays a day by the made-up bank: one run of what agreements owe, and one of what else the day brings, each planned and submitted by one
 * officer and approved by another. Jobs release and send them. Answers the ids of the runs.
 */
export async function payDay(
  desk: RunDesk,
  authorityId: number,
  { payDate, paymentsBefore }: { readonly payDate: PlainDate; readonly paymentsBefore: number },
): Promise<string[]> {
  const planner: Actor = { authorityId, principal: OFFICERS.planner.principal };
  const approver: Actor = { authorityId, principal: OFFICERS.approver.principal };
  requireAccepted('rail', await setUpRail(desk, planner, SANDBOX));
  const runs: PaymentRun[] = [];
  const asked = northmoorRun(plannedRunId(authorityId, payDate), payDate, paymentsBefore);
  if (asked !== undefined) runs.push(requireAccepted('payment run', await planPaymentRun(desk, planner, asked)));
  runs.push(requireAccepted('run of direct payments', await planDueRun(desk, planner, { payDate, rail: SANDBOX_RAIL })).run);
  for (const { runId, state } of runs) {
    if (state === 'draft') requireAccepted('submission', await submitPaymentRun(desk, planner, { runId }));
    requireAccepted('approval', await approvePaymentRun(desk, approver, { runId }));
  }
  return runs.map(({ runId }) => runId);
}

export async function requireRun(desk: Pick<RunDesk, 'database'>, authorityId: number, runId: string): Promise<PaymentRun> {
  const run = await findPaymentRun(desk, authorityId, runId);
  if (run === undefined) throw new Error(`The demo's payment run ${runId} is gone.`);
  return run;
}
