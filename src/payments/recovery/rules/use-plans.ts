import type { ShareAmount } from '../../../budgets/rules/share.ts';
import { cutIntoPieces, lesserOf } from './taking-plan.ts';

/**
 * What is planned always re-adds to what is outstanding, share by share: whatever settles a part of it uses up plans, and moves exactly the
 * parts of what it used up.
 */
export interface PlannedPart {
  readonly takingId: string;
  readonly kind: 'payment' | 'offset';
  readonly amount: bigint;
  readonly parts: readonly ShareAmount[];
}

export interface UsedPlan {
  readonly takingId: string;
  /** What is left of it; nothing when it is used up. */
  readonly left: readonly ShareAmount[];
}

export interface UsedUp {
  readonly parts: readonly ShareAmount[];
  readonly plans: readonly UsedPlan[];
}

/** Uses up plans in the order given until the sum is reached; undefined when they do not come to it. */
export function usePlans(planned: readonly PlannedPart[], sum: bigint): UsedUp | undefined {
  let open = sum;
  const used: ShareAmount[] = [];
  const plans: UsedPlan[] = [];
  for (const { takingId, amount, parts } of planned) {
    if (open === 0n) break;
    const taken = lesserOf(amount, open);
    const [now = [], later = []] = cutIntoPieces(parts, [taken, amount - taken]).map((piece) => piece.flat());
    used.push(...now);
    plans.push({ takingId, left: later });
    open -= taken;
  }
  return open === 0n ? { parts: merged(used), plans } : undefined;
}

/** What comes in by bank settles the payments that were awaited, earliest first, and then spares the payments latest to come. */
export function forMoneyThatCame<Plan extends PlannedPart>(planned: readonly Plan[]): Plan[] {
  return [...planned.filter(({ kind }) => kind === 'payment'), ...planned.filter(({ kind }) => kind === 'offset').toReversed()];
}

function merged(parts: readonly ShareAmount[]): ShareAmount[] {
  const byShare = new Map<ShareAmount['share'], bigint>();
  const keys = new Map<string, ShareAmount['share']>();
  for (const { share, amount } of parts) {
    const key = `${share.line}:${share.source}:${share.financialYear}`;
    const known = keys.get(key) ?? share;
    keys.set(key, known);
    byShare.set(known, (byShare.get(known) ?? 0n) + amount);
  }
  return [...byShare].map(([share, amount]) => ({ share, amount }));
}
