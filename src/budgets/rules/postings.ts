import type { Dimension, EntryDraft, PostingDraft } from '../../ledger/rules/entry-draft.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { dimensionOf, type Share, type ShareAmount } from './share.ts';

/**
 * Entries are written as pairs, a debit and a credit of the same amount, so that no builder can be out of balance. A pair that moves
 * nothing is left out: the ledger refuses empty postings, and a share that takes no part in an event should not appear in it.
 */
export function pair({
  debit,
  credit,
  amount,
  dimension,
}: {
  debit: string;
  credit: string;
  amount: bigint;
  dimension?: Dimension;
}): PostingDraft[] {
  if (amount === 0n) return [];
  const about = dimension === undefined ? {} : { dimension };
  return [
    { account: debit, amount, ...about },
    { account: credit, amount: -amount, ...about },
  ];
}

/** The same pair for each share, every leg with its share's dimension: even a movement at the bank says whose money moved. */
export function pairForEachShare(
  parts: readonly ShareAmount[],
  accounts: (share: Share) => { debit: string; credit: string },
): PostingDraft[] {
  return parts.flatMap(({ share, amount }) => pair({ ...accounts(share), amount, dimension: dimensionOf(share) }));
}

/** What every event brings: the day it counts from and, where there is one, the reference that people quote. */
export interface EventFacts {
  readonly effectiveDate: PlainDate;
  readonly reference?: string | undefined;
}

export function entryDraft(
  { effectiveDate, reference }: EventFacts,
  description: string,
  postings: PostingDraft[],
  override?: string,
): EntryDraft {
  return {
    effectiveDate,
    description,
    ...(reference === undefined ? {} : { reference }),
    postings,
    ...(override === undefined ? {} : { override }),
  };
}

/**
 * Money events have a direction of their own (a return is an event, not a payment below zero), so their sums are never negative and never
 * nothing at all. A caller who gets this wrong has a fault that must not reach the books.
 */
export function requirePositive(amounts: readonly bigint[]): void {
  const negative = amounts.find((amount) => amount < 0n);
  if (negative !== undefined) throw new RangeError(`The amounts of an event are never negative, as ${negative} is.`);
  if (amounts.every((amount) => amount === 0n)) throw new RangeError('An event must move at least a penny.');
}
