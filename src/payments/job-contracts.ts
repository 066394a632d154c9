import { z } from 'zod';
import { defineJob, plannedWindow } from '../platform/queue/job-contract.ts';

const ofRun = z.object({ runId: z.uuid() });

/** Asked for by an approval, in its own transaction. */
export const releaseRun = defineJob({ topic: 'payments.release-run', payload: ofRun });
/** Asked for by a release, in its own transaction. */
export const sendRun = defineJob({ topic: 'payments.send-run', payload: ofRun });
const ofPayment = z.object({ instructionId: z.uuid() });
/** Told to whoever alerts officers, in the transaction that records the return. */
export const alertOfReturn = defineJob({ topic: 'payments.payment-returned', payload: ofPayment });
/** The same, for whoever was to get the money. */
export const tellOfReturn = defineJob({ topic: 'payments.tell-of-return', payload: ofPayment });
/** Every morning, each missed day too: plans what is due. */
export const planRuns = defineJob({ topic: 'payments.plan-runs', payload: plannedWindow });
/** Every minute: asks the rails about what is in doubt and sends what an outage left unsent. */
export const askRails = defineJob({ topic: 'payments.ask-rails', payload: plannedWindow });
/** Every morning: returns that are due, reminders, and offsets that need another payment. */
export const monitorDaily = defineJob({ topic: 'payments.monitor-daily', payload: plannedWindow });
/** Every few minutes: what the rails say has left and come back. */
export const followRails = defineJob({ topic: 'payments.follow-rails', payload: plannedWindow });
