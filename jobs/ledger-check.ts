import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Clock } from '../src/platform/clock/clock.ts';
import { defineJob, plannedWindow } from '../src/platform/queue/job-contract.ts';
import type { Processor } from '../src/platform/queue/job-registry.ts';
import type { Refusal, Result } from '../src/platform/result.ts';

/** Re-adds the books of one authority every night. Scheduled only: nobody else asks for it, so the contract lives with its processor. */
export const nightlyLedgerCheck = defineJob({ topic: 'ledger.nightly-check', payload: plannedWindow });

export interface LedgerCheckRequest {
  readonly authorityId: number;
  /** The same in every attempt at the same night, so that a check that runs twice is recorded once. */
  readonly checkId: string;
  /** The night it stands for, a day in Europe/London. */
  readonly dueOn: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** The use case in the ledger. What it finds is data; it refuses only when there is nothing to check. */
export type CheckLedger = (request: LedgerCheckRequest) => Promise<Result<unknown, Refusal>>;

export function ledgerCheckProcessor(checkLedger: CheckLedger): Processor<z.infer<typeof plannedWindow>> {
  return ({ dueOn }, { authorityId, outboxId, clock, signal, log }) =>
    checkLedger({ authorityId, checkId: outboxId, dueOn, clock, signal, log });
}
