import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { handovers, phaseTransfers, planReviews, plans } from '../plans/schema.ts';
import { clockEvents, clockFacts, clocks, policySettings } from './schema.ts';

/** Statements on clocks. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type ClockRow = typeof clocks.$inferSelect;
export type ClockEventRow = typeof clockEvents.$inferSelect;

/** Everything that clocks of these plans hang on, with the plans locked in the order of their ids. */
export async function readPlansForClocks(tx: Transaction, authorityId: number, planIds: readonly string[]) {
  const ids = [...planIds];
  const locked = await tx
    .select()
    .from(plans)
    .where(and(eq(plans.authorityId, authorityId), inArray(plans.planId, ids)))
    .orderBy(asc(plans.planId))
    .for('update');
  return {
    plans: locked,
    reviews: await tx
      .select({ planId: planReviews.planId, reviewedOn: planReviews.reviewedOn })
      .from(planReviews)
      .where(and(eq(planReviews.authorityId, authorityId), inArray(planReviews.planId, ids)))
      .orderBy(asc(planReviews.number)),
    facts: await tx
      .select()
      .from(clockFacts)
      .where(and(eq(clockFacts.authorityId, authorityId), inArray(clockFacts.planId, ids)))
      .orderBy(asc(clockFacts.on), asc(clockFacts.createdAt)),
    transfers: await tx
      .select()
      .from(phaseTransfers)
      .where(
        and(
          eq(phaseTransfers.authorityId, authorityId),
          inArray(phaseTransfers.planId, ids),
          inArray(phaseTransfers.state, ['planned', 'decided', 'made']),
        ),
      ),
    movedIn: await tx
      .select({ planId: handovers.planId, movesOn: handovers.movesOn })
      .from(handovers)
      .where(and(eq(handovers.authorityId, authorityId), inArray(handovers.planId, ids), eq(handovers.direction, 'in'))),
    clocks: await tx
      .select()
      .from(clocks)
      .where(and(eq(clocks.authorityId, authorityId), inArray(clocks.planId, ids))),
    settings: await readPolicySettings(tx, authorityId),
  };
}

/** Oldest first. */
export async function readFacts(tx: Transaction, authorityId: number, planId: string): Promise<(typeof clockFacts.$inferSelect)[]> {
  return tx
    .select()
    .from(clockFacts)
    .where(and(eq(clockFacts.authorityId, authorityId), eq(clockFacts.planId, planId)))
    .orderBy(asc(clockFacts.on), asc(clockFacts.createdAt));
}

export async function readPolicySettings(tx: Transaction, authorityId: number) {
  return tx
    .select()
    .from(policySettings)
    .where(eq(policySettings.authorityId, authorityId))
    .orderBy(asc(policySettings.code), asc(policySettings.from));
}

/** Soonest first. */
export async function readClocksOfFamily(tx: Transaction, authorityId: number, familyId: string): Promise<ClockRow[]> {
  return tx
    .select()
    .from(clocks)
    .where(and(eq(clocks.authorityId, authorityId), eq(clocks.familyId, familyId)))
    .orderBy(asc(clocks.dueOn), asc(clocks.clockId));
}

export async function readClockEvents(tx: Transaction, authorityId: number, clockId: string): Promise<ClockEventRow[]> {
  return tx
    .select()
    .from(clockEvents)
    .where(and(eq(clockEvents.authorityId, authorityId), eq(clockEvents.clockId, clockId)))
    .orderBy(asc(clockEvents.revision));
}
