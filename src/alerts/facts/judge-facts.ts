import { Decimal } from 'decimal.js';
import { daysBetween } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { type RuleKind, ruleKinds } from '../rules/rule-kinds.ts';
import { type EffectiveRule, type RuleSetting, ruleOn } from '../rules/rule-settings.ts';
import { clearStanding, settleIn } from '../settle-fact.ts';
import { readOpenStandings, readRuleSettings } from '../store.ts';
import type { AlertFacts, FactReading } from './alert-facts.ts';

export interface JudgedFacts {
  readonly raised: number;
  readonly resolved: number;
}

/** Judges what other rooms report today against the rules; each source by itself, so that one that fails keeps no other silent. */
export async function judgeFacts(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  authorityId: number,
  { facts, today }: { readonly facts: readonly AlertFacts[]; readonly today: PlainDate },
): Promise<JudgedFacts> {
  const settings = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readRuleSettings(tx, authorityId));
  let [raised, resolved] = [0, 0];
  for (const source of facts) {
    const readings = await source.read(authorityId, today);
    const judged = await judgeRuleFacts({ database, clock }, authorityId, { source, readings, settings, today });
    raised += judged.raised;
    resolved += judged.resolved;
  }
  return { raised, resolved };
}

const EPOCH: PlainDate = '2000-01-01';

/** The day a figure is of: messages of one night are judged in the order of their days. */
export function seqOf(today: PlainDate): bigint {
  return BigInt(daysBetween(EPOCH, today));
}

interface RuleFacts {
  readonly source: Pick<AlertFacts, 'rule'>;
  readonly readings: readonly FactReading[];
  readonly settings: readonly RuleSetting[];
  readonly today: PlainDate;
}

async function judgeRuleFacts(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  authorityId: number,
  { source: { rule }, readings, settings, today }: RuleFacts,
): Promise<JudgedFacts> {
  const kind: RuleKind = ruleKinds[rule];
  const now = clock.now();
  const seq = seqOf(today);
  const kept = new Set<string>();
  let [raised, resolved] = [0, 0];
  for (const { subject, value, detail = {}, ...about } of readings) {
    const side = sideOf(value, kind, ruleOn(settings, rule, about, today));
    if (side !== 'clear') kept.add(subject);
    if (side !== 'beyond') continue;
    const settled = await inTransaction(database, { authorityId }, (tx) =>
      settleIn(
        tx,
        authorityId,
        {
          kind: rule,
          subject,
          severity: kind.severity,
          raisedAt: now,
          detail: { value, ...detail },
          sourceRef: `${rule}:${subject}:${today}`,
          seq,
          ...(about.familyId !== undefined && { familyId: about.familyId }),
          ...(about.lineCode !== undefined && { lineCode: about.lineCode }),
          about,
        },
        settings,
      ),
    );
    raised += settled.isNew ? 1 : 0;
  }
  const open = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readOpenStandings(tx, authorityId, [rule]));
  for (const { subject, seq: last } of open.filter((each) => !kept.has(each.subject))) {
    const over = { rule, subject, seq: seq > last ? seq : last + 1n, at: now };
    const cleared = await inTransaction(database, { authorityId }, (tx) => clearStanding(tx, authorityId, over));
    resolved += cleared ? 1 : 0;
  }
  return { raised, resolved };
}

/** Between trigger and clear bound nothing changes. */
function sideOf(value: string, { direction }: RuleKind, { enabled, trigger, clear }: EffectiveRule): 'beyond' | 'between' | 'clear' {
  if (!enabled) return 'clear';
  const figure = new Decimal(value);
  if (direction === 'above') return figure.gt(trigger) ? 'beyond' : figure.lte(clear) ? 'clear' : 'between';
  return figure.lte(trigger) ? 'beyond' : figure.gt(clear) ? 'clear' : 'between';
}
