import { z } from 'zod';
import { defineJob } from '../../platform/queue/job-contract.ts';

/** Somebody's way in has changed: they are told, so that a change they know nothing of is found out. */
export const mailSignInNotice = defineJob({
  topic: 'people.mail-sign-in-notice',
  payload: z.strictObject({ identityId: z.uuid(), what: z.string(), at: z.string() }),
});

/** Somebody was let into a family's record: whoever it was done for is told. */
export const mailGrantNotice = defineJob({
  topic: 'people.mail-grant-notice',
  payload: z.strictObject({ familyId: z.uuid(), grantId: z.uuid() }),
});

/** The council has written to a person of a family: they are told that it has, and not what. */
export const mailMessageNotice = defineJob({ topic: 'people.mail-message-notice', payload: z.strictObject({ personId: z.uuid() }) });

/** Somebody opened more families within an hour than is usual; asked for once for each person and hour. */
export const mailPullAlert = defineJob({
  topic: 'people.mail-pull-alert',
  payload: z.strictObject({ principal: z.string(), hour: z.string() }),
});

/** Somebody guessed too often and has to wait: whose secret it was goes into the audit. */
export const keepLockout = defineJob({ topic: 'people.keep-lockout', payload: z.strictObject({ lockoutId: z.uuid() }) });
