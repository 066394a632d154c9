import { and, eq, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { insertRows } from '../../platform/database/insert-rows.ts';
import type { Exclusion, PaymentRun } from './payment-run.ts';
import { storedOffsets, storedParts } from './rows.ts';
import { paymentInstructions, paymentRuns, runExclusions } from './schema.ts';
import { FINAL, type PaymentRunState, type PaymentState } from './states.ts';
import { countByState, readHead } from './store.ts';

/** So that no one text of a statement grows to many megabytes. */
const ROWS_AT_ONCE = 1_000;

export async function insertRun(tx: Transaction, authorityId: number, run: PaymentRun, plannedAt: Date): Promise<void> {
  const { runId, payDate, rail, state, plannedBy } = run;
  await tx.insert(paymentRuns).values({ authorityId, runId, payDate, rail, state, plannedBy, plannedAt });
  for (let from = 0; from < run.instructions.length; from += ROWS_AT_ONCE) {
    await insertRows(
      tx,
      paymentInstructions,
      run.instructions.slice(from, from + ROWS_AT_ONCE).map(({ parts, offsets, ...instruction }) => ({
        ...instruction,
        authorityId,
        parts: storedParts(parts),
        offsets: storedOffsets(offsets),
      })),
    );
  }
}

export async function insertExclusions(
  tx: Transaction,
  authorityId: number,
  runId: string,
  exclusions: readonly Exclusion[],
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  for (let from = 0; from < exclusions.length; from += ROWS_AT_ONCE) {
    const rows = exclusions.slice(from, from + ROWS_AT_ONCE);
    await insertRows(
      tx,
      runExclusions,
      rows.map((each) => ({ authorityId, runId, ...each, excludedBy: by, excludedAt: at })),
      sql`on conflict do nothing`,
    );
  }
}

interface Move<State> {
  readonly from: State;
  readonly to: State;
}

/** Moves the run if it still stands where it is moved from; whoever comes second changes nothing. Moving back the database refuses. */
export async function moveRun(
  tx: Transaction,
  authorityId: number,
  runId: string,
  { from, to }: Move<PaymentRunState>,
  facts: Partial<typeof paymentRuns.$inferInsert> = {},
): Promise<boolean> {
  const moved = await tx
    .update(paymentRuns)
    .set({ state: to, ...facts })
    .where(and(eq(paymentRuns.authorityId, authorityId), eq(paymentRuns.runId, runId), eq(paymentRuns.state, from)))
    .returning({ runId: paymentRuns.runId });
  return moved.length > 0;
}

/** Those that stood where they were moved from. */
export async function movePayments(
  tx: Transaction,
  authorityId: number,
  instructionIds: readonly string[],
  { from, to }: Move<PaymentState>,
  facts: Partial<typeof paymentInstructions.$inferInsert> = {},
): Promise<string[]> {
  if (instructionIds.length === 0) return [];
  const moved = await tx
    .update(paymentInstructions)
    .set({ state: to, ...facts })
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        sql`${paymentInstructions.instructionId} = any(${sql.param([...instructionIds])}::uuid[])`,
        eq(paymentInstructions.state, from),
      ),
    )
    .returning({ instructionId: paymentInstructions.instructionId });
  return moved.map(({ instructionId }) => instructionId);
}

/** All of a run's payments that stand in one state. */
export async function moveAllPayments(
  tx: Transaction,
  authorityId: number,
  runId: string,
  { from, to }: Move<PaymentState>,
): Promise<void> {
  await tx
    .update(paymentInstructions)
    .set({ state: to })
    .where(
      and(eq(paymentInstructions.authorityId, authorityId), eq(paymentInstructions.runId, runId), eq(paymentInstructions.state, from)),
    );
}

/**
 * Carries the run on to where its payments now stand. The run is locked first, so that of two payments that end at once one sees the other.
 * A run of which something came back, was refused or was held is part-returned; one of which nothing ever left is closed.
 */
export async function carryRunOn(tx: Transaction, authorityId: number, runId: string, now: Date): Promise<void> {
  const run = await readHead(tx, authorityId, runId, 'update');
  if (run === undefined) return;
  const counts = new Map((await countByState(tx, authorityId, runId)).map(({ state, payments }) => [state, payments]));
  const some = (...states: readonly PaymentState[]) => states.some((state) => (counts.get(state) ?? 0) > 0);
  if (some('due', 'approved', 'released')) return;
  let state = run.state;
  const step = async (to: PaymentRunState, facts: Partial<typeof paymentRuns.$inferInsert> = {}) => {
    if (await moveRun(tx, authorityId, runId, { from: state, to }, facts)) state = to;
  };
  if (state === 'released') await (some('sent', 'settled', 'returned') ? step('sent') : step('closed', { closedAt: now }));
  const isOver = [...counts.keys()].every((each) => FINAL.some((final) => final === each));
  if (state === 'sent' && isOver) await step(some('returned', 'refused') ? 'part-returned' : 'settled');
  if (state === 'settled' && some('returned')) await step('part-returned');
}

/** The leaving of a payment that is back already has now been seen too. */
export async function noteSeenAfterReturn(
  tx: Transaction,
  authorityId: number,
  instructionId: string,
  facts: { readonly settledOn: PlainDate; readonly bankReference?: string },
): Promise<void> {
  await tx
    .update(paymentInstructions)
    .set(facts)
    .where(and(eq(paymentInstructions.authorityId, authorityId), eq(paymentInstructions.instructionId, instructionId)));
}
