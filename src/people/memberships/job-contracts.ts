import { z } from 'zod';
import { defineJob } from '../../platform/queue/job-contract.ts';

/** Asked for in the transaction that invites: nobody is invited without a mail, and no mail speaks of what was not kept. */
export const mailInvitation = defineJob({ topic: 'people.mail-invitation', payload: z.strictObject({ invitationId: z.uuid() }) });
