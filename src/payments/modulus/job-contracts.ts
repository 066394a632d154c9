import { z } from 'zod';
import { defineJob } from '../../platform/queue/job-contract.ts';

/** Asked for by the loading of a table, in its own transaction: every account of the payee book is judged by it. */
export const recheckPayeeBook = defineJob({ topic: 'payments.recheck-payee-book', payload: z.object({ tableId: z.uuid() }) });
