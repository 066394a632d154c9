import { v5 as uuidv5 } from 'uuid';
import { bankHolidaysAreKnownFor } from '../platform/calendar/bank-holidays.ts';
import { addDays } from '../platform/calendar/date-arithmetic.ts';
import { dateInLondon } from '../platform/calendar/london-time.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { addWorkingDays } from '../platform/calendar/working-days.ts';
import type { Database } from '../platform/database/database.ts';
import { inTransaction, type Transaction } from '../platform/database/in-transaction.ts';
import { appendToOutbox } from '../platform/queue/append-to-outbox.ts';
import type { AlertFact } from './alert.ts';
import { alertRaised } from './job-contracts.ts';
import { type RuleCode, type RuleKind, ruleKinds } from './rules/rule-kinds.ts';
import { type EffectiveRule, type RuleSetting, type RuleSubject, ruleOn } from './rules/rule-settings.ts';
import { type Effect, firstLevelOf, moveStanding } from './rules/standing.ts';
import { insertAlert, type KeptStanding, lockStanding, readRuleSettings, updateAlert, writeStanding } from './store.ts';

const ALERTS = '5c1f4f0e-6a55-4d0c-9d57-2f8e6b1a7c40';

/** A fact on its way to a standing. */
export interface HeardFact extends AlertFact {
  readonly kind: RuleCode;
  /** Rises with the facts of one rule and subject: the block of a posting, the day of a nightly figure. */
  readonly seq: bigint;
  readonly about?: RuleSubject;
}

export interface Settled {
  readonly alertId: string;
  readonly effect: Effect | 'switched-off';
  readonly isNew: boolean;
}

/** The fact moves its standing, and with it, in one transaction, the alert and the request to tell somebody. */
export async function settleFact(database: Database, authorityId: number, fact: HeardFact): Promise<Settled> {
  return inTransaction(database, { authorityId }, async (tx) => settleIn(tx, authorityId, fact, await readRuleSettings(tx, authorityId)));
}

export async function settleIn(tx: Transaction, authorityId: number, heard: HeardFact, settings: readonly RuleSetting[]): Promise<Settled> {
  const { seq, about = {}, ...fact } = heard;
  const on = dateInLondon(fact.raisedAt);
  const alertId = uuidv5(`${authorityId} ${fact.sourceRef}`, ALERTS);
  const rule = ruleOn(settings, heard.kind, about, on);
  if (!rule.enabled) return { alertId, effect: 'switched-off', isNew: false };
  const kind: RuleKind = ruleKinds[heard.kind];
  // What has happened stands for itself: the next such happening is not the same one hovering.
  const key = { rule: fact.kind, subject: kind.basis === 'event' ? fact.sourceRef : fact.subject, now: fact.raisedAt };
  const before = await lockStanding(tx, authorityId, key);
  const { standing, effect } = moveStanding(before, { kind: 'crossed', seq, on }, rule.quietDays);
  if (effect === 'none') {
    await writeStanding(tx, authorityId, key, { ...standing, alertId: before.alertId });
    return { alertId: before.alertId ?? alertId, effect, isNew: false };
  }
  if (effect === 'reopened' && before.alertId !== null) {
    await updateAlert(tx, authorityId, before.alertId, { state: 'alarm', resolvedAt: null, ...escalation(rule, kind, on) });
    await writeStanding(tx, authorityId, key, { ...standing, alertId: before.alertId });
    return { alertId: before.alertId, effect, isNew: false };
  }
  const row = rowOf(authorityId, alertId, fact, kind, escalation(rule, kind, on));
  if (effect === 'too-late') {
    const isNew = await insertAlert(tx, { ...row, state: 'resolved', resolvedAt: fact.raisedAt, escalatesOn: null });
    return { alertId, effect, isNew };
  }
  const isNew = await insertAlert(tx, row);
  await writeStanding(tx, authorityId, key, { ...standing, alertId });
  // A restricted signal is looked up by those who may; no message of it leaves this table.
  if (isNew && kind.restricted !== true)
    await appendToOutbox(tx, alertRaised, {
      authorityId,
      payload: { alertId },
      recordedAt: fact.raisedAt,
      outboxId: uuidv5('told', alertId),
    });
  return { alertId, effect, isNew };
}

/** The figure is back past its clear bound, or somebody has put more money in: the alert resolves itself, whatever was done with it. */
export async function clearStanding(
  tx: Transaction,
  authorityId: number,
  { rule, subject, seq, at }: { readonly rule: string; readonly subject: string; readonly seq: bigint; readonly at: Date },
): Promise<boolean> {
  const key = { rule, subject, now: at };
  const before: KeptStanding = await lockStanding(tx, authorityId, key);
  const { standing, effect } = moveStanding(before, { kind: 'cleared', seq, on: dateInLondon(at) }, 0);
  await writeStanding(tx, authorityId, key, { ...standing, alertId: before.alertId });
  if (effect !== 'resolved' || before.alertId === null) return false;
  await updateAlert(tx, authorityId, before.alertId, { state: 'resolved', resolvedAt: at, escalatesOn: null, snoozedUntil: null });
  return true;
}

export function escalationDay(on: PlainDate, workingDays: number): PlainDate {
  // Past the published holidays nobody knows the working days yet: five of them are a week.
  const last = addDays(on, workingDays * 2 + 7);
  return bankHolidaysAreKnownFor(last) ? addWorkingDays(on, workingDays) : addDays(on, Math.ceil((workingDays * 7) / 5));
}

function escalation({ escalateAfter }: EffectiveRule, { restricted }: RuleKind, on: PlainDate) {
  return { escalatesOn: restricted === true ? null : escalationDay(on, escalateAfter) };
}

function rowOf(authorityId: number, alertId: string, fact: AlertFact, kind: RuleKind, more: { readonly escalatesOn: PlainDate | null }) {
  const { familyId = null, lineCode = null, ...known } = fact;
  const restricted = kind.restricted === true;
  return {
    authorityId,
    alertId,
    state: 'alarm' as const,
    harm: kind.harm,
    restricted,
    level: firstLevelOf(fact.kind),
    ...known,
    familyId,
    lineCode,
    ...more,
  };
}
