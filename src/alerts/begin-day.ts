import { and, eq, inArray, lte } from 'drizzle-orm';
import { readAuthority } from '../people/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { showDate } from '../platform/calendar/show-date.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import type { RuleCode } from './rules/rule-kinds.ts';
import { ruleOn } from './rules/rule-settings.ts';
import { moveStanding, nextLevel } from './rules/standing.ts';
import { standings } from './schema.ts';
import { escalationDay } from './settle-fact.ts';
import { lockStanding, readRuleSettings, readToEscalate, updateAlert, writeStanding } from './store.ts';
import { tellLevel } from './telling/tell-alert.ts';

interface Desk {
  readonly database: Database;
  readonly clock: Clock;
}

const PAGE = 200;

/** Wakes what was snoozed until today, and takes what nobody has acknowledged to the next level. Repeated on a day it changes nothing. */
export async function beginDay(
  desk: Desk,
  authorityId: number,
  today: PlainDate,
): Promise<{ readonly woken: number; readonly escalated: number }> {
  return { woken: await wake(desk, authorityId, today), escalated: await escalate(desk, authorityId, today) };
}

async function wake({ database, clock }: Desk, authorityId: number, today: PlainDate): Promise<number> {
  const due = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ rule: standings.rule, subject: standings.subject })
      .from(standings)
      .where(and(eq(standings.authorityId, authorityId), inArray(standings.state, ['snoozed']), lte(standings.snoozedUntil, today))),
  );
  let woken = 0;
  for (const { rule, subject } of due) {
    const now = clock.now();
    const isWoken = await inTransaction(database, { authorityId }, async (tx) => {
      const before = await lockStanding(tx, authorityId, { rule, subject, now });
      const { standing, effect } = moveStanding(before, { kind: 'day-begun', on: today }, 0);
      if (effect !== 'woken' || before.alertId === null) return false;
      await writeStanding(tx, authorityId, { rule, subject, now }, { ...standing, alertId: before.alertId });
      await updateAlert(tx, authorityId, before.alertId, { state: 'alarm', snoozedUntil: null, escalatesOn: escalationDay(today, 1) });
      return true;
    });
    woken += isWoken ? 1 : 0;
  }
  return woken;
}

/** One level at a time, each with its own working days to answer; above the last there is nobody. */
async function escalate({ database, clock }: Desk, authorityId: number, today: PlainDate): Promise<number> {
  const council = (await readAuthority(database, authorityId))?.name ?? '';
  let escalated = 0;
  for (;;) {
    const done = await inTransaction(database, { authorityId }, async (tx) => {
      const due = await readToEscalate(tx, authorityId, today, PAGE);
      const settings = await readRuleSettings(tx, authorityId);
      for (const alert of due) {
        const level = nextLevel(alert.level);
        const about = {
          ...(alert.familyId !== null && { familyId: alert.familyId }),
          ...(alert.lineCode !== null && { lineCode: alert.lineCode }),
        };
        const rule = ruleOn(settings, alert.kind as RuleCode, about, today);
        const by = level === undefined ? null : escalationDay(today, rule.escalateAfter);
        const change = level === undefined ? { escalatesOn: null } : { level, escalatesOn: nextLevel(level) === undefined ? null : by };
        await updateAlert(tx, authorityId, alert.alertId, change);
        if (level === undefined || by === null) continue;
        const values = { council, by: showDate(by) };
        await tellLevel(tx, { authorityId, alert, level, gather: rule.digest, values, now: clock.now() });
      }
      return due.length;
    });
    escalated += done;
    if (done < PAGE) return escalated;
  }
}
