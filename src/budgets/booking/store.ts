import { and, asc, eq, lte } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { BookingStep, StepRefusal } from './booking-kind.ts';
import { bookingSteps } from './schema.ts';

export type StepRow = typeof bookingSteps.$inferSelect;

const ofStep = (authorityId: number, stepId: string) => and(eq(bookingSteps.authorityId, authorityId), eq(bookingSteps.stepId, stepId));

export async function insertStep(tx: Transaction, row: typeof bookingSteps.$inferInsert): Promise<void> {
  await tx.insert(bookingSteps).values(row);
}

export async function readStep(tx: Transaction, authorityId: number, stepId: string, lock?: 'update'): Promise<StepRow | undefined> {
  const found = tx.select().from(bookingSteps).where(ofStep(authorityId, stepId));
  const [row] = lock ? await found.for('update') : await found;
  return row;
}

/** The pending step that a budget, source or agreement waits for. */
export async function pendingStepOf(tx: Transaction, authorityId: number, subjectId: string): Promise<StepRow | undefined> {
  const [row] = await tx
    .select()
    .from(bookingSteps)
    .where(and(eq(bookingSteps.authorityId, authorityId), eq(bookingSteps.subjectId, subjectId), eq(bookingSteps.state, 'pending')))
    .limit(1);
  return row;
}

/** How often money of a subject was decided on so far: who read balances before a lock compares it under the lock, and knows they still hold. */
export async function countSteps(tx: Transaction, authorityId: number, subjectId: string): Promise<number> {
  return tx.$count(bookingSteps, and(eq(bookingSteps.authorityId, authorityId), eq(bookingSteps.subjectId, subjectId)));
}

/** Undefined when it is done already or somebody else is at it. */
export async function claimStep(
  tx: Transaction,
  authorityId: number,
  stepId: string,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<StepRow | undefined> {
  const row = await readStep(tx, authorityId, stepId, 'update');
  if (row?.state !== 'pending' || row.claimedUntil > now) return undefined;
  const claimed = { attempt: row.attempt + 1, claimedUntil: until };
  await tx.update(bookingSteps).set(claimed).where(ofStep(authorityId, stepId));
  return { ...row, ...claimed };
}

export async function endStep(
  tx: Transaction,
  authorityId: number,
  stepId: string,
  outcome: { readonly state: 'booked' | 'refused'; readonly refusal: StepRefusal | null; readonly doneAt: Date },
): Promise<void> {
  await tx.update(bookingSteps).set(outcome).where(ofStep(authorityId, stepId));
}

/** Steps that nobody is at, oldest first. */
export async function abandonedSteps(tx: Transaction, authorityId: number, now: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ stepId: bookingSteps.stepId })
    .from(bookingSteps)
    .where(and(eq(bookingSteps.authorityId, authorityId), eq(bookingSteps.state, 'pending'), lte(bookingSteps.claimedUntil, now)))
    .orderBy(asc(bookingSteps.askedAt), asc(bookingSteps.stepId))
    .limit(limit);
  return rows.map(({ stepId }) => stepId);
}

export function stepOf(row: StepRow): BookingStep {
  const { authorityId, stepId, kind, subjectId, details, askedBy, askedAt, state, refusal } = row;
  return {
    authorityId,
    stepId,
    kind,
    subjectId,
    details,
    askedBy,
    askedAt,
    state,
    ...(refusal !== null && { refusal: refusal as StepRefusal }),
  };
}
