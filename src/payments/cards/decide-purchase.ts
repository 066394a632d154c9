import { v5 as uuidv5 } from 'uuid';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { type DeclineReason, declineWords, periodStart } from './rules/card-rules.ts';

export interface Purchase {
  readonly authorityId: number;
  readonly issuer: string;
  /** What the issuer calls the card. */
  readonly cardRef: string;
  /** What the issuer calls this use of it. */
  readonly purchaseRef: string;
  /** Pence. */
  readonly amount: bigint;
  readonly currency: string;
  readonly merchant: string;
  readonly category: string;
}

export type Decision = { readonly approved: true } | { readonly approved: false; readonly reason: DeclineReason; readonly words: string };

const PURCHASES = '3a6ab3d8-51c1-4a6e-9c0b-64a1f24f1d52';
/** Shops that settle later than this have let the purchase go. */
export const HELD_FOR_MS = 31 * 86_400_000;

export const purchaseIdOf = (authorityId: number, issuer: string, purchaseRef: string): string =>
  uuidv5(`${authorityId} ${issuer} ${purchaseRef}`, PURCHASES);

/**
 * May this purchase go through? One call to the database, no queue: rules and limits are judged in our own calendar and the money is held on
 * the share in the same statement. Asked again about the same purchase, it answers the same.
 */
export async function decidePurchase(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  { authorityId, issuer, cardRef, purchaseRef, amount, currency, merchant, category }: Purchase,
): Promise<Decision> {
  if (currency.toLowerCase() !== 'gbp') return declined('currency-not-ours');
  const now = clock.now();
  const day = dateInLondon(now);
  const [row] = await database.sql<{ reason: DeclineReason | null }[]>`
    select payments.decide_card_purchase(${authorityId}, ${issuer}, ${cardRef}, ${purchaseIdOf(authorityId, issuer, purchaseRef)},
      ${purchaseRef}, ${String(amount)}::text::bigint, ${merchant}, ${category}, ${day}, ${periodStart('week', day)}, ${periodStart('month', day)},
      ${periodStart('financial-year', day)}, ${new Date(now.getTime() + HELD_FOR_MS)}, ${now}) as reason`;
  const reason = row?.reason;
  return reason == null ? { approved: true } : declined(reason);
}

export const declined = (reason: DeclineReason): Decision => ({ approved: false, reason, words: declineWords(reason) });
