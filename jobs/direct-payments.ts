import type { z } from 'zod';
import { type PaymentDesk, releasePaymentRun, type releaseRun } from '../src/payments/index.ts';
import type { Processor } from '../src/platform/queue/job-registry.ts';

/** Releases a run that somebody approved. Asked for by the approval itself; run twice it pays once. */
export function releaseRunProcessor(desk: Omit<PaymentDesk, 'clock'>): Processor<z.infer<typeof releaseRun.payload>> {
  return ({ runId }, { authorityId, clock }) => releasePaymentRun({ ...desk, clock }, { authorityId, principal: 'system' }, { runId });
}
