import { and, asc, eq, isNull } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import { inTransaction, type Transaction } from '../../../platform/database/in-transaction.ts';
import { appendToOutbox } from '../../../platform/queue/append-to-outbox.ts';
import { stripeNeedsLook } from './job-contracts.ts';
import { stripeParked } from './schema.ts';
import type { ParkedRow } from './store.ts';
import type { StripeDesk } from './stripe-connection.ts';

export interface Parked {
  /** A code: `amount-differs`. */
  readonly reason: string;
  /** Stripe's name for what it is about. */
  readonly objectId: string;
  readonly facts?: Readonly<Record<string, string>>;
}

const PARKED = '7d0f5d4a-6e57-4c5d-9d0e-3f7d1c5b2a61';

/** Kept for a person to look at, and an alert asked for in the same transaction; the same fact again is the same row. */
export async function park(
  { database, authorityId, clock }: Pick<StripeDesk, 'database' | 'authorityId' | 'clock'>,
  { reason, objectId, facts = {} }: Parked,
): Promise<void> {
  await inTransaction(database, { authorityId }, async (tx) => {
    const sourceRef = `${reason}:${objectId}`;
    const row = { authorityId, sourceRef, reason, objectId, facts, parkedAt: clock.now() };
    const [kept] = await tx.insert(stripeParked).values(row).onConflictDoNothing().returning({ sourceRef: stripeParked.sourceRef });
    if (kept === undefined) return;
    const outboxId = uuidv5(`${authorityId} ${sourceRef}`, PARKED);
    await appendToOutbox(tx, stripeNeedsLook, { authorityId, payload: { sourceRef }, recordedAt: row.parkedAt, outboxId });
  });
}

/** What still waits for a person, oldest first. */
export async function listParked(tx: Transaction, authorityId: number, limit: number): Promise<ParkedRow[]> {
  return tx
    .select()
    .from(stripeParked)
    .where(and(eq(stripeParked.authorityId, authorityId), isNull(stripeParked.settledAt)))
    .orderBy(asc(stripeParked.parkedAt), asc(stripeParked.sourceRef))
    .limit(limit);
}

export async function readParked(tx: Transaction, authorityId: number, sourceRef: string): Promise<ParkedRow | undefined> {
  const [row] = await tx
    .select()
    .from(stripeParked)
    .where(and(eq(stripeParked.authorityId, authorityId), eq(stripeParked.sourceRef, sourceRef)));
  return row;
}

/** A person has looked after it and says how; nothing else follows from that. */
export async function settleParked(
  tx: Transaction,
  authorityId: number,
  { sourceRef, why, by, now }: { readonly sourceRef: string; readonly why: string; readonly by: string; readonly now: Date },
): Promise<ParkedRow | undefined> {
  const key = and(eq(stripeParked.authorityId, authorityId), eq(stripeParked.sourceRef, sourceRef));
  await tx
    .update(stripeParked)
    .set({ settledBy: by, settledAt: now, settledWhy: why })
    .where(and(key, isNull(stripeParked.settledAt)));
  return readParked(tx, authorityId, sourceRef);
}
