import { v5 as uuidv5 } from 'uuid';
import { appendAudit, eventOf, type RecordRoom, readAuthority, readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { familyTemplates } from './notice.ts';
import { notBefore } from './quiet-hours.ts';
import { bulkNotices } from './schema.ts';
import { readPreference, writeNotice } from './store.ts';

const BULK = '9f0e2cf4-6a0a-4bb5-8a0f-5b0a0b1f6d55';

export interface BulkNotice {
  readonly bulkId: string;
  readonly template: (typeof familyTemplates)[number];
  readonly families: readonly string[];
  /** Who gets in touch, as a family knows them: `Your caseworker`. */
  readonly contact: string;
  readonly by: PlainDate;
}

/** The same words to every grown-up of the families, by the way each of them asked for; asked twice it is one bulk. */
export async function sendBulkNotice(
  room: RecordRoom,
  caller: Caller,
  { bulkId, template, families, contact, by }: BulkNotice,
): Promise<
  Result<{ readonly bulkId: string; readonly recipients: number }, { readonly code: 'record-not-found'; readonly familyId: string }>
> {
  const { authorityId } = caller;
  const council = (await readAuthority(room.database, authorityId))?.name ?? '';
  const people: { readonly familyId: string; readonly personId: string }[] = [];
  for (const familyId of new Set(families)) {
    const read = await readFamily(room, authorityId, familyId, async ({ rows }) =>
      rows.persons
        .filter(({ kind, identityId }) => kind === 'parent' || identityId !== null)
        .map(({ personId }) => ({ familyId, personId })),
    );
    if (!read.ok) return refused({ code: 'record-not-found', familyId });
    people.push(...read.value);
  }
  const now = room.clock.now();
  return inTransaction(room.database, { authorityId }, async (tx, client) => {
    const bulk = { authorityId, bulkId, template, recipients: people.length, createdAt: now, createdBy: caller.principal };
    const kept = await tx.insert(bulkNotices).values(bulk).onConflictDoNothing().returning({ bulkId: bulkNotices.bulkId });
    if (kept.length === 0) return accepted({ bulkId, recipients: people.length });
    const values = { council, contact, by: showDate(by) };
    for (const { familyId, personId } of people) {
      const preference = await readPreference(tx, authorityId, personId);
      const noticeId = uuidv5(`${bulkId} ${personId}`, BULK);
      const to = { recipientKind: 'family', recipientId: personId, familyId } as const;
      await writeNotice(
        tx,
        authorityId,
        { noticeId, ...to, bulkId, channel: preference.channel, template, values },
        { now, nextAt: notBefore(now, preference) },
      );
    }
    await appendAudit(client, authorityId, [
      eventOf(
        caller,
        'alerts.send-bulk-notice',
        'change',
        now,
        {},
        { bulkId, template, families: families.length, recipients: people.length },
      ),
    ]);
    return accepted({ bulkId, recipients: people.length });
  });
}
