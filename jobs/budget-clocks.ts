import type { z } from 'zod';
import { type BudgetRoom, workOffClocks } from '../src/budgets/index.ts';
import { tellClocksOfPayments } from '../src/payments/index.ts';
import { defineJob, plannedWindow } from '../src/platform/queue/job-contract.ts';
import type { Processor } from '../src/platform/queue/job-registry.ts';
import { accepted } from '../src/platform/result.ts';

/** Works off, once a day, what reviews, ages and deadlines ask for. Scheduled only, so the contract lives with its processor. */
export const dailyClocks = defineJob({ topic: 'budgets.work-off-clocks', payload: plannedWindow });

/** Of several days that were missed the first run catches up with all; the others find nothing to do. */
export function budgetClocksProcessor(
  room: Pick<BudgetRoom, 'database' | 'keyRing' | 'businessDate'>,
): Processor<z.infer<typeof plannedWindow>> {
  return async (_window, { authorityId, clock, signal, log }) => {
    // What payments have to tell comes first, so that the clocks of this morning know of it.
    const paymentsTold = await tellClocksOfPayments({ ...room, clock }, authorityId, signal);
    const worked = { paymentsTold, ...(await workOffClocks({ ...room, clock }, authorityId, signal)) };
    log.info(worked, 'worked off the clocks');
    return accepted(worked);
  };
}
