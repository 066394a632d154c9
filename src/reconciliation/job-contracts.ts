import { z } from 'zod';
import { defineJob } from '../platform/queue/job-contract.ts';

const oneImport = z.strictObject({ importId: z.uuid() });

/** A file was sent in: read it, and say what an import would do. */
export const previewRequested = defineJob({ topic: 'reconciliation.preview-import', payload: oneImport });

/** An officer looked at the preview and said yes. */
export const importRequested = defineJob({ topic: 'reconciliation.run-import', payload: oneImport });
