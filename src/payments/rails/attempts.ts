import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import { instructionOf } from '../runs/rows.ts';
import { paymentInstructions } from '../runs/schema.ts';
import { paymentAttempts } from './schema.ts';

/** Statements on attempts. The instruction's row is the lock that two processors share. */

export interface Attempt {
  readonly instructionId: string;
  readonly attempt: number;
  readonly key: string;
  readonly intendedAt: Date;
}

export interface OpenAttempt extends Attempt {
  readonly state: 'intended' | 'in-doubt';
  readonly instruction: PaymentInstruction;
}

/**
 * Writes down that the payment is about to be sent. Undefined when that is not to be done (any more): it has left, somebody else is at it,
 * or nobody has yet asked what became of an earlier attempt.
 */
export async function intend(
  tx: Transaction,
  authorityId: number,
  { instructionId, rail, key, now }: { instructionId: string; rail: string; key: string; now: Date },
  facts: Partial<typeof paymentAttempts.$inferInsert> = {},
): Promise<Attempt | undefined> {
  const standing = await tx
    .select({ state: paymentInstructions.state })
    .from(paymentInstructions)
    .where(and(eq(paymentInstructions.authorityId, authorityId), eq(paymentInstructions.instructionId, instructionId)))
    .for('update');
  if (standing[0]?.state !== 'released') return undefined;
  const [latest] = await tx
    .select({ attempt: paymentAttempts.attempt, state: paymentAttempts.state })
    .from(paymentAttempts)
    .where(and(eq(paymentAttempts.authorityId, authorityId), eq(paymentAttempts.instructionId, instructionId)))
    .orderBy(desc(paymentAttempts.attempt))
    .limit(1);
  if (latest !== undefined && latest.state !== 'absent') return undefined;
  const attempt = (latest?.attempt ?? 0) + 1;
  await tx.insert(paymentAttempts).values({ authorityId, instructionId, attempt, rail, key, state: 'intended', intendedAt: now, ...facts });
  return { instructionId, attempt, key, intendedAt: now };
}

export type AttemptAnswer =
  | { readonly state: 'taken'; readonly railReference: string }
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'absent' }
  | { readonly state: 'in-doubt' };

/** False when the attempt is closed already: a later one has taken over, and what this one found out does not count. */
export async function answerAttempt(
  tx: Transaction,
  authorityId: number,
  { instructionId, attempt }: Pick<Attempt, 'instructionId' | 'attempt'>,
  answer: AttemptAnswer,
  now: Date,
): Promise<boolean> {
  const counted = await tx
    .update(paymentAttempts)
    .set({ ...answer, answeredAt: answer.state === 'in-doubt' ? null : now })
    .where(
      and(
        eq(paymentAttempts.authorityId, authorityId),
        eq(paymentAttempts.instructionId, instructionId),
        eq(paymentAttempts.attempt, attempt),
        inArray(paymentAttempts.state, ['intended', 'in-doubt']),
      ),
    )
    .returning({ attempt: paymentAttempts.attempt });
  return counted.length > 0;
}

const joined = and(
  eq(paymentAttempts.authorityId, paymentInstructions.authorityId),
  eq(paymentAttempts.instructionId, paymentInstructions.instructionId),
);

/** Attempts of a run that nobody knows the end of. */
export async function openAttempts(tx: Transaction, authorityId: number, runId: string): Promise<OpenAttempt[]> {
  const rows = await tx
    .select({ attempt: paymentAttempts, instruction: paymentInstructions })
    .from(paymentAttempts)
    .innerJoin(paymentInstructions, joined)
    .where(
      and(
        eq(paymentAttempts.authorityId, authorityId),
        eq(paymentInstructions.runId, runId),
        inArray(paymentAttempts.state, ['intended', 'in-doubt']),
      ),
    )
    .orderBy(asc(paymentAttempts.intendedAt));
  return rows.map(({ attempt: { instructionId, attempt, key, intendedAt, state }, instruction }) => ({
    instructionId,
    attempt,
    key,
    intendedAt,
    state: state === 'intended' ? 'intended' : 'in-doubt',
    instruction: instructionOf(instruction),
  }));
}

export interface AnsweredPayment {
  readonly instruction: PaymentInstruction;
  readonly outcome: 'taken' | 'refused';
  readonly reason: string | null;
  readonly answeredAt: Date | null;
}

/** What a rail has answered and the books do not know yet. */
export async function answeredNotBooked(tx: Transaction, authorityId: number, runId: string, limit: number): Promise<AnsweredPayment[]> {
  const rows = await tx
    .select({
      outcome: paymentAttempts.state,
      reason: paymentAttempts.reason,
      answeredAt: paymentAttempts.answeredAt,
      instruction: paymentInstructions,
    })
    .from(paymentAttempts)
    .innerJoin(paymentInstructions, joined)
    .where(
      and(
        eq(paymentAttempts.authorityId, authorityId),
        eq(paymentInstructions.runId, runId),
        eq(paymentInstructions.state, 'released'),
        inArray(paymentAttempts.state, ['taken', 'refused']),
      ),
    )
    .orderBy(asc(paymentInstructions.number))
    .limit(limit);
  return rows.map(({ outcome, reason, answeredAt, instruction }) => ({
    instruction: instructionOf(instruction),
    outcome: outcome === 'taken' ? 'taken' : 'refused',
    reason,
    answeredAt,
  }));
}

/** Released payments that nothing was tried for, or only in vain. */
export async function waitingToBeSent(tx: Transaction, authorityId: number, runId: string): Promise<PaymentInstruction[]> {
  const latest = sql`(select a.state from ${paymentAttempts} a where a.authority_id = ${paymentInstructions.authorityId}
    and a.instruction_id = ${paymentInstructions.instructionId} order by a.attempt desc limit 1)`;
  const rows = await tx
    .select()
    .from(paymentInstructions)
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        eq(paymentInstructions.runId, runId),
        eq(paymentInstructions.state, 'released'),
        sql`coalesce(${latest}, 'absent') = 'absent'`,
      ),
    )
    .orderBy(asc(paymentInstructions.number));
  return rows.map(instructionOf);
}

/** Whether somebody has sent payments of the run a moment ago, and so is likely still at it. */
export async function isBeingSent(tx: Transaction, authorityId: number, runId: string, since: Date): Promise<boolean> {
  const [row] = await tx
    .select({ attempt: paymentAttempts.attempt })
    .from(paymentAttempts)
    .innerJoin(paymentInstructions, joined)
    .where(and(eq(paymentAttempts.authorityId, authorityId), eq(paymentInstructions.runId, runId), gt(paymentAttempts.intendedAt, since)))
    .limit(1);
  return row !== undefined;
}

/** The attempt that a person recorded and nobody has confirmed. */
export async function attemptByHand(tx: Transaction, authorityId: number, instructionId: string) {
  const [row] = await tx
    .select()
    .from(paymentAttempts)
    .where(and(eq(paymentAttempts.authorityId, authorityId), eq(paymentAttempts.instructionId, instructionId)))
    .orderBy(desc(paymentAttempts.attempt))
    .limit(1)
    .for('update');
  return row;
}

export async function confirmByHand(
  tx: Transaction,
  authorityId: number,
  { instructionId, attempt }: Pick<Attempt, 'instructionId' | 'attempt'>,
  { confirmedBy, now }: { readonly confirmedBy: string; readonly now: Date },
): Promise<void> {
  await tx
    .update(paymentAttempts)
    .set({ state: 'taken', confirmedBy, answeredAt: now })
    .where(
      and(
        eq(paymentAttempts.authorityId, authorityId),
        eq(paymentAttempts.instructionId, instructionId),
        eq(paymentAttempts.attempt, attempt),
        eq(paymentAttempts.state, 'intended'),
      ),
    );
}
