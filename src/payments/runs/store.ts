import { and, asc, count, desc, eq, inArray, lt, max, or, sql, sum } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Exclusion, PaymentInstruction, PaymentRun, RunHead } from './payment-run.ts';
import { instructionOf, runHeadOf } from './rows.ts';
import { paymentInstructions, paymentRuns, runExclusions } from './schema.ts';
import { LET_GO, type PaymentState } from './states.ts';

/** Readings of runs and their payments. Callers hold the transaction; row-level security and the authority in every key are two walls. */

const runKey = (authorityId: number, runId: string) => and(eq(paymentRuns.authorityId, authorityId), eq(paymentRuns.runId, runId));
const ofRun = (authorityId: number, runId: string) =>
  and(eq(paymentInstructions.authorityId, authorityId), eq(paymentInstructions.runId, runId));

export async function readHead(tx: Transaction, authorityId: number, runId: string, lock?: 'update'): Promise<RunHead | undefined> {
  const found = tx.select().from(paymentRuns).where(runKey(authorityId, runId));
  const [run] = lock ? await found.for('update') : await found;
  return run && runHeadOf(run);
}

export async function readRun(tx: Transaction, authorityId: number, runId: string, lock?: 'update'): Promise<PaymentRun | undefined> {
  const head = await readHead(tx, authorityId, runId, lock);
  return head && { ...head, instructions: await readInstructionsOf(tx, authorityId, runId) };
}

async function readInstructionsOf(
  tx: Transaction,
  authorityId: number,
  runId: string,
  states?: readonly PaymentState[],
): Promise<PaymentInstruction[]> {
  const rows = await tx
    .select()
    .from(paymentInstructions)
    .where(and(ofRun(authorityId, runId), states && inArray(paymentInstructions.state, [...states])))
    .orderBy(asc(paymentInstructions.number));
  return rows.map(instructionOf);
}

/** A page of a run's payments, in the order of their numbers. */
export async function readInstructionPage(
  tx: Transaction,
  authorityId: number,
  runId: string,
  { after, limit }: { readonly after?: bigint | undefined; readonly limit: number },
): Promise<PaymentInstruction[]> {
  const rows = await tx
    .select()
    .from(paymentInstructions)
    .where(and(ofRun(authorityId, runId), after === undefined ? undefined : sql`${paymentInstructions.number} > ${after}`))
    .orderBy(asc(paymentInstructions.number))
    .limit(limit);
  return rows.map(instructionOf);
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

export async function readInstructionByReference(
  tx: Transaction,
  authorityId: number,
  reference: string,
): Promise<PaymentInstruction | undefined> {
  const [row] = await tx
    .select()
    .from(paymentInstructions)
    .where(and(eq(paymentInstructions.authorityId, authorityId), eq(paymentInstructions.reference, reference)));
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

export interface StateCount {
  readonly state: PaymentState;
  readonly payments: number;
  readonly amount: bigint;
}

/** How many of a run's payments stand where, and what they come to. */
export async function countByState(tx: Transaction, authorityId: number, runId: string): Promise<StateCount[]> {
  const rows = await tx
    .select({ state: paymentInstructions.state, payments: count(), amount: sum(paymentInstructions.amount) })
    .from(paymentInstructions)
    .where(ofRun(authorityId, runId))
    .groupBy(paymentInstructions.state);
  return rows.map(({ state, payments, amount }) => ({ state, payments: Number(payments), amount: BigInt(amount ?? 0) }));
}

export async function dueRefsAlreadyPlanned(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ dueRef: paymentInstructions.dueRef })
    .from(paymentInstructions)
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        sql`${paymentInstructions.dueRef} = any(${sql.param([...dueRefs])})`,
        sql`${paymentInstructions.state} not in ${[...LET_GO]}`,
      ),
    );
  return rows.map(({ dueRef }) => dueRef);
}

/** Of each due reference the latest payment that came back or was turned down: what is owed again is what would have been sent. */
export async function paymentsThatFailed(
  tx: Transaction,
  authorityId: number,
  dueRefs: readonly string[],
): Promise<Map<string, PaymentInstruction>> {
  const rows = await tx
    .select()
    .from(paymentInstructions)
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        sql`${paymentInstructions.dueRef} = any(${sql.param([...dueRefs])})`,
        inArray(paymentInstructions.state, ['returned', 'refused']),
      ),
    )
    .orderBy(asc(paymentInstructions.number));
  return new Map(rows.map((row) => [row.dueRef, instructionOf(row)]));
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

export async function readExclusions(tx: Transaction, authorityId: number, runId: string): Promise<Exclusion[]> {
  return tx
    .select({ dueRef: runExclusions.dueRef, reason: runExclusions.reason, facts: runExclusions.facts })
    .from(runExclusions)
    .where(and(eq(runExclusions.authorityId, authorityId), eq(runExclusions.runId, runId)))
    .orderBy(asc(runExclusions.dueRef));
}

/** Newest pay dates first. */
export async function readHeads(
  tx: Transaction,
  authorityId: number,
  { before, limit }: { readonly before?: Pick<RunHead, 'payDate' | 'runId'> | undefined; readonly limit: number },
): Promise<RunHead[]> {
  const rows = await tx
    .select()
    .from(paymentRuns)
    .where(
      and(
        eq(paymentRuns.authorityId, authorityId),
        before &&
          or(lt(paymentRuns.payDate, before.payDate), and(eq(paymentRuns.payDate, before.payDate), lt(paymentRuns.runId, before.runId))),
      ),
    )
    .orderBy(desc(paymentRuns.payDate), desc(paymentRuns.runId))
    .limit(limit);
  return rows.map(runHeadOf);
}

export async function runsInState(tx: Transaction, authorityId: number, states: readonly RunHead['state'][]): Promise<RunHead[]> {
  const rows = await tx
    .select()
    .from(paymentRuns)
    .where(and(eq(paymentRuns.authorityId, authorityId), inArray(paymentRuns.state, [...states])))
    .orderBy(asc(paymentRuns.payDate), asc(paymentRuns.runId));
  return rows.map(runHeadOf);
}
