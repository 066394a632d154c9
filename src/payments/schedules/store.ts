import { and, asc, eq, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { InstalmentState } from '../rules/agreement-kinds.ts';
import { type InstalmentRow, OPEN_STATES, type ScheduledInstalment, scheduledInstalment, storedParts } from './instalment.ts';
import { instalments } from './schema.ts';

/** Statements on instalments. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export async function instalmentsOfAgreement(tx: Transaction, authorityId: number, agreementId: string): Promise<ScheduledInstalment[]> {
  const rows = await tx
    .select()
    .from(instalments)
    .where(and(eq(instalments.authorityId, authorityId), eq(instalments.agreementId, agreementId)))
    .orderBy(asc(instalments.payOn), asc(instalments.number));
  return rows.map(scheduledInstalment);
}

/** Every instalment that uses up a line's money, of whichever agreement: cancelled ones do not. */
export async function instalmentsOfLine(tx: Transaction, authorityId: number, lineCode: string): Promise<ScheduledInstalment[]> {
  const rows = await tx
    .select()
    .from(instalments)
    .where(
      and(
        eq(instalments.authorityId, authorityId),
        eq(instalments.lineCode, lineCode),
        inArray(instalments.state, ['planned', 'held', 'in-run', 'paid', 'returned']),
      ),
    )
    .orderBy(asc(instalments.payOn), asc(instalments.number));
  return rows.map(scheduledInstalment);
}

export async function openInstalmentsUpTo(tx: Transaction, authorityId: number, payOn: PlainDate): Promise<ScheduledInstalment[]> {
  const rows = await tx
    .select()
    .from(instalments)
    .where(and(eq(instalments.authorityId, authorityId), inArray(instalments.state, [...OPEN_STATES]), lte(instalments.payOn, payOn)))
    .orderBy(asc(instalments.payOn), asc(instalments.lineCode), asc(instalments.number));
  return rows.map(scheduledInstalment);
}

export async function findByDueRefs(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<ScheduledInstalment[]> {
  if (dueRefs.length === 0) return [];
  const rows = await tx
    .select()
    .from(instalments)
    .where(and(eq(instalments.authorityId, authorityId), anyOf(dueRefs)));
  return rows.map(scheduledInstalment);
}

export async function insertInstalments(
  tx: Transaction,
  authorityId: number,
  rows: readonly ScheduledInstalment[],
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(instalments)
    .values(rows.map((row) => ({ ...row, authorityId, parts: storedParts(row.parts), createdAt: at, createdBy: by })))
    .onConflictDoNothing();
}

/** Moves those that stand in one of the states named, and answers which they were; whoever comes second moves nothing. */
export async function moveInstalments(
  tx: Transaction,
  authorityId: number,
  dueRefs: readonly string[],
  from: readonly InstalmentState[],
  change: Partial<Pick<InstalmentRow, 'state' | 'holdReason' | 'paidOn'>> & { readonly returns?: number | SQL },
): Promise<string[]> {
  if (dueRefs.length === 0) return [];
  const moved = await tx
    .update(instalments)
    .set(change)
    .where(and(eq(instalments.authorityId, authorityId), anyOf(dueRefs), inArray(instalments.state, [...from])))
    .returning({ dueRef: instalments.dueRef });
  return moved.map(({ dueRef }) => dueRef);
}

/** One array instead of a parameter for each: a run asks for ten thousand at once. */
function anyOf(dueRefs: readonly string[]) {
  return sql`${instalments.dueRef} = any(${sql.param([...dueRefs])})`;
}
