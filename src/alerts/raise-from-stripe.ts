import { readParked } from '../payments/index.ts';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { settleFact } from './settle-fact.ts';

/** Of these the money may be wrong already; the others are news that somebody should read. */
const URGENT = new Set(['no-instruction', 'paid-twice', 'amount-differs', 'status-contradicts', 'books-only-at-the-rail']);

/** Something from Stripe was parked: one alert for each. */
export async function raiseAlertOfParked(
  { database }: { readonly database: Database },
  authorityId: number,
  sourceRef: string,
): Promise<Result<{ readonly raised: number }, { readonly code: 'parked-not-found' }>> {
  const parked = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readParked(tx, authorityId, sourceRef));
  if (parked === undefined) return refused({ code: 'parked-not-found' });
  const { reason, objectId, facts, parkedAt } = parked;
  const { isNew } = await settleFact(database, authorityId, {
    kind: 'stripe-parked',
    subject: objectId,
    severity: URGENT.has(reason) ? 'urgent' : 'warning',
    raisedAt: parkedAt,
    detail: { ...facts, reason },
    sourceRef: `stripe:${sourceRef}`,
    seq: 0n,
  });
  return accepted({ raised: isNew ? 1 : 0 });
}
