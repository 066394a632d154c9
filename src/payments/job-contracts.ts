import { z } from 'zod';
import { defineJob } from '../platform/queue/job-contract.ts';

/** Asked for by an approval, in its own transaction. */
export const releaseRun = defineJob({ topic: 'payments.release-run', payload: z.object({ runId: z.uuid() }) });
