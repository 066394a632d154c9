import { z } from 'zod';
import { defineJob } from '../platform/queue/job-contract.ts';

/** Written by the posting statement itself, in the call that crossed the bound. `blockSeq` is a decimal string. */
export const watchCrossed = defineJob({
  topic: 'ledger.watch-crossed',
  payload: z.object({ watchId: z.uuid(), blockSeq: z.string().regex(/^\d+$/), kind: z.enum(['crossed', 'cleared']) }),
});

/** An entry went past a limit under a named override. */
export const limitOverridden = defineJob({ topic: 'ledger.limit-overridden', payload: z.object({ entryId: z.uuid() }) });

/** A check of the book found something that cannot be as it is; the findings stand in `ledger.check_runs`. */
export const checkFailed = defineJob({ topic: 'ledger.check-failed', payload: z.object({ checkId: z.uuid() }) });
