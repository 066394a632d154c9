import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { insertRows } from '../../platform/database/insert-rows.ts';
import type { LineRow } from '../matches/store.ts';
import { defined } from '../statements/defined.ts';
import type { NextStep, OpenLineWork, StoredSuggestion } from './open-line.ts';
import { lineWork } from './schema.ts';

export interface WorkToKeep {
  readonly line: Pick<LineRow, 'lineId' | 'accountId' | 'bookingDate'>;
  readonly reason: string;
  readonly nextStep: NextStep;
  readonly suggestions: readonly StoredSuggestion[];
}

/** What the engine found out about lines that it left open. Owner and waiting stay with whoever chose them. */
export async function keepWork(
  tx: Transaction,
  authorityId: number,
  found: readonly WorkToKeep[],
  { owner, at }: { readonly owner?: string | undefined; readonly at: Date },
): Promise<void> {
  await insertRows(
    tx,
    lineWork,
    found.map(({ line: { lineId, accountId, bookingDate }, reason, nextStep, suggestions }) => ({
      ...{ authorityId, lineId, accountId, bookingDate, reason, nextStep, suggestions, version: 1, changedAt: at },
      owner: owner ?? null,
    })),
    sql`on conflict (authority_id, line_id) do update set reason = excluded.reason, suggestions = excluded.suggestions,
      next_step = case when line_work.wait_until is null then excluded.next_step else line_work.next_step end,
      version = line_work.version + 1, changed_at = excluded.changed_at
      where (line_work.reason, line_work.suggestions) is distinct from (excluded.reason, excluded.suggestions)`,
  );
}

/** Lines that somebody has just taken apart: there is work with them again, and nothing is proposed until the next match run. */
export async function reopenWork(tx: Transaction, authorityId: number, lines: readonly LineRow[], reason: string, at: Date): Promise<void> {
  const found = lines.map((line) => ({ line, reason, nextStep: 'look' as const, suggestions: [] }));
  await keepWork(tx, authorityId, found, { at });
}

export async function forgetWork(tx: Transaction, authorityId: number, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return;
  await tx.delete(lineWork).where(and(eq(lineWork.authorityId, authorityId), inArray(lineWork.lineId, [...lineIds])));
}

export async function readWork(tx: Transaction, authorityId: number, lineId: string, lock?: 'update'): Promise<OpenLineWork | undefined> {
  const found = tx
    .select()
    .from(lineWork)
    .where(and(eq(lineWork.authorityId, authorityId), eq(lineWork.lineId, lineId)));
  const [row] = lock ? await found.for('update') : await found;
  return row && workOf(row);
}

export interface WorkQuery {
  readonly accountId?: string | undefined;
  /** `nobody` for lines without an owner. */
  readonly owner?: string | undefined;
  readonly bookedUntil?: PlainDate | undefined;
  /** Leaves out what somebody waits with beyond this day. */
  readonly dueOn?: PlainDate | undefined;
  readonly after?: { readonly bookingDate: PlainDate; readonly lineId: string } | undefined;
  readonly limit: number;
}

/** Oldest first: what waits longest comes first. */
export async function listWork(tx: Transaction, authorityId: number, query: WorkQuery): Promise<OpenLineWork[]> {
  const { accountId, owner, bookedUntil, dueOn, after, limit } = query;
  const rows = await tx
    .select()
    .from(lineWork)
    .where(
      and(
        eq(lineWork.authorityId, authorityId),
        accountId === undefined ? undefined : eq(lineWork.accountId, accountId),
        owner === undefined ? undefined : owner === 'nobody' ? isNull(lineWork.owner) : eq(lineWork.owner, owner),
        bookedUntil === undefined ? undefined : lte(lineWork.bookingDate, bookedUntil),
        dueOn === undefined ? undefined : or(isNull(lineWork.waitUntil), lte(lineWork.waitUntil, dueOn)),
        after &&
          or(
            gt(lineWork.bookingDate, after.bookingDate),
            and(eq(lineWork.bookingDate, after.bookingDate), gt(lineWork.lineId, after.lineId)),
          ),
      ),
    )
    .orderBy(asc(lineWork.bookingDate), asc(lineWork.lineId))
    .limit(limit);
  return rows.map(workOf);
}

export interface WorkChange {
  readonly owner?: string | null | undefined;
  readonly nextStep?: NextStep | undefined;
  readonly waitUntil?: PlainDate | null | undefined;
  readonly suggestions?: readonly StoredSuggestion[] | undefined;
}

export async function changeWorkRow(tx: Transaction, authorityId: number, lineId: string, change: WorkChange, at: Date): Promise<void> {
  await tx
    .update(lineWork)
    .set({ ...defined(change), version: sql`${lineWork.version} + 1`, changedAt: at })
    .where(and(eq(lineWork.authorityId, authorityId), eq(lineWork.lineId, lineId)));
}

function workOf(row: typeof lineWork.$inferSelect): OpenLineWork {
  const { lineId, accountId, bookingDate, owner, nextStep, reason, suggestions, waitUntil, version } = row;
  return {
    ...{ lineId, accountId, bookingDate, nextStep, reason, suggestions, version },
    ...(owner !== null && { owner }),
    ...(waitUntil !== null && { waitUntil }),
  };
}
