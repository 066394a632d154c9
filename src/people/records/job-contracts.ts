import { z } from 'zod';
import { defineJob } from '../../platform/queue/job-contract.ts';

/** A worry was raised: whoever may know of such worries finds it in their list. Ids only; what it is about stays sealed. */
export const signalRaised = defineJob({
  topic: 'people.signal-raised',
  payload: z.strictObject({ familyId: z.uuid(), signalId: z.uuid(), kind: z.enum(['fraud', 'safeguarding']) }),
});
