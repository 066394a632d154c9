import type { Database } from '../../../platform/database/database.ts';
import { inTransaction, type TransactionClient } from '../../../platform/database/in-transaction.ts';
import { appendToOutbox } from '../../../platform/queue/append-to-outbox.ts';
import { readStripeEvents } from './job-contracts.ts';
import type { StripeDesk } from './stripe-connection.ts';

/** What an event says of itself. Its content is not kept: the object is fetched when the event is read, and is newer then. */
export interface StripeEventHead {
  readonly id: string;
  readonly type: string;
  readonly objectId: string;
  /** The connected account it is about. */
  readonly context?: string;
  readonly liveMode: boolean;
  readonly happenedAt: Date;
}

export interface WaitingEvent extends StripeEventHead {
  readonly receivedAt: Date;
}

const SENDER = 'stripe';

/** Keeps events by their own ids, once each, and asks for them to be read. Answers how many were new. */
export async function keepEvents(
  { database, authorityId, clock }: Pick<StripeDesk, 'database' | 'authorityId' | 'clock'>,
  events: readonly StripeEventHead[],
): Promise<number> {
  if (events.length === 0) return 0;
  const now = clock.now();
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const rows = events.map(({ id, type, objectId, context, liveMode, happenedAt }) => {
      return { id, type, object: objectId, context: context ?? null, live: liveMode, happened: happenedAt.toISOString() };
    });
    const { rows: kept } = await client.query<{ kept: number; wakes: boolean }>(
      'select kept, wakes from payments.keep_webhook_receipts($1, $2, $3::jsonb, $4)',
      [SENDER, authorityId, JSON.stringify(rows), now],
    );
    if (kept[0]?.wakes === true) await appendToOutbox(tx, readStripeEvents, { authorityId, payload: {}, recordedAt: now });
    return kept[0]?.kept ?? 0;
  });
}

interface WaitingRow {
  event_id: string;
  type: string;
  object_id: string;
  context: string | null;
  live_mode: boolean;
  happened_at: Date;
  received_at: Date;
}

/** In the order of their objects, so that whatever was said of one object is read with one fetch. */
export async function waitingEvents(
  database: Database,
  authorityId: number,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<WaitingEvent[]> {
  const asked = 'select * from payments.waiting_webhook_receipts($1, $2, $3, $4)';
  const read = (_: unknown, client: TransactionClient) => client.query<WaitingRow>(asked, [SENDER, authorityId, after, limit]);
  const { rows } = await inTransaction(database, { authorityId }, read);
  return rows.map((row) => ({
    id: row.event_id,
    type: row.type,
    objectId: row.object_id,
    liveMode: row.live_mode,
    happenedAt: row.happened_at,
    receivedAt: row.received_at,
    ...(row.context !== null && { context: row.context }),
  }));
}

export interface EndedEvent {
  readonly id: string;
  readonly state: 'done' | 'parked';
  readonly note?: string;
}

export async function endEvents(database: Database, authorityId: number, ended: readonly EndedEvent[], now: Date): Promise<void> {
  if (ended.length === 0) return;
  await inTransaction(database, { authorityId }, (_, client) =>
    client.query('select payments.end_webhook_receipts($1, $2, $3::jsonb, $4)', [SENDER, authorityId, JSON.stringify(ended), now]),
  );
}
