import { and, eq, gt, inArray } from 'drizzle-orm';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { cardPurchases, cards } from '../cards/schema.ts';
import { namesThatStandOut, sumsThatStandOut } from './rules/stands-out.ts';
import { spendings } from './schema.ts';

/** Spending that is not like what came before it. A question to ask, and no more. */
export interface StandsOut {
  readonly what: 'payee' | 'amount' | 'category';
  readonly subject: string;
  readonly familyId: string;
  readonly lineCode: string;
  readonly on: PlainDate;
  /** Of an amount: how many per cent of the usual one. */
  readonly percent?: string;
}

const USUAL_DAYS = 365;

/**
 * Sums are held against those of the same line or card, shops and kinds against those of every card of the authority. Whom a family paid
 * otherwise lies sealed in its record and is not opened for this.
 */
export async function spendingThatStandsOut(tx: Transaction, authorityId: number, today: PlainDate): Promise<StandsOut[]> {
  const since = addDays(today, -USUAL_DAYS);
  const shown = await tx
    .select({
      ...{ id: spendings.spendingId, familyId: spendings.familyId, lineCode: spendings.lineCode },
      ...{ among: spendings.lineCode, on: spendings.spentOn, amount: spendings.amount },
    })
    .from(spendings)
    .where(and(eq(spendings.authorityId, authorityId), eq(spendings.state, 'shown'), gt(spendings.spentOn, since)));
  const bought = await tx
    .select({
      ...{ id: cardPurchases.purchaseId, familyId: cards.familyId, share: cards.share, stream: cards.stream, cardId: cards.cardId },
      ...{ on: cardPurchases.madeOn, amount: cardPurchases.amount, payee: cardPurchases.merchant, category: cardPurchases.category },
    })
    .from(cardPurchases)
    .innerJoin(cards, and(eq(cards.authorityId, authorityId), eq(cards.cardId, cardPurchases.cardId)))
    .where(
      and(eq(cardPurchases.authorityId, authorityId), inArray(cardPurchases.state, ['held', 'captured']), gt(cardPurchases.madeOn, since)),
    );
  const byCard = bought.map(({ share, ...each }) => ({ ...each, lineCode: share.line }));
  const sums = [...shown, ...byCard.map((each) => ({ ...each, among: each.cardId }))];
  const amounts = sumsThatStandOut(sums, today).map(({ spend, percent }) => ({ ...told('amount', spend), percent }));
  const names = (['payee', 'category'] as const).flatMap((what) => {
    // A shop that settled without asking gave no name.
    const named = byCard.filter((each) => each[what] !== '').map((each) => ({ ...each, among: each.stream, name: each[what] }));
    return namesThatStandOut(named, today).map((spend) => told(what, spend));
  });
  return [...amounts, ...names];
}

function told(
  what: StandsOut['what'],
  {
    id: subject,
    familyId,
    lineCode,
    on,
  }: { readonly id: string; readonly familyId: string; readonly lineCode: string; readonly on: PlainDate },
): StandsOut {
  return { what, subject, familyId, lineCode, on };
}
