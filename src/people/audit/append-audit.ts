import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import type { AuditEvent } from './audit-event.ts';

/** In the transaction of the change itself, and last in it: a change without its event cannot be kept, nor the event without the change. */
export async function appendAudit(client: TransactionClient, authorityId: number, events: readonly AuditEvent[]): Promise<void> {
  if (events.length > 0) await client.query('select people.append_audit($1, $2::jsonb)', [authorityId, JSON.stringify(events)]);
}
