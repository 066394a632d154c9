import { v7 as uuidV7 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { paymentFactKinds, Stream } from './rules/clock-words.ts';
import { clockFacts } from './schema.ts';
import { type Settled, type Settling, settleClocks } from './settle-clocks.ts';

/** Something that clocks hang on, told by the room in which it happened and in the transaction in which it is kept there. */
export type ToldFact = FactAbout &
  (
    | { readonly kind: (typeof paymentFactKinds)[number]; readonly stream: Stream }
    | { readonly kind: 'reconsideration-asked' | 'reconsideration-answered' | 'order-made' | 'order-due' | 'seen-to' }
  );

export interface FactAbout {
  readonly familyId: string;
  readonly planId: string;
  /** The agreement of a payment, the decision of a reconsideration, the clock that was seen to. */
  readonly subjectId: string;
  readonly on: PlainDate;
}

/**
 * Keeps the fact and settles the plan's clocks. Told again it changes nothing; `isNew` says which. Direct payments tell `first-payment` on
 * the day the first instalment of a stream is paid and `payments-ended` on the last day that is paid for.
 */
export async function tellClocks(
  tx: Transaction,
  by: Settling,
  fact: ToldFact,
): Promise<{ readonly isNew: boolean; readonly settled: Settled }> {
  const kept = await keepFacts(tx, by, [fact]);
  return { isNew: kept.length > 0, settled: await settleClocks(tx, by, [fact.planId]) };
}

/** Many facts at once, as a day's work finds them: what was told before is passed over, and only plans with something new are settled. */
export async function tellClocksOfMany(
  tx: Transaction,
  by: Settling,
  facts: readonly ToldFact[],
): Promise<{ told: number; settled: Settled }> {
  const kept = await keepFacts(tx, by, facts);
  return { told: kept.length, settled: await settleClocks(tx, by, [...new Set(kept)]) };
}

/** Answers the plan of each fact that was not known yet. */
async function keepFacts(tx: Transaction, { authorityId, principal, now }: Settling, facts: readonly ToldFact[]): Promise<string[]> {
  if (facts.length === 0) return [];
  const rows = facts.map((fact) => ({ authorityId, factId: uuidV7(), ...fact, createdAt: now, createdBy: principal }));
  const kept = await tx.insert(clockFacts).values(rows).onConflictDoNothing().returning({ planId: clockFacts.planId });
  return kept.map(({ planId }) => planId);
}

/** A decision is reconsidered once: the first request is always taken, a second one never (SI 2014/1652, regs 7, 12, 13 and 14). */
export async function askReconsideration(
  tx: Transaction,
  by: Settling,
  fact: FactAbout,
): Promise<Result<{ readonly settled: Settled }, { readonly code: 'reconsideration-used' }>> {
  const { isNew, settled } = await tellClocks(tx, by, { ...fact, kind: 'reconsideration-asked' });
  return isNew ? accepted({ settled }) : refused({ code: 'reconsideration-used' });
}
