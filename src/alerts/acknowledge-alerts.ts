import { appendAudit, eventOf } from '../people/index.ts';
import { daysBetween, isAfter } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { inTransaction, type Transaction } from '../platform/database/in-transaction.ts';
import type { Caller } from '../platform/http/operation.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import type { AcknowledgeReason } from './alert.ts';
import { type Happening, moveStanding } from './rules/standing.ts';
import { lockStanding, readAlerts, standingOfAlert, updateAlert, writeStanding } from './store.ts';

export interface AlertRoom {
  readonly database: Database;
  readonly clock: Clock;
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}

type NotFound = { readonly code: 'alert-not-found'; readonly alertId: string };

/** Many at once, with one reason: all of them or none. What is resolved or acknowledged already stays as it is and is not counted. */
export async function acknowledgeAlerts(
  room: AlertRoom,
  caller: Caller,
  { alertIds, reason }: { readonly alertIds: readonly string[]; readonly reason: AcknowledgeReason },
): Promise<Result<{ readonly changed: number }, NotFound>> {
  const audit = { operation: 'alerts.acknowledge', facts: { reason } };
  return moveAlerts(room, caller, { alertIds, audit, happening: { kind: 'acknowledged' }, change: { state: 'acknowledged', reason } });
}

const LONGEST_SNOOZE_DAYS = 92;

export type SnoozeFault = { readonly code: 'snooze-not-possible'; readonly field: 'until'; readonly reason: string };

export async function snoozeAlerts(
  room: AlertRoom,
  caller: Caller,
  { alertIds, until }: { readonly alertIds: readonly string[]; readonly until: PlainDate },
): Promise<Result<{ readonly changed: number }, NotFound | SnoozeFault>> {
  const today = await room.businessDate(caller.authorityId);
  const fault = (reason: string) => refused({ code: 'snooze-not-possible' as const, field: 'until' as const, reason });
  if (!isAfter(until, today)) return fault(`Choose a day after ${today}.`);
  if (daysBetween(today, until) > LONGEST_SNOOZE_DAYS)
    return fault(`Choose a day within ${LONGEST_SNOOZE_DAYS} days: what waits longer is a decision, so acknowledge it with its reason.`);
  const audit = { operation: 'alerts.snooze', facts: { until } };
  return moveAlerts(room, caller, {
    alertIds,
    audit,
    happening: { kind: 'snoozed', until },
    change: { state: 'snoozed', snoozedUntil: until },
  });
}

interface Move {
  readonly alertIds: readonly string[];
  readonly audit: { readonly operation: string; readonly facts: Readonly<Record<string, unknown>> };
  readonly happening: Happening;
  readonly change: Parameters<typeof updateAlert>[3];
}

async function moveAlerts(
  { database, clock }: AlertRoom,
  caller: Caller,
  { alertIds, audit, happening, change }: Move,
): Promise<Result<{ readonly changed: number }, NotFound>> {
  const { authorityId, principal } = caller;
  const now = clock.now();
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const found = new Map((await readAlerts(tx, authorityId, alertIds)).map((alert) => [alert.alertId, alert]));
    const missing = alertIds.find((alertId) => found.get(alertId)?.restricted !== false);
    if (missing !== undefined) return refused({ code: 'alert-not-found', alertId: missing });
    const moved: string[] = [];
    // In the order of their ids, so that two officers with overlapping selections wait for each other and never both.
    for (const alertId of [...found.keys()].toSorted())
      if (await moveOne(tx, authorityId, { alertId, happening, now })) moved.push(alertId);
    for (const alertId of moved)
      await updateAlert(tx, authorityId, alertId, {
        snoozedUntil: null,
        ...change,
        escalatesOn: null,
        settledBy: principal,
        settledAt: now,
      });
    if (moved.length > 0)
      await appendAudit(client, authorityId, [eventOf(caller, audit.operation, 'change', now, {}, { alertIds: moved, ...audit.facts })]);
    return accepted({ changed: moved.length });
  });
}

async function moveOne(
  tx: Transaction,
  authorityId: number,
  { alertId, happening, now }: { readonly alertId: string; readonly happening: Happening; readonly now: Date },
): Promise<boolean> {
  const key = await standingOfAlert(tx, authorityId, alertId);
  if (key === undefined) return false;
  const before = await lockStanding(tx, authorityId, { ...key, now });
  const { standing, effect } = moveStanding(before, happening, 0);
  if (effect === 'none' || before.alertId !== alertId) return false;
  await writeStanding(tx, authorityId, { ...key, now }, { ...standing, alertId });
  return true;
}
