import { sql } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import { type MemberRole, membersInRole, readAuthority } from '../../people/index.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { RuleCode } from '../rules/rule-kinds.ts';
import { ruleOn } from '../rules/rule-settings.ts';
import type { Level } from '../rules/standing.ts';
import { readAlerts, readRuleSettings } from '../store.ts';
import { queueWebhooks } from '../webhooks/queue-webhooks.ts';
import { type Channel, type Preference, USUAL_PREFERENCE } from './notice.ts';
import { nextDigest, notBefore } from './quiet-hours.ts';
import { insertTelling, readPreferences, toldSince, writeNotice } from './store.ts';

export interface TellingDesk {
  readonly database: Database;
  readonly clock: Clock;
}

/** Who stands for each level. Whoever may approve is whom a finance officer goes to. */
const ROLE_OF: Readonly<Record<Level, MemberRole>> = {
  caseworker: 'caseworker',
  'finance-officer': 'finance-officer',
  manager: 'approver',
};

/** More messages than this in an hour are noise: what comes on top is gathered. */
const AT_ONCE_AN_HOUR = 5;
const HOUR_MS = 3_600_000;

const NOTICES = 'f4b3a3c8-6d1c-4f63-8f35-30c1f4f3a0f2';

/**
 * Writes down who must hear of an alert, once for each alert, level and person, with the message to each or its place in their digest. All of
 * it is one transaction: whoever is killed before it has told nobody, after it everybody, and told twice it finds everything written.
 */
export async function tellAlert(
  { database, clock }: TellingDesk,
  authorityId: number,
  { alertId }: { readonly alertId: string },
): Promise<Result<{ readonly told: number; readonly gathered: number }, { readonly code: 'alert-not-found' }>> {
  const council = (await readAuthority(database, authorityId))?.name ?? '';
  return inTransaction(database, { authorityId }, async (tx) => {
    const [alert] = await readAlerts(tx, authorityId, [alertId]);
    if (alert === undefined) return refused({ code: 'alert-not-found' });
    // Over before anybody was told: nobody is woken for what is no more.
    if (alert.state !== 'alarm' || alert.restricted) return accepted({ told: 0, gathered: 0 });
    const now = clock.now();
    // One after the other within an authority: two alerts at once must see how many messages the other has sent.
    await tx.execute(sql`select pg_advisory_xact_lock(${authorityId}, ${TELLING_LOCK})`);
    const about = {
      ...(alert.familyId !== null && { familyId: alert.familyId }),
      ...(alert.lineCode !== null && { lineCode: alert.lineCode }),
    };
    const rule = ruleOn(await readRuleSettings(tx, authorityId), alert.kind as RuleCode, about, dateInLondon(now));
    const by = showDate(alert.escalatesOn ?? dateInLondon(now));
    await queueWebhooks(tx, authorityId, alert, now);
    return accepted(await tellLevel(tx, { authorityId, alert, level: alert.level, gather: rule.digest, values: { council, by }, now }));
  });
}

const TELLING_LOCK = 1_201;

interface TellLevel {
  readonly authorityId: number;
  readonly alert: { readonly alertId: string; readonly familyId: string | null };
  readonly level: Level;
  /** Into the morning's digest rather than at once. */
  readonly gather: boolean;
  readonly values: { readonly council: string; readonly by: string };
  readonly now: Date;
}

export async function tellLevel(
  tx: Transaction,
  { authorityId, alert, level, gather, values, now }: TellLevel,
): Promise<{ readonly told: number; readonly gathered: number }> {
  const { alertId, familyId } = alert;
  const officers = await membersInRole(tx, authorityId, ROLE_OF[level], dateInLondon(now));
  if (officers.length === 0) return { told: 0, gathered: 0 };
  const preferences = await readPreferences(tx, authorityId, officers);
  const sofar = await toldSince(tx, authorityId, officers, new Date(now.getTime() - HOUR_MS));
  let [told, gathered] = [0, 0];
  for (const recipientId of officers) {
    const preference = preferences.get(recipientId) ?? USUAL_PREFERENCE;
    const waits = gather || preference.digest;
    const tooMany = (sofar.get(recipientId) ?? 0) >= AT_ONCE_AN_HOUR;
    const digestAt = waits ? nextDigest(now) : new Date(now.getTime() + HOUR_MS);
    const noticeId = uuidv5([alertId, level, recipientId].join(' '), NOTICES);
    const atOnce = !waits && !tooMany;
    const isNew = await insertTelling(tx, {
      authorityId,
      alertId,
      level,
      recipientId,
      digestAt,
      noticeId: atOnce ? noticeId : null,
      createdAt: now,
    });
    if (!isNew) continue;
    if (!atOnce) {
      gathered += 1;
      continue;
    }
    const template = level === 'caseworker' ? 'alert' : 'escalated';
    const notice = {
      noticeId,
      recipientKind: 'officer',
      recipientId,
      familyId,
      alertId,
      channel: channelOf(preference),
      template,
      values,
    } as const;
    await writeNotice(tx, authorityId, notice, { now, nextAt: notBefore(now, preference) });
    told += 1;
  }
  return { told, gathered };
}

/** An officer is told in the app or by mail: the service knows no number and no home of theirs. */
export function channelOf({ channel }: Preference): Channel {
  return channel === 'in-app' ? 'in-app' : 'email';
}
