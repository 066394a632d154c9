import { z } from 'zod';
import { defineJob } from '../../platform/queue/job-contract.ts';

/** A second person looked at the preview and said yes: bring the file in. */
export const budgetImportRequested = defineJob({ topic: 'budgets.run-import', payload: z.strictObject({ importId: z.uuid() }) });
