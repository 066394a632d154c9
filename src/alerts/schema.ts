import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { oneOf } from '../platform/database/columns.ts';
import { acknowledgeReasons, alertStates } from './alert.ts';
import { ruleCodes } from './rules/rule-kinds.ts';
import { scopes } from './rules/rule-settings.ts';
import { levels, standingStates } from './rules/standing.ts';

export const alerts = pgSchema('alerts');

const day = (name: string) => date(name).$type<PlainDate>();
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * What somebody has to know. `source_ref` names the fact behind it and is unique: however often and by whatever messenger a fact arrives,
 * it is one alert. Subject and detail hold codes and figures; words are made when it is shown, and no person is named here.
 */
export const alertRows = alerts.table(
  'alerts',
  {
    authorityId: integer('authority_id').notNull(),
    alertId: uuid('alert_id').notNull(),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    severity: text('severity', { enum: ['notice', 'warning', 'urgent'] }).notNull(),
    harm: integer('harm').notNull(),
    restricted: boolean('restricted').notNull(),
    familyId: uuid('family_id'),
    lineCode: text('line_code'),
    raisedAt: moment('raised_at').notNull(),
    detail: jsonb('detail').$type<Readonly<Record<string, string>>>().notNull(),
    state: text('state', { enum: alertStates }).notNull(),
    sourceRef: text('source_ref').notNull(),
    /** Up to which level it has been told. */
    level: text('level', { enum: ['caseworker', 'finance-officer', 'manager'] }).notNull(),
    escalatesOn: day('escalates_on'),
    snoozedUntil: day('snoozed_until'),
    reason: text('reason', { enum: acknowledgeReasons }),
    settledBy: text('settled_by'),
    settledAt: moment('settled_at'),
    resolvedAt: moment('resolved_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.alertId] }),
    unique('alerts_source_ref').on(t.authorityId, t.sourceRef),
    index('alerts_open').on(t.authorityId, t.harm, t.raisedAt).where(sql`${t.state} <> 'resolved'`),
    index('alerts_of_family').on(t.authorityId, t.familyId).where(sql`${t.state} <> 'resolved'`),
    index('alerts_to_escalate').on(t.authorityId, t.escalatesOn).where(sql`${t.state} = 'alarm' and ${t.escalatesOn} is not null`),
    check('alerts_severity', sql`${t.severity} in ('notice', 'warning', 'urgent')`),
    check('alerts_state', sql`${t.state} in (${oneOf(alertStates)})`),
    check('alerts_level', sql`${t.level} in (${oneOf(levels)})`),
    check('alerts_resolved', sql`(${t.state} = 'resolved') = (${t.resolvedAt} is not null)`),
    check('alerts_snoozed', sql`${t.state} <> 'snoozed' or ${t.snoozedUntil} is not null`),
    check('alerts_acknowledged', sql`${t.state} <> 'acknowledged' or ${t.reason} is not null`),
  ],
);

/** How each rule stands on each subject, and which alert is its last. */
export const standings = alerts.table(
  'standings',
  {
    authorityId: integer('authority_id').notNull(),
    rule: text('rule').notNull(),
    subject: text('subject').notNull(),
    state: text('state', { enum: standingStates }).notNull(),
    alertId: uuid('alert_id'),
    seq: bigint('seq', { mode: 'bigint' }).notNull(),
    resolvedOn: day('resolved_on'),
    snoozedUntil: day('snoozed_until'),
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.rule, t.subject] }),
    index('standings_alert').on(t.authorityId, t.alertId),
    check('standings_state', sql`${t.state} in (${oneOf(standingStates)})`),
  ],
);

/** What the authority has decided about a kind, from a day on. Never changed: what counted on a day can always be told. */
export const ruleSettingRows = alerts.table(
  'rule_settings',
  {
    authorityId: integer('authority_id').notNull(),
    rule: text('rule', { enum: ruleCodes }).notNull(),
    scope: text('scope', { enum: scopes }).notNull(),
    scopeKey: text('scope_key').notNull(),
    from: day('from_date').notNull(),
    enabled: boolean('enabled').notNull(),
    /** Decimal text, in the unit of the kind. */
    trigger: text('trigger').notNull(),
    clear: text('clear').notNull(),
    quietDays: integer('quiet_days').notNull(),
    escalateAfter: integer('escalate_after').notNull(),
    digest: boolean('digest').notNull(),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.rule, t.scope, t.scopeKey, t.from] }),
    check('rule_settings_scope', sql`${t.scope} in (${oneOf(scopes)}) and (${t.scope} = 'authority') = (${t.scopeKey} = '')`),
    check('rule_settings_days', sql`${t.quietDays} between 0 and 366 and ${t.escalateAfter} between 1 and 60`),
  ],
);

/** Which watches of the ledger are ours, and what each is for. */
export const ruleWatches = alerts.table(
  'rule_watches',
  {
    authorityId: integer('authority_id').notNull(),
    watchId: uuid('watch_id').notNull(),
    rule: text('rule').notNull(),
    subject: text('subject').notNull(),
    account: text('account').notNull(),
    direction: text('direction', { enum: ['below', 'above'] }).notNull(),
    bound: bigint('bound', { mode: 'bigint' }).notNull(),
    clearBound: bigint('clear_bound', { mode: 'bigint' }).notNull(),
    familyId: uuid('family_id'),
    lineCode: text('line_code'),
    addedAt: moment('added_at').notNull(),
    removedAt: moment('removed_at'),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.watchId] }), index('rule_watches_subject').on(t.authorityId, t.rule, t.subject)],
);
