import { and, asc, desc, eq, inArray, lt, lte, ne, or, sql } from 'drizzle-orm';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Transaction } from '../platform/database/in-transaction.ts';
import type { Alert, AlertState } from './alert.ts';
import type { RuleSetting } from './rules/rule-settings.ts';
import { AT_FIRST, type Standing } from './rules/standing.ts';
import { alertRows, ruleSettingRows, standings } from './schema.ts';

/** Statements on alerts. Callers hold the transaction; row-level security and the authority in every key are two walls. */

type AlertRow = typeof alertRows.$inferSelect;
export type NewAlertRow = typeof alertRows.$inferInsert;

const isOpen = ne(alertRows.state, 'resolved');

export async function insertAlert(tx: Transaction, row: NewAlertRow): Promise<boolean> {
  const kept = await tx.insert(alertRows).values(row).onConflictDoNothing().returning({ alertId: alertRows.alertId });
  return kept.length > 0;
}

export async function updateAlert(tx: Transaction, authorityId: number, alertId: string, change: Partial<NewAlertRow>): Promise<void> {
  await tx
    .update(alertRows)
    .set(change)
    .where(and(eq(alertRows.authorityId, authorityId), eq(alertRows.alertId, alertId)));
}

export async function readAlerts(tx: Transaction, authorityId: number, alertIds: readonly string[]): Promise<AlertRow[]> {
  return tx
    .select()
    .from(alertRows)
    .where(and(eq(alertRows.authorityId, authorityId), inArray(alertRows.alertId, [...alertIds])))
    .orderBy(asc(alertRows.alertId));
}

export interface AlertQuery {
  readonly states?: readonly AlertState[] | undefined;
  readonly restricted: boolean;
  readonly familyId?: string | undefined;
  readonly after?: { readonly harm: number; readonly raisedAt: Date; readonly alertId: string } | undefined;
  readonly limit: number;
}

/** Most harm first, and of one harm the oldest. */
export async function readInbox(
  tx: Transaction,
  authorityId: number,
  { states, restricted, familyId, after, limit }: AlertQuery,
): Promise<AlertRow[]> {
  return tx
    .select()
    .from(alertRows)
    .where(
      and(
        eq(alertRows.authorityId, authorityId),
        eq(alertRows.restricted, restricted),
        states === undefined ? isOpen : inArray(alertRows.state, [...states]),
        familyId === undefined ? undefined : eq(alertRows.familyId, familyId),
        after === undefined
          ? undefined
          : or(
              lt(alertRows.harm, after.harm),
              and(
                eq(alertRows.harm, after.harm),
                sql`(${alertRows.raisedAt}, ${alertRows.alertId}) > (${after.raisedAt.toISOString()}::timestamptz, ${after.alertId}::uuid)`,
              ),
            ),
      ),
    )
    .orderBy(desc(alertRows.harm), asc(alertRows.raisedAt), asc(alertRows.alertId))
    .limit(limit);
}

/** Told, not acknowledged, and its day is here. */
export async function readToEscalate(tx: Transaction, authorityId: number, on: PlainDate, limit: number): Promise<AlertRow[]> {
  return tx
    .select()
    .from(alertRows)
    .where(and(eq(alertRows.authorityId, authorityId), eq(alertRows.state, 'alarm'), lte(alertRows.escalatesOn, on)))
    .orderBy(asc(alertRows.alertId))
    .limit(limit)
    .for('update');
}

export async function readRuleSettings(tx: Transaction, authorityId: number): Promise<RuleSetting[]> {
  const rows = await tx.select().from(ruleSettingRows).where(eq(ruleSettingRows.authorityId, authorityId));
  return rows.map(({ authorityId: _, createdAt: _at, createdBy: _by, ...setting }) => setting);
}

export interface KeptStanding extends Standing {
  readonly alertId: string | null;
}

/** The standing of one rule on one subject, locked: two messengers of one fact come one after the other. */
export async function lockStanding(
  tx: Transaction,
  authorityId: number,
  { rule, subject, now }: { readonly rule: string; readonly subject: string; readonly now: Date },
): Promise<KeptStanding> {
  await tx
    .insert(standings)
    .values({ authorityId, rule, subject, state: AT_FIRST.state, seq: AT_FIRST.seq, changedAt: now })
    .onConflictDoNothing();
  const [row] = await tx
    .select()
    .from(standings)
    .where(ofStanding(authorityId, rule, subject))
    .for('update');
  if (row === undefined) throw new Error(`The standing of ${rule} on ${subject} is gone.`);
  return { ...row, resolvedOn: row.resolvedOn ?? undefined, snoozedUntil: row.snoozedUntil ?? undefined };
}

export async function writeStanding(
  tx: Transaction,
  authorityId: number,
  { rule, subject, now }: { readonly rule: string; readonly subject: string; readonly now: Date },
  { state, seq, resolvedOn, snoozedUntil, alertId }: KeptStanding,
): Promise<void> {
  await tx
    .update(standings)
    .set({ state, seq, alertId, resolvedOn: resolvedOn ?? null, snoozedUntil: snoozedUntil ?? null, changedAt: now })
    .where(ofStanding(authorityId, rule, subject));
}

const ofStanding = (authorityId: number, rule: string, subject: string) =>
  and(eq(standings.authorityId, authorityId), eq(standings.rule, rule), eq(standings.subject, subject));

export interface OpenStanding {
  readonly rule: string;
  readonly subject: string;
  readonly seq: bigint;
  readonly alertId: string | null;
  readonly snoozedUntil: PlainDate | null;
}

export async function readOpenStandings(tx: Transaction, authorityId: number, rules: readonly string[]): Promise<OpenStanding[]> {
  return tx
    .select({
      rule: standings.rule,
      subject: standings.subject,
      seq: standings.seq,
      alertId: standings.alertId,
      snoozedUntil: standings.snoozedUntil,
    })
    .from(standings)
    .where(
      and(
        eq(standings.authorityId, authorityId),
        inArray(standings.rule, [...rules]),
        inArray(standings.state, ['alarm', 'acknowledged', 'snoozed']),
      ),
    )
    .orderBy(asc(standings.rule), asc(standings.subject));
}

export async function standingOfAlert(
  tx: Transaction,
  authorityId: number,
  alertId: string,
): Promise<{ readonly rule: string; readonly subject: string } | undefined> {
  const [row] = await tx
    .select({ rule: standings.rule, subject: standings.subject })
    .from(standings)
    .where(and(eq(standings.authorityId, authorityId), eq(standings.alertId, alertId)));
  return row;
}

export function shownAlert({
  authorityId: _,
  restricted: _r,
  settledBy: _b,
  settledAt: _a,
  familyId,
  lineCode,
  ...alert
}: AlertRow): Alert {
  return { ...alert, ...(familyId !== null && { familyId }), ...(lineCode !== null && { lineCode }) };
}
