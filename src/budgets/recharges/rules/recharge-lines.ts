import type { Month } from '../../../platform/calendar/date-arithmetic.ts';
import { type Share, shareKey } from '../../rules/share.ts';

/** What one share was charged in one month, less what came back in it. */
export interface MonthOfShare {
  readonly share: Share;
  readonly month: Month;
  /** In pence; below nothing when more came back than was paid. */
  readonly amount: bigint;
}

/** A line of a recharge invoice: of its own month, or putting right an earlier one. */
export interface RechargeLine extends MonthOfShare {
  readonly kind: 'month' | 'adjustment';
}

/**
 * What is to be invoiced for a month: what the books say of every month up to it, less what invoices have said already. A sealed invoice is
 * never opened again; what changes later is a line of the next one, and names the month that it is about.
 */
export function rechargeLines(paid: readonly MonthOfShare[], invoiced: readonly MonthOfShare[], month: Month): RechargeLine[] {
  const keyOf = (line: MonthOfShare) => `${shareKey(line.share)} ${line.month}`;
  const all = new Map<string, MonthOfShare>();
  for (const line of paid) add(all, keyOf(line), line, line.amount);
  for (const line of invoiced) add(all, keyOf(line), line, -line.amount);
  return [...all.values()]
    .filter((line) => line.amount !== 0n && line.month <= month)
    .map((line): RechargeLine => ({ ...line, kind: line.month === month ? 'month' : 'adjustment' }))
    .toSorted((one, other) => compare(one.month, other.month) || compare(shareKey(one.share), shareKey(other.share)));
}

function add(all: Map<string, MonthOfShare>, key: string, line: MonthOfShare, amount: bigint): void {
  all.set(key, { ...line, amount: (all.get(key)?.amount ?? 0n) + amount });
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** `R-northmoor-icb-0007`: what both sides quote. */
export function rechargeReference(partnerCode: string, number: number): string {
  return `R-${partnerCode}-${String(number).padStart(4, '0')}`;
}
