import { z } from 'zod';
import { defineJob, plannedWindow } from '../platform/queue/job-contract.ts';

const oneImport = z.strictObject({ importId: z.uuid() });

/** A file was sent in: read it, and say what an import would do. */
export const previewRequested = defineJob({ topic: 'reconciliation.preview-import', payload: oneImport });

/** An officer looked at the preview and said yes. */
export const importRequested = defineJob({ topic: 'reconciliation.run-import', payload: oneImport });

/** Lines came in: explain them. */
export const matchRequested = defineJob({
  topic: 'reconciliation.match-account',
  payload: z.strictObject({ accountId: z.uuid() }),
});

/** Every day: what was sent or booked since may explain lines that were open. */
export const matchAllRequested = defineJob({ topic: 'reconciliation.match-accounts', payload: plannedWindow });
