import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** What a card of a funding stream may be used for. Amounts in pence, as text because they are kept as JSON. */
export interface CardRules {
  /** Kinds of shops, by the card networks' own names: only these, or all but these. */
  readonly categories?: { readonly only: readonly string[] } | { readonly not: readonly string[] };
  readonly merchants?: { readonly only: readonly string[] } | { readonly not: readonly string[] };
  readonly perPurchase?: string;
  readonly perPeriod?: { readonly period: CardPeriod; readonly amount: string };
}

export const cardPeriods = ['week', 'month', 'financial-year'] as const;
export type CardPeriod = (typeof cardPeriods)[number];

/** Why a purchase was not let through. Each has words for the family. */
export const declineReasons = [
  'card-unknown',
  'card-stopped',
  'category-not-covered',
  'shop-not-covered',
  'above-purchase-limit',
  'above-period-limit',
  'not-enough-left',
  'currency-not-ours',
  'too-late-to-tell',
] as const;
export type DeclineReason = (typeof declineReasons)[number];

const WORDS: Readonly<Record<DeclineReason, string>> = {
  'card-unknown': 'We do not know this card. Please call the council.',
  'card-stopped': 'This card has been stopped. Please call the council; agreed support goes on in another way.',
  'category-not-covered': 'This kind of shop is not in what was agreed for this card. If it should be, ask your caseworker.',
  'shop-not-covered': 'This shop is not in what was agreed for this card. If it should be, ask your caseworker.',
  'above-purchase-limit': 'This is more than one purchase with this card may cost. Ask the council if you need it.',
  'above-period-limit': 'This card has reached what it may pay in this period. Ask the council if you need more now.',
  'not-enough-left':
    'There is not enough left in this part of the budget today. Nothing is wrong with the card; ask the council what can be done.',
  'currency-not-ours': 'This card pays in pounds only.',
  'too-late-to-tell': 'We could not check in time, so the purchase did not go through. Please try again.',
};

/** For the family, beside the purchase that did not go through. */
export const declineWords = (reason: DeclineReason): string => WORDS[reason];

/** The first day of the period that a day is in, by our calendar: weeks begin on Monday, the financial year on 1 April. */
export function periodStart(period: CardPeriod, day: PlainDate): PlainDate {
  if (period === 'month') return `${day.slice(0, 8)}01` as PlainDate;
  if (period === 'financial-year') {
    const year = Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0);
    return `${year}-04-01` as PlainDate;
  }
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10) as PlainDate;
}
