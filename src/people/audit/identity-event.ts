import type { AuditEvent } from './audit-event.ts';

/** From where somebody did something about their own way in, and in which request. */
export interface Trace {
  readonly address: string;
  readonly requestId: string;
}

/** What somebody did about their own way in. It names no authority: each in which the person stands for something keeps it (decision 24). */
export function identityEvent(
  identityId: string,
  operation: `people.${string}`,
  at: Date,
  { address, requestId }: Trace,
  facts: AuditEvent['facts'] = {},
): AuditEvent {
  return { at, principal: `identity:${identityId}`, operation, kind: 'change', channel: 'online', address, requestId, facts };
}
