import { and, desc, eq } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { declineWords } from './rules/card-rules.ts';
import { cardPurchases, cards } from './schema.ts';

export type PurchaseRow = typeof cardPurchases.$inferSelect;

/** A family's purchases by card, newest first, with words for those that did not go through. */
export async function listPurchases(
  tx: Transaction,
  authorityId: number,
  { familyId, limit }: { readonly familyId: string; readonly limit: number },
): Promise<(PurchaseRow & { readonly words: string | null })[]> {
  const rows = await tx
    .select({ purchase: cardPurchases })
    .from(cardPurchases)
    .innerJoin(cards, and(eq(cards.authorityId, cardPurchases.authorityId), eq(cards.cardId, cardPurchases.cardId)))
    .where(and(eq(cards.authorityId, authorityId), eq(cards.familyId, familyId)))
    .orderBy(desc(cardPurchases.decidedAt), desc(cardPurchases.purchaseId))
    .limit(limit);
  return rows.map(({ purchase }) => ({ ...purchase, words: purchase.reason === null ? null : declineWords(purchase.reason) }));
}
