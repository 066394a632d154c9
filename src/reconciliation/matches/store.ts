import { and, asc, eq, gt, inArray, isNull, max, or, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { insertRows } from '../../platform/database/insert-rows.ts';
import { bankLines } from '../schema.ts';
import { defined } from '../statements/defined.ts';
import type { MatchPart, MatchRecord, MatchState } from './match.ts';
import { itemUses, matchAllocations, matchEntries, matchEvents, matches, matchLines } from './schema.ts';

export type LineRow = typeof bankLines.$inferSelect;
type MatchRow = typeof matches.$inferSelect;

/** Live lines, locked in one order: whoever else wants one of them, an undoing of their import too, waits. */
export async function lockLines(tx: Transaction, authorityId: number, lineIds: readonly string[]): Promise<Map<string, LineRow>> {
  if (lineIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(bankLines)
    .where(and(eq(bankLines.authorityId, authorityId), inArray(bankLines.lineId, [...lineIds]), isNull(bankLines.undoneAt)))
    .orderBy(asc(bankLines.lineId))
    .for('update');
  return new Map(rows.map((row) => [row.lineId, row]));
}

/** Which match has each of these lines now. */
export async function liveMatchesOf(tx: Transaction, authorityId: number, lineIds: readonly string[]): Promise<Map<string, string>> {
  if (lineIds.length === 0) return new Map();
  const rows = await tx
    .select({ lineId: matchLines.lineId, matchId: matchLines.matchId })
    .from(matchLines)
    .where(and(eq(matchLines.authorityId, authorityId), inArray(matchLines.lineId, [...lineIds]), isNull(matchLines.releasedAt)));
  return new Map(rows.map(({ lineId, matchId }) => [lineId, matchId]));
}

export async function usedOf(tx: Transaction, authorityId: number, itemIds: readonly string[]): Promise<Map<string, bigint>> {
  if (itemIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(itemUses)
    .where(and(eq(itemUses.authorityId, authorityId), inArray(itemUses.itemId, [...itemIds])));
  return new Map(rows.map(({ itemId, usedMinor }) => [itemId, usedMinor]));
}

/** Every item of which a bank line has taken something. */
export async function allUses(tx: Transaction, authorityId: number): Promise<Map<string, bigint>> {
  const rows = await tx.select().from(itemUses).where(eq(itemUses.authorityId, authorityId));
  return new Map(rows.map(({ itemId, usedMinor }) => [itemId, usedMinor]));
}

/** The check of the table refuses more than there is of the item. */
export async function useItem(
  tx: Transaction,
  authorityId: number,
  { itemId, wholeMinor, usedMinor }: { readonly itemId: string; readonly wholeMinor: bigint; readonly usedMinor: bigint },
): Promise<void> {
  await tx
    .insert(itemUses)
    .values({ authorityId, itemId, wholeMinor, usedMinor })
    .onConflictDoUpdate({
      target: [itemUses.authorityId, itemUses.itemId],
      set: { wholeMinor, usedMinor: sql`${itemUses.usedMinor} + ${usedMinor}` },
    });
}

export async function giveBackItem(tx: Transaction, authorityId: number, itemId: string, amountMinor: bigint): Promise<void> {
  await tx
    .update(itemUses)
    .set({ usedMinor: sql`${itemUses.usedMinor} - ${amountMinor}` })
    .where(and(eq(itemUses.authorityId, authorityId), eq(itemUses.itemId, itemId)));
}

export interface MatchToWrite {
  readonly row: typeof matches.$inferInsert;
  readonly lineIds: readonly string[];
  readonly parts: readonly MatchPart[];
  readonly entries: readonly { readonly entryId: string; readonly role: 'posted' | 'found' }[];
}

export async function insertMatches(tx: Transaction, authorityId: number, written: readonly MatchToWrite[]): Promise<void> {
  await insertRows(
    tx,
    matches,
    written.map(({ row }) => row),
  );
  await insertRows(
    tx,
    matchAllocations,
    written.flatMap(({ row: { matchId }, parts }) =>
      parts.map(({ lineId = null, kind, target, amountMinor }, n) => ({
        authorityId,
        matchId,
        number: n + 1,
        lineId,
        kind,
        target,
        amountMinor,
      })),
    ),
  );
  await insertRows(
    tx,
    matchLines,
    written.flatMap(({ row: { matchId }, lineIds }) => lineIds.map((lineId) => ({ authorityId, matchId, lineId }))),
  );
  await insertMatchEntries(
    tx,
    written.flatMap(({ row: { matchId }, entries }) => entries.map((entry) => ({ authorityId, matchId, ...entry }))),
  );
}

export async function insertMatchEntries(tx: Transaction, rows: readonly (typeof matchEntries.$inferInsert)[]): Promise<void> {
  await insertRows(tx, matchEntries, rows);
}

export async function moveMatches(
  tx: Transaction,
  authorityId: number,
  matchIds: readonly string[],
  facts: Partial<typeof matches.$inferInsert> & { readonly state: MatchState },
): Promise<void> {
  await tx
    .update(matches)
    .set(facts)
    .where(and(eq(matches.authorityId, authorityId), inArray(matches.matchId, [...matchIds])));
}

export async function releaseLines(tx: Transaction, authorityId: number, matchIds: readonly string[], at: Date): Promise<void> {
  await tx
    .update(matchLines)
    .set({ releasedAt: at })
    .where(and(eq(matchLines.authorityId, authorityId), inArray(matchLines.matchId, [...matchIds]), isNull(matchLines.releasedAt)));
}

export async function readMatches(
  tx: Transaction,
  authorityId: number,
  matchIds: readonly string[],
  lock?: 'update',
): Promise<MatchRecord[]> {
  if (matchIds.length === 0) return [];
  const found = tx
    .select()
    .from(matches)
    .where(and(eq(matches.authorityId, authorityId), inArray(matches.matchId, [...matchIds])))
    .orderBy(asc(matches.matchId));
  return recordsOf(tx, authorityId, lock ? await found.for('update') : await found);
}

export interface MatchesQuery {
  readonly accountId?: string | undefined;
  readonly state?: MatchState | undefined;
  readonly after?: { readonly lastDay: PlainDate; readonly matchId: string } | undefined;
  readonly limit: number;
}

export async function listMatchesIn(tx: Transaction, authorityId: number, query: MatchesQuery): Promise<MatchRecord[]> {
  const { accountId, state, after, limit } = query;
  const rows = await tx
    .select()
    .from(matches)
    .where(
      and(
        eq(matches.authorityId, authorityId),
        accountId === undefined ? undefined : eq(matches.accountId, accountId),
        state === undefined ? undefined : eq(matches.state, state),
        after && or(gt(matches.lastDay, after.lastDay), and(eq(matches.lastDay, after.lastDay), gt(matches.matchId, after.matchId))),
      ),
    )
    .orderBy(asc(matches.lastDay), asc(matches.matchId))
    .limit(limit);
  return recordsOf(tx, authorityId, rows);
}

async function recordsOf(tx: Transaction, authorityId: number, rows: readonly MatchRow[]): Promise<MatchRecord[]> {
  const ids = rows.map(({ matchId }) => matchId);
  if (ids.length === 0) return [];
  const ofThese = (table: typeof matchAllocations | typeof matchLines | typeof matchEntries) =>
    and(eq(table.authorityId, authorityId), inArray(table.matchId, ids));
  const parts = await tx.select().from(matchAllocations).where(ofThese(matchAllocations)).orderBy(asc(matchAllocations.number));
  const lines = await tx.select().from(matchLines).where(ofThese(matchLines)).orderBy(asc(matchLines.lineId));
  const entries = await tx.select().from(matchEntries).where(ofThese(matchEntries)).orderBy(asc(matchEntries.entryId));
  const by = <Row extends { readonly matchId: string }>(all: readonly Row[]) => {
    const groups = new Map<string, Row[]>();
    for (const row of all) groups.set(row.matchId, [...(groups.get(row.matchId) ?? []), row]);
    return groups;
  };
  const [partsOf, linesOf, entriesOf] = [by(parts), by(lines), by(entries)];
  return rows.map((row): MatchRecord => {
    const { matchId, accountId, state, decidedBy, stage, reasons, learningVersion, lastDay, madeBy, madeAt } = row;
    return {
      ...{ matchId, accountId, state, decidedBy, stage, reasons, learningVersion, lastDay, madeBy, madeAt },
      lineIds: (linesOf.get(matchId) ?? []).map(({ lineId }) => lineId),
      parts: (partsOf.get(matchId) ?? []).map(({ lineId, kind, target, amountMinor }) => ({
        ...(lineId !== null && { lineId }),
        ...{ kind, target, amountMinor },
      })),
      entryIds: (entriesOf.get(matchId) ?? []).filter(({ role }) => role !== 'reversal').map(({ entryId }) => entryId),
      ...defined({
        score: row.score ?? undefined,
        margin: row.margin ?? undefined,
        payeeId: row.payeeId ?? undefined,
        undoneBy: row.undoneBy ?? undefined,
        undoneAt: row.undoneAt ?? undefined,
        undoReason: row.undoReason ?? undefined,
        refusal: (row.refusal as MatchRecord['refusal'] | null) ?? undefined,
      }),
    };
  });
}

/** The entries that a match posted by itself, which its undoing reverses. */
export async function postedEntries(tx: Transaction, authorityId: number, matchId: string): Promise<string[]> {
  const rows = await tx
    .select({ entryId: matchEntries.entryId })
    .from(matchEntries)
    .where(and(eq(matchEntries.authorityId, authorityId), eq(matchEntries.matchId, matchId), eq(matchEntries.role, 'posted')))
    .orderBy(asc(matchEntries.entryId));
  return rows.map(({ entryId }) => entryId);
}

/** Whoever writes events of an authority takes turns from here to the end of the transaction, so that numbers have no gap and no double. */
export async function appendEvents(
  tx: Transaction,
  authorityId: number,
  events: readonly Omit<typeof matchEvents.$inferInsert, 'authorityId' | 'number'>[],
): Promise<void> {
  if (events.length === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('reconciliation.match-events'), ${authorityId})`);
  const [row] = await tx
    .select({ last: max(matchEvents.number) })
    .from(matchEvents)
    .where(eq(matchEvents.authorityId, authorityId));
  const last = row?.last ?? 0;
  await insertRows(
    tx,
    matchEvents,
    events.map((event, n) => ({ authorityId, number: last + n + 1, ...event })),
  );
}
