import { addDays } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

export interface Spend {
  readonly id: string;
  /** What is compared with each other: a line, a card, a stream. */
  readonly among: string;
  readonly on: PlainDate;
}

/** Looked at while somebody can still ask what it was for; after that it is one of those that others are held against. */
const LOOKED_AT_DAYS = 28;
/** With fewer before it nothing is usual yet. */
const FEWEST_SUMS = 5;
const FEWEST_NAMES = 20;

/** Of each of the last weeks' sums, how many whole per cent it is of the middle one of those before it. */
export function sumsThatStandOut<S extends Spend & { readonly amount: bigint }>(
  spends: readonly S[],
  today: PlainDate,
): { readonly spend: S; readonly percent: string }[] {
  return recent(spends, today).flatMap(({ spend, before }) => {
    const middle = before.length < FEWEST_SUMS ? 0n : median(before.map(({ amount }) => amount));
    if (middle === 0n) return [];
    return [{ spend, percent: String((spend.amount * 100n) / middle) }];
  });
}

/** Those of the last weeks that carry a name which none before them carried. */
export function namesThatStandOut<S extends Spend & { readonly name: string }>(spends: readonly S[], today: PlainDate): S[] {
  return recent(spends, today)
    .filter(({ spend, before }) => before.length >= FEWEST_NAMES && before.every(({ name }) => name !== spend.name))
    .map(({ spend }) => spend);
}

function recent<S extends Spend>(spends: readonly S[], today: PlainDate): { readonly spend: S; readonly before: readonly S[] }[] {
  const since = addDays(today, -LOOKED_AT_DAYS);
  const groups = new Map<string, S[]>();
  for (const spend of spends) {
    const group = groups.get(spend.among);
    if (group === undefined) groups.set(spend.among, [spend]);
    else group.push(spend);
  }
  return [...groups.values()].flatMap((group) =>
    group.filter(({ on }) => on > since && on <= today).map((spend) => ({ spend, before: group.filter(({ on }) => on < spend.on) })),
  );
}

function median(sums: readonly bigint[]): bigint {
  const sorted = sums.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n;
}
