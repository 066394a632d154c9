import { and, asc, eq, inArray, max, sql } from 'drizzle-orm';
import type { Transaction } from '../platform/database/in-transaction.ts';
import type { PaymentInstruction, PaymentRun, PaymentRunState, PaymentState } from './payment-run.ts';
import { paymentInstructions, paymentRuns } from './schema.ts';

/** Statements on runs and their payments. Callers hold the transaction; row-level security and the authority in every key are two walls. */

type InstructionRow = typeof paymentInstructions.$inferSelect;

export async function readRun(tx: Transaction, authorityId: number, runId: string, lock?: 'update'): Promise<PaymentRun | undefined> {
  const found = tx
    .select()
    .from(paymentRuns)
    .where(and(eq(paymentRuns.authorityId, authorityId), eq(paymentRuns.runId, runId)));
  const [run] = lock ? await found.for('update') : await found;
  if (run === undefined) return undefined;
  const rows = await tx
    .select()
    .from(paymentInstructions)
    .where(and(eq(paymentInstructions.authorityId, authorityId), eq(paymentInstructions.runId, runId)))
    .orderBy(asc(paymentInstructions.number));
  return {
    runId,
    payDate: run.payDate,
    rail: run.rail,
    state: run.state,
    plannedBy: run.plannedBy,
    ...(run.approvedBy !== null && { approvedBy: run.approvedBy }),
    ...(run.approvedHash !== null && { approvedHash: run.approvedHash }),
    instructions: rows.map(instructionOf),
  };
}

export async function readInstruction(
  tx: Transaction,
  authorityId: number,
  instructionId: string,
): Promise<PaymentInstruction | undefined> {
  const [row] = await tx
    .select()
    .from(paymentInstructions)
    .where(and(eq(paymentInstructions.authorityId, authorityId), eq(paymentInstructions.instructionId, instructionId)));
  return row && instructionOf(row);
}

export async function readInstructionsByState(
  tx: Transaction,
  authorityId: number,
  states: readonly PaymentState[],
): Promise<PaymentInstruction[]> {
  const rows = await tx
    .select()
    .from(paymentInstructions)
    .where(and(eq(paymentInstructions.authorityId, authorityId), inArray(paymentInstructions.state, [...states])))
    .orderBy(asc(paymentInstructions.number));
  return rows.map(instructionOf);
}

export async function dueRefsAlreadyPlanned(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ dueRef: paymentInstructions.dueRef })
    .from(paymentInstructions)
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        inArray(paymentInstructions.dueRef, [...dueRefs]),
        sql`${paymentInstructions.state} <> 'returned'`,
      ),
    );
  return rows.map(({ dueRef }) => dueRef);
}

/** Planners of one authority take turns from here to the end of their transaction, so that numbers have no gap and no double. */
export async function lastNumber(tx: Transaction, authorityId: number): Promise<bigint> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('payments.number'), ${authorityId})`);
  const [row] = await tx
    .select({ last: max(paymentInstructions.number) })
    .from(paymentInstructions)
    .where(eq(paymentInstructions.authorityId, authorityId));
  return row?.last ?? 0n;
}

export async function insertRun(tx: Transaction, authorityId: number, run: PaymentRun, plannedAt: Date): Promise<void> {
  const { runId, payDate, rail, state, plannedBy } = run;
  await tx.insert(paymentRuns).values({ authorityId, runId, payDate, rail, state, plannedBy, plannedAt });
  await tx.insert(paymentInstructions).values(
    run.instructions.map(({ parts, ...instruction }) => ({
      ...instruction,
      authorityId,
      parts: parts.map(({ share, amount }) => ({ share, pence: `${amount}` })),
    })),
  );
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
): Promise<void> {
  await tx
    .update(paymentRuns)
    .set({ state: to, ...facts })
    .where(and(eq(paymentRuns.authorityId, authorityId), eq(paymentRuns.runId, runId), eq(paymentRuns.state, from)));
}

export async function movePayments(
  tx: Transaction,
  authorityId: number,
  instructionIds: readonly string[],
  { from, to }: Move<PaymentState>,
  facts: Partial<typeof paymentInstructions.$inferInsert> = {},
): Promise<void> {
  await tx
    .update(paymentInstructions)
    .set({ state: to, ...facts })
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        inArray(paymentInstructions.instructionId, [...instructionIds]),
        eq(paymentInstructions.state, from),
      ),
    );
}

function instructionOf({ authorityId: _, parts, settledOn, bankReference, ...row }: InstructionRow): PaymentInstruction {
  return {
    ...row,
    parts: parts.map(({ share, pence }) => ({ share, amount: BigInt(pence) })),
    ...(settledOn !== null && { settledOn }),
    ...(bankReference !== null && { bankReference }),
  };
}
