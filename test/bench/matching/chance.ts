/** Numbers that look like chance and are the same for the same seed, everywhere. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 to `count - 1`. */
  below(count: number): number;
  happens(share: number): boolean;
  of<Value>(values: readonly Value[]): Value;
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return { next, below, happens: (share) => next() < share, of: (values) => values[below(values.length)] as (typeof values)[number] };
}
