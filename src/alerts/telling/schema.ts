import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, oneOf } from '../../platform/database/columns.ts';
import { alerts } from '../schema.ts';
import { channels, languages, noticeStates, recipientKinds, templates } from './notice.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** How somebody wants to be told. An officer is their sign-in, somebody of a family their person. */
export const preferenceRows = alerts.table(
  'preferences',
  {
    authorityId: integer('authority_id').notNull(),
    recipientId: uuid('recipient_id').notNull(),
    channel: text('channel', { enum: channels }).notNull(),
    language: text('language', { enum: languages }).notNull(),
    largePrint: boolean('large_print').notNull(),
    /** Times of day in London, `21:00`; both or neither. */
    quietFrom: text('quiet_from'),
    quietUntil: text('quiet_until'),
    digest: boolean('digest').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.recipientId] }),
    check('preferences_channel', sql`${t.channel} in (${oneOf(channels)})`),
    check('preferences_quiet', sql`(${t.quietFrom} is null) = (${t.quietUntil} is null)`),
  ],
);

/** That an alert is for somebody: waiting for a digest, or told by a notice. Written once for each alert, level and person. */
export const tellings = alerts.table(
  'tellings',
  {
    authorityId: integer('authority_id').notNull(),
    alertId: uuid('alert_id').notNull(),
    level: text('level').notNull(),
    recipientId: uuid('recipient_id').notNull(),
    /** When the digest that gathers it leaves at the latest. */
    digestAt: moment('digest_at').notNull(),
    noticeId: uuid('notice_id'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.alertId, t.level, t.recipientId] }),
    index('tellings_waiting').on(t.authorityId, t.recipientId, t.digestAt).where(sql`${t.noticeId} is null`),
  ],
);

/** Words to many, with the proof of what became of each. */
export const bulkNotices = alerts.table(
  'bulk_notices',
  {
    authorityId: integer('authority_id').notNull(),
    bulkId: uuid('bulk_id').notNull(),
    template: text('template', { enum: templates }).notNull(),
    recipients: integer('recipients').notNull(),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.bulkId] })],
);

/** One message to one person by one channel. It holds ids and codes; the words are made when it leaves. */
export const notices = alerts.table(
  'notices',
  {
    authorityId: integer('authority_id').notNull(),
    /** Follows from what is told to whom, so telling twice is one notice; every channel is given it as reference. */
    noticeId: uuid('notice_id').notNull(),
    recipientKind: text('recipient_kind', { enum: recipientKinds }).notNull(),
    recipientId: uuid('recipient_id').notNull(),
    familyId: uuid('family_id'),
    alertId: uuid('alert_id'),
    bulkId: uuid('bulk_id'),
    channel: text('channel', { enum: channels }).notNull(),
    template: text('template', { enum: templates }).notNull(),
    /** Counts, dates and council names; nothing about a case. */
    values: jsonb('values').$type<Readonly<Record<string, string>>>().notNull(),
    state: text('state', { enum: noticeStates }).notNull(),
    attempts: integer('attempts').notNull(),
    /** Not before: quiet hours, or the next try. */
    nextAt: moment('next_at').notNull(),
    createdAt: moment('created_at').notNull(),
    sentAt: moment('sent_at'),
    settledAt: moment('settled_at'),
    /** What the other side calls it. */
    providerRef: text('provider_ref'),
    error: text('error'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.noticeId] }),
    index('notices_due').on(t.authorityId, t.nextAt).where(sql`${t.state} in ('queued', 'sending')`),
    index('notices_of_recipient').on(t.authorityId, t.recipientId, t.createdAt),
    index('notices_of_bulk').on(t.authorityId, t.bulkId, t.noticeId),
    index('notices_to_mend').on(t.authorityId, t.createdAt).where(sql`${t.state} in ('failed', 'bounced')`),
    check('notices_state', sql`${t.state} in (${oneOf(noticeStates)})`),
    check('notices_channel', sql`${t.channel} in (${oneOf(channels)})`),
  ],
);

/** Where another system wants to hear of alerts. */
export const webhookEndpoints = alerts.table(
  'webhook_endpoints',
  {
    authorityId: integer('authority_id').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
    url: text('url').notNull(),
    /** Empty: every kind that is no secret. */
    kinds: text('kinds').array().notNull(),
    state: text('state', { enum: ['active', 'stopped'] }).notNull(),
    stoppedBecause: text('stopped_because'),
    sealedSecret: bytea('sealed_secret').notNull(),
    /** The secret before the last rotation, and until when both sign. */
    previousSecret: bytea('previous_secret'),
    previousEndsAt: moment('previous_ends_at'),
    failingSince: moment('failing_since'),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.endpointId] }),
    unique('webhook_endpoints_url').on(t.authorityId, t.url),
    check('webhook_endpoints_stopped', sql`(${t.state} = 'stopped') = (${t.stoppedBecause} is not null)`),
  ],
);

/** One message to one endpoint; its id is the message's id for ever, through all tries and redeliveries. */
export const webhookDeliveries = alerts.table(
  'webhook_deliveries',
  {
    authorityId: integer('authority_id').notNull(),
    deliveryId: uuid('delivery_id').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
    alertId: uuid('alert_id').notNull(),
    body: text('body').notNull(),
    state: text('state', { enum: ['waiting', 'delivered', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull(),
    nextAt: moment('next_at').notNull(),
    createdAt: moment('created_at').notNull(),
    settledAt: moment('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.deliveryId] }),
    index('webhook_deliveries_due').on(t.authorityId, t.nextAt).where(sql`${t.state} = 'waiting'`),
    index('webhook_deliveries_of_endpoint').on(t.authorityId, t.endpointId, t.createdAt),
    foreignKey({
      name: 'webhook_deliveries_endpoint',
      columns: [t.authorityId, t.endpointId],
      foreignColumns: [webhookEndpoints.authorityId, webhookEndpoints.endpointId],
    }),
  ],
);

/** The delivery log. */
export const webhookAttempts = alerts.table(
  'webhook_attempts',
  {
    authorityId: integer('authority_id').notNull(),
    deliveryId: uuid('delivery_id').notNull(),
    attempt: integer('attempt').notNull(),
    at: moment('at').notNull(),
    /** The receiver's HTTP status, where it answered. */
    status: integer('status'),
    outcome: text('outcome').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.deliveryId, t.attempt] })],
);

/** What the nightly forecast of a line said last; money in pence. */
export const forecastRows = alerts.table(
  'forecasts',
  {
    authorityId: integer('authority_id').notNull(),
    lineCode: text('line_code').notNull(),
    madeOn: date('made_on').$type<PlainDate>().notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    says: text('says', { enum: ['over', 'under', 'on-plan', 'silent'] }).notNull(),
    why: text('why').notNull(),
    allocated: bigint('allocated', { mode: 'bigint' }).notNull(),
    used: bigint('used', { mode: 'bigint' }).notNull(),
    plannedSoFar: bigint('planned_so_far', { mode: 'bigint' }).notNull(),
    planned: bigint('planned', { mode: 'bigint' }).notNull(),
    likely: bigint('likely', { mode: 'bigint' }).notNull(),
    low: bigint('low', { mode: 'bigint' }).notNull(),
    high: bigint('high', { mode: 'bigint' }).notNull(),
    straight: bigint('straight', { mode: 'bigint' }).notNull(),
    recentUsed: bigint('recent_used', { mode: 'bigint' }).notNull(),
    recentPlanned: bigint('recent_planned', { mode: 'bigint' }).notNull(),
    recentWeeks: integer('recent_weeks').notNull(),
    usedUpOn: date('used_up_on').$type<PlainDate>(),
    earliestOn: date('earliest_on').$type<PlainDate>(),
    /** Each share's part of what is likely beyond the allocation, pence as text. */
    parts: jsonb('parts').$type<readonly { readonly share: string; readonly pence: string }[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.lineCode] }), index('forecasts_of_family').on(t.authorityId, t.familyId)],
);
