/** How an administrator may make sure who somebody is: never by what comes from the mailbox that is to be relied on next. */
export const identityProofs = ['in-person', 'video-call', 'call-back-to-known-number'] as const;
export type IdentityProof = (typeof identityProofs)[number];
