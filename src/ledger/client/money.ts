import { formatPounds, parsePounds } from '../../platform/money/pounds.ts';

/** An amount as the API writes it: a string, for a number would be a float and floats lose pennies. */
export interface Money {
  readonly amount: string;
  readonly currency: 'GBP';
}

/** Whole pence, to calculate with. Throws on an amount that no answer of the API has. */
export function penceOf({ amount }: Money): bigint {
  const pence = parsePounds(amount);
  if (!pence.ok) throw new RangeError(`“${amount}” is no amount: ${pence.refusal.reason}`);
  return pence.value;
}

export function moneyOf(pence: bigint): Money {
  return { amount: formatPounds(pence), currency: 'GBP' };
}
