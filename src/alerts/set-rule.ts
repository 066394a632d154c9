import { appendAudit, eventOf } from '../people/index.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import type { Caller } from '../platform/http/operation.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import type { AlertRoom } from './acknowledge-alerts.ts';
import type { AlertFacts } from './facts/alert-facts.ts';
import { type Basis, type RuleCode, type RuleKind, ruleCodes, ruleKinds } from './rules/rule-kinds.ts';
import { type EffectiveRule, judgeRule, judgeTogether, type RuleFault, type RuleSetting, usualRule } from './rules/rule-settings.ts';
import { ruleSettingRows } from './schema.ts';
import { readRuleSettings } from './store.ts';

/** Keeps what the authority has decided, from its day on. Watches follow within minutes, and every earlier day keeps its own rule. */
export async function setRule(
  { database, clock }: AlertRoom,
  caller: Caller,
  setting: RuleSetting,
): Promise<Result<undefined, RuleFault | { readonly code: 'rule-decided-already' }>> {
  const { authorityId, principal: createdBy } = caller;
  const judged = judgeRule(setting);
  if (!judged.ok) return judged;
  const now = clock.now();
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const together = judgeTogether(await readRuleSettings(tx, authorityId), setting);
    if (!together.ok) return together;
    const kept = await tx
      .insert(ruleSettingRows)
      .values({ authorityId, ...setting, createdAt: now, createdBy })
      .onConflictDoNothing()
      .returning({ rule: ruleSettingRows.rule });
    if (kept.length === 0) return refused({ code: 'rule-decided-already' });
    await appendAudit(client, authorityId, [eventOf(caller, 'alerts.set-rule', 'change', now, {}, { ...setting })]);
    return accepted(undefined);
  });
}

export interface ListedRule {
  readonly rule: RuleCode;
  readonly basis: Basis;
  readonly unit: RuleKind['unit'];
  readonly direction: RuleKind['direction'];
  readonly usual: EffectiveRule;
  readonly decided: readonly RuleSetting[];
  /** False while no part of the service reports what the rule is judged by. */
  readonly fed: boolean;
}

export async function listRules(
  { database }: Pick<AlertRoom, 'database'>,
  authorityId: number,
  facts: readonly AlertFacts[],
): Promise<ListedRule[]> {
  const settings = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readRuleSettings(tx, authorityId));
  const fed = new Set<RuleCode>(facts.map(({ rule }) => rule));
  return ruleCodes.map((rule) => {
    const { basis, unit, direction } = ruleKinds[rule];
    const decided = settings.filter((each) => each.rule === rule).toSorted((a, b) => (a.from < b.from ? -1 : 1));
    return { rule, basis, unit, direction, usual: usualRule(rule), decided, fed: basis !== 'fact' || fed.has(rule) };
  });
}
