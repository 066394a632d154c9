import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { HELD_FOR_MS } from './decide-purchase.ts';
import type { CardDesk } from './follow-purchase.ts';
import { cardPurchases } from './schema.ts';

const EXPIRIES = '5d0c3b61-0f4e-4d0b-9a5e-3f0a6d2c7b18';
const AT_ONCE = 1_000;

/**
 * Shops that never took what was held for them: the money is the family's again, so that no forgotten purchase shrinks a budget for good. A
 * shop that comes later all the same is booked as one that never asked.
 */
export async function releaseExpiredPurchases({ database, ledger, clock }: CardDesk, authorityId: number): Promise<number> {
  const now = clock.now();
  const expired = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ holdId: cardPurchases.purchaseId })
      .from(cardPurchases)
      .where(
        and(
          eq(cardPurchases.authorityId, authorityId),
          eq(cardPurchases.state, 'held'),
          lte(cardPurchases.decidedAt, new Date(now.getTime() - HELD_FOR_MS)),
        ),
      )
      .orderBy(asc(cardPurchases.decidedAt), asc(cardPurchases.purchaseId))
      .limit(AT_ONCE),
  );
  if (expired.length === 0) return 0;
  const results = await ledger.post(
    authorityId,
    expired.map(({ holdId }) => ({
      kind: 'hold-expire' as const,
      id: uuidv5(holdId, EXPIRIES),
      principal: 'system',
      holdId,
      effectiveDate: dateInLondon(now),
    })),
  );
  const released = expired.filter((_, at) => results[at]?.ok === true).map(({ holdId }) => holdId);
  if (released.length === 0) return 0;
  await inTransaction(database, { authorityId }, (tx) =>
    tx
      .update(cardPurchases)
      .set({ state: 'released' })
      .where(and(eq(cardPurchases.authorityId, authorityId), eq(cardPurchases.state, 'held'), inArray(cardPurchases.purchaseId, released))),
  );
  return released.length;
}
