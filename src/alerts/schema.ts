import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgSchema, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';

export const alerts = pgSchema('alerts');

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
    raisedAt: timestamp('raised_at', { withTimezone: true, mode: 'date' }).notNull(),
    detail: jsonb('detail').$type<Readonly<Record<string, string>>>().notNull(),
    state: text('state', { enum: ['open', 'acknowledged', 'resolved'] }).notNull(),
    sourceRef: text('source_ref').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.alertId] }),
    unique('alerts_source_ref').on(t.authorityId, t.sourceRef),
    index('alerts_open').on(t.authorityId, t.raisedAt).where(sql`${t.state} = 'open'`),
    check('alerts_severity', sql`${t.severity} in ('notice', 'warning', 'urgent')`),
    check('alerts_state', sql`${t.state} in ('open', 'acknowledged', 'resolved')`),
  ],
);
