import { and, asc, desc, eq } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import {
  type handovers,
  outcomeProgress,
  outcomes,
  phaseTransfers,
  type planEvents,
  planReviews,
  planSectionVersions,
  plans,
  provisions,
} from './schema.ts';

/** Statements on plans. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type PlanRow = typeof plans.$inferSelect;
export type SectionRow = typeof planSectionVersions.$inferSelect;
export type OutcomeRow = typeof outcomes.$inferSelect;
export type ProgressRow = typeof outcomeProgress.$inferSelect;
export type ProvisionRow = typeof provisions.$inferSelect;
export type ReviewRow = typeof planReviews.$inferSelect;
export type PhaseTransferRow = typeof phaseTransfers.$inferSelect;

type PlanPart = typeof planSectionVersions | typeof outcomes | typeof outcomeProgress | typeof provisions | typeof planReviews;

const ofPlan = (table: PlanPart | typeof planEvents | typeof phaseTransfers | typeof handovers, authorityId: number, planId: string) =>
  and(eq(table.authorityId, authorityId), eq(table.planId, planId));

export async function readPlanRow(tx: Transaction, authorityId: number, planId: string): Promise<PlanRow | undefined> {
  const [row] = await tx
    .select()
    .from(plans)
    .where(and(eq(plans.authorityId, authorityId), eq(plans.planId, planId)));
  return row;
}

/** Newest first. */
export async function readPlansOfFamily(tx: Transaction, authorityId: number, familyId: string): Promise<PlanRow[]> {
  return tx
    .select()
    .from(plans)
    .where(and(eq(plans.authorityId, authorityId), eq(plans.familyId, familyId)))
    .orderBy(desc(plans.startsOn), asc(plans.planId));
}

/** Every version, oldest first. */
export async function readSections(tx: Transaction, authorityId: number, planId: string): Promise<SectionRow[]> {
  const rows = tx.select().from(planSectionVersions);
  return rows
    .where(ofPlan(planSectionVersions, authorityId, planId))
    .orderBy(asc(planSectionVersions.section), asc(planSectionVersions.revision));
}

export async function readOutcomes(tx: Transaction, authorityId: number, planId: string): Promise<OutcomeRow[]> {
  const rows = tx.select().from(outcomes);
  return rows.where(ofPlan(outcomes, authorityId, planId)).orderBy(asc(outcomes.createdAt), asc(outcomes.outcomeId));
}

/** Oldest first. */
export async function readProgress(tx: Transaction, authorityId: number, planId: string): Promise<ProgressRow[]> {
  const rows = tx.select().from(outcomeProgress);
  return rows.where(ofPlan(outcomeProgress, authorityId, planId)).orderBy(asc(outcomeProgress.notedOn), asc(outcomeProgress.createdAt));
}

export async function readProvisions(tx: Transaction, authorityId: number, planId: string): Promise<ProvisionRow[]> {
  const rows = tx.select().from(provisions);
  return rows
    .where(ofPlan(provisions, authorityId, planId))
    .orderBy(asc(provisions.from), asc(provisions.createdAt), asc(provisions.provisionId));
}

export async function readReviews(tx: Transaction, authorityId: number, planId: string): Promise<ReviewRow[]> {
  const rows = tx.select().from(planReviews);
  return rows.where(ofPlan(planReviews, authorityId, planId)).orderBy(asc(planReviews.number));
}

export async function readPhaseTransfers(tx: Transaction, authorityId: number, planId: string): Promise<PhaseTransferRow[]> {
  const rows = tx.select().from(phaseTransfers);
  return rows.where(ofPlan(phaseTransfers, authorityId, planId)).orderBy(asc(phaseTransfers.createdAt));
}
