import { and, eq, inArray, isNull } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import { readAuthority } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { alertRows } from '../schema.ts';
import { notBefore } from './quiet-hours.ts';
import { tellings } from './schema.ts';
import { readDueDigests, readPreference, writeNotice } from './store.ts';
import { channelOf, type TellingDesk } from './tell-alert.ts';

const DIGESTS = '5a6a2f0e-0f9d-4a4e-8b54-2f5f0d6a9a11';

/** One message for everything that has gathered for a person; what has resolved itself meanwhile is not counted. */
export async function sendDigests({ database, clock }: TellingDesk, authorityId: number): Promise<{ readonly digests: number }> {
  const now = clock.now();
  const council = (await readAuthority(database, authorityId))?.name ?? '';
  const due = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readDueDigests(tx, authorityId, now));
  let digests = 0;
  for (const recipientId of due) {
    const sent = await inTransaction(database, { authorityId }, async (tx) => {
      const waiting = await tx
        .select({ alertId: tellings.alertId, level: tellings.level, digestAt: tellings.digestAt })
        .from(tellings)
        .where(and(eq(tellings.authorityId, authorityId), eq(tellings.recipientId, recipientId), isNull(tellings.noticeId)))
        .orderBy(tellings.digestAt, tellings.alertId, tellings.level)
        .for('update');
      const [first] = waiting;
      if (first === undefined) return false;
      const ids = [...new Set(waiting.map(({ alertId }) => alertId))];
      const open = await tx
        .select({ alertId: alertRows.alertId })
        .from(alertRows)
        .where(and(eq(alertRows.authorityId, authorityId), inArray(alertRows.alertId, ids), inArray(alertRows.state, ['alarm'])));
      const noticeId = uuidv5([recipientId, first.alertId, first.level].join(' '), DIGESTS);
      await tx
        .update(tellings)
        .set({ noticeId })
        .where(and(eq(tellings.authorityId, authorityId), eq(tellings.recipientId, recipientId), isNull(tellings.noticeId)));
      if (open.length === 0) return false;
      const preference = await readPreference(tx, authorityId, recipientId);
      const values = { council, count: String(open.length) };
      const notice = {
        noticeId,
        recipientKind: 'officer',
        recipientId,
        channel: channelOf(preference),
        template: 'digest',
        values,
      } as const;
      await writeNotice(tx, authorityId, notice, { now, nextAt: notBefore(now, preference) });
      return true;
    });
    digests += sent ? 1 : 0;
  }
  return { digests };
}
