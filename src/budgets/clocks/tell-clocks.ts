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
    | { readonly kind: 'reconsideration-asked' | 'reconsideration-answered' | 'seen-to' }
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
  const { authorityId, principal: createdBy, now: createdAt } = by;
  const kept = await tx
    .insert(clockFacts)
    .values({ authorityId, factId: uuidV7(), ...fact, createdAt, createdBy })
    .onConflictDoNothing()
    .returning({ factId: clockFacts.factId });
  return { isNew: kept.length > 0, settled: await settleClocks(tx, by, [fact.planId]) };
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
