import { z } from 'zod';
import { defineJob } from '../../platform/queue/job-contract.ts';

/** Asked for by the request itself; it belongs to no authority, so it runs as number 0, which is nobody's and sees no rows. */
export const mailSignIn = defineJob({ topic: 'people.mail-sign-in', payload: z.strictObject({ requestId: z.uuid() }) });
