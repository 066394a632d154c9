import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { deliverNotice } from '../job-contracts.ts';
import { type NoticeState, type Preference, USUAL_PREFERENCE } from './notice.ts';
import { notices, preferenceRows, tellings } from './schema.ts';

export type NoticeRow = typeof notices.$inferSelect;
export type NewNotice = Pick<NoticeRow, 'noticeId' | 'recipientKind' | 'recipientId' | 'channel' | 'template' | 'values'> &
  Partial<Pick<NoticeRow, 'familyId' | 'alertId' | 'bulkId'>>;

export async function readPreferences(
  tx: Transaction,
  authorityId: number,
  recipientIds: readonly string[],
): Promise<ReadonlyMap<string, Preference>> {
  const rows = await tx
    .select()
    .from(preferenceRows)
    .where(and(eq(preferenceRows.authorityId, authorityId), inArray(preferenceRows.recipientId, [...recipientIds])));
  return new Map(rows.map((row) => [row.recipientId, row]));
}

export async function readPreference(tx: Transaction, authorityId: number, recipientId: string): Promise<Preference> {
  return (await readPreferences(tx, authorityId, [recipientId])).get(recipientId) ?? USUAL_PREFERENCE;
}

/** Writes the notice and, in the same transaction, asks for it to leave. What is in the app is there at once. */
export async function writeNotice(
  tx: Transaction,
  authorityId: number,
  notice: NewNotice,
  { now, nextAt }: { readonly now: Date; readonly nextAt: Date },
): Promise<void> {
  const inApp = notice.channel === 'in-app';
  const state = inApp ? ('delivered' as const) : ('queued' as const);
  const settled = inApp ? { sentAt: now, settledAt: now } : {};
  const kept = await tx
    .insert(notices)
    .values({ authorityId, ...notice, state, attempts: 0, nextAt, createdAt: now, ...settled })
    .onConflictDoNothing()
    .returning({ noticeId: notices.noticeId });
  if (kept.length === 0 || inApp || nextAt > now) return;
  const { noticeId } = notice;
  await appendToOutbox(tx, deliverNotice, { authorityId, payload: { noticeId }, recordedAt: now, outboxId: noticeId });
}

export async function lockNotice(tx: Transaction, authorityId: number, noticeId: string): Promise<NoticeRow | undefined> {
  const [row] = await tx.select().from(notices).where(ofNotice(authorityId, noticeId)).for('update');
  return row;
}

/** Fenced by the attempt: a twin that was stalled writes nothing over what the later one found. */
export async function updateNotice(
  tx: Transaction,
  authorityId: number,
  { noticeId, attempts }: Pick<NoticeRow, 'noticeId' | 'attempts'>,
  change: Partial<typeof notices.$inferInsert>,
): Promise<boolean> {
  const done = await tx
    .update(notices)
    .set(change)
    .where(and(ofNotice(authorityId, noticeId), eq(notices.attempts, attempts)))
    .returning({ noticeId: notices.noticeId });
  return done.length > 0;
}

export async function readDueNotices(tx: Transaction, authorityId: number, now: Date, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ noticeId: notices.noticeId })
    .from(notices)
    .where(and(eq(notices.authorityId, authorityId), inArray(notices.state, ['queued', 'sending']), lte(notices.nextAt, now)))
    .orderBy(asc(notices.nextAt), asc(notices.noticeId))
    .limit(limit);
  return rows.map(({ noticeId }) => noticeId);
}

export async function findByProviderRef(tx: Transaction, authorityId: number, providerRef: string): Promise<NoticeRow | undefined> {
  const [row] = await tx
    .select()
    .from(notices)
    .where(and(eq(notices.authorityId, authorityId), eq(notices.providerRef, providerRef)))
    .for('update');
  return row;
}

export async function listNotices(
  tx: Transaction,
  authorityId: number,
  query: {
    readonly states?: readonly NoticeState[] | undefined;
    readonly bulkId?: string | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<NoticeRow[]> {
  return tx
    .select()
    .from(notices)
    .where(
      and(
        eq(notices.authorityId, authorityId),
        query.states === undefined ? undefined : inArray(notices.state, [...query.states]),
        query.bulkId === undefined ? undefined : eq(notices.bulkId, query.bulkId),
        query.after === undefined ? undefined : gt(notices.noticeId, query.after),
      ),
    )
    .orderBy(asc(notices.noticeId))
    .limit(query.limit);
}

/** How many messages about single alerts went to each of them of late. */
export async function toldSince(
  tx: Transaction,
  authorityId: number,
  recipientIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select({ recipientId: notices.recipientId, told: sql<number>`count(*)::integer` })
    .from(notices)
    .where(
      and(
        eq(notices.authorityId, authorityId),
        inArray(notices.recipientId, [...recipientIds]),
        isNotNull(notices.alertId),
        gt(notices.createdAt, since),
      ),
    )
    .groupBy(notices.recipientId);
  return new Map(rows.map(({ recipientId, told }) => [recipientId, told]));
}

export async function insertTelling(tx: Transaction, row: typeof tellings.$inferInsert): Promise<boolean> {
  const kept = await tx.insert(tellings).values(row).onConflictDoNothing().returning({ alertId: tellings.alertId });
  return kept.length > 0;
}

/** Those for whom a digest is due, each once. */
export async function readDueDigests(tx: Transaction, authorityId: number, now: Date): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ recipientId: tellings.recipientId })
    .from(tellings)
    .where(and(eq(tellings.authorityId, authorityId), isNull(tellings.noticeId), lte(tellings.digestAt, now)))
    .orderBy(asc(tellings.recipientId));
  return rows.map(({ recipientId }) => recipientId);
}

const ofNotice = (authorityId: number, noticeId: string) => and(eq(notices.authorityId, authorityId), eq(notices.noticeId, noticeId));
