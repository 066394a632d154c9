import { type ShareAmount, shareKey, totalOf } from '../../budgets/rules/share.ts';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';

/** Money to return that is kept from a payment which is due: less is sent, and what the family owed is settled by it. */
export interface Offset {
  readonly recoveryCase: string;
  /** The shares whose money comes back. */
  readonly parts: readonly ShareAmount[];
  /** Back to the line while the share's year is open; later to the current year of the same source. */
  readonly freed: { readonly to: 'line' } | { readonly to: 'source'; readonly currentYear: FinancialYear };
}

/** In pence: the parts less the offsets. Zero or below means that nothing is left to send. */
export function amountToSend(parts: readonly ShareAmount[], offsets: readonly Offset[]): bigint {
  return offsets.reduce((left, { parts: kept }) => left - totalOf(kept), totalOf(parts));
}

/**
 * Whose money is sent: each share's part less what is kept of the same share; what is kept of shares that the payment does not have is
 * taken from its parts in their order, so that the parts always re-add to the amount that is sent.
 */
export function partsToSend(parts: readonly ShareAmount[], offsets: readonly Offset[]): ShareAmount[] {
  const kept = new Map<string, bigint>();
  for (const { share, amount } of offsets.flatMap((offset) => offset.parts)) {
    kept.set(shareKey(share), (kept.get(shareKey(share)) ?? 0n) + amount);
  }
  const own = parts.map(({ share, amount }) => {
    const wanted = kept.get(shareKey(share)) ?? 0n;
    const taken = lesserOf(wanted, amount);
    kept.set(shareKey(share), wanted - taken);
    return { share, amount: amount - taken };
  });
  let rest = [...kept.values()].reduce((sum, amount) => sum + amount, 0n);
  return own
    .map(({ share, amount }) => {
      const taken = lesserOf(rest, amount);
      rest -= taken;
      return { share, amount: amount - taken };
    })
    .filter(({ amount }) => amount > 0n);
}

function lesserOf(one: bigint, other: bigint): bigint {
  if (one < other) return one;
  return other;
}
