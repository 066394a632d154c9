import type { ShareAmount } from '../../budgets/index.ts';
import type { StoredPart } from '../schema.ts';
import type { instalments } from './schema.ts';

export type InstalmentRow = typeof instalments.$inferSelect;

/** One payment of an agreement, planned, on its way or made. Amounts are pence. */
export interface ScheduledInstalment extends Omit<InstalmentRow, 'authorityId' | 'parts' | 'createdAt' | 'createdBy'> {
  readonly parts: readonly ShareAmount[];
}

/** What still may be paid, or was paid and came back. */
export const OPEN_STATES = ['planned', 'held', 'returned'] as const;
/** What is on its way or has been made: no change, stop or restart touches it. */
const LOCKED_STATES = ['in-run', 'paid'] as const;

export const isOpen = ({ state }: { readonly state: InstalmentRow['state'] }): boolean =>
  (OPEN_STATES as readonly string[]).includes(state);
export const isLocked = ({ state }: { readonly state: InstalmentRow['state'] }): boolean =>
  (LOCKED_STATES as readonly string[]).includes(state);

export function scheduledInstalment({ authorityId: _, createdAt: _at, createdBy: _by, parts, ...row }: InstalmentRow): ScheduledInstalment {
  return { ...row, parts: parts.map(({ share, pence }) => ({ share, amount: BigInt(pence) })) };
}

export function storedParts(parts: readonly ShareAmount[]): StoredPart[] {
  return parts.map(({ share, amount }) => ({ share, pence: `${amount}` }));
}
