import type { z } from 'zod';
import { defineJob, plannedWindow } from '../src/platform/queue/job-contract.ts';
import type { Processor } from '../src/platform/queue/job-registry.ts';
import type { CheckLedger } from './ledger-check.ts';

/** Keeps, once a day, where each book stands. Scheduled only: nobody else asks for it, so the contract lives with its processor. */
export const dailyAnchor = defineJob({ topic: 'ledger.daily-anchor', payload: plannedWindow });

export function dailyAnchorProcessor(anchorLedger: CheckLedger): Processor<z.infer<typeof plannedWindow>> {
  return ({ dueOn }, { authorityId, outboxId, clock, signal, log }) =>
    anchorLedger({ authorityId, checkId: outboxId, dueOn, clock, signal, log });
}
