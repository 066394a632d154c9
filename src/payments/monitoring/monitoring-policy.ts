import { asc, eq } from 'drizzle-orm';
import type { BudgetRoom } from '../../budgets/index.ts';
import { appendAudit, eventOf } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type MonitoringPolicyCode, monitoringPolicies, type PolicyDecision, type PolicyValues, valuesOn } from './rules/policies.ts';
import { monitoringPolicyRows } from './schema.ts';

export type SetPolicyRefusal =
  | { readonly code: 'monitoring-policy-outside'; readonly facts: { readonly least: number; readonly most: number; readonly unit: string } }
  | { readonly code: 'monitoring-policy-in-the-past' | 'monitoring-policy-exists' };

/** Keeps what the authority has decided, from a day to come. What was worked out before stays as it was. */
export async function setMonitoringPolicy(
  { database, clock, businessDate }: Pick<BudgetRoom, 'database' | 'clock' | 'businessDate'>,
  caller: Caller,
  { code, from, value, source }: PolicyDecision & { readonly code: MonitoringPolicyCode },
): Promise<Result<undefined, SetPolicyRefusal>> {
  const { authorityId, principal: createdBy } = caller;
  const policy = monitoringPolicies.find((each) => each.code === code);
  if (policy === undefined || value < policy.least || value > policy.most)
    return refused({
      code: 'monitoring-policy-outside',
      facts: { least: policy?.least ?? 0, most: policy?.most ?? 0, unit: policy?.unit ?? '' },
    });
  if (from < (await businessDate(authorityId))) return refused({ code: 'monitoring-policy-in-the-past' });
  const now = clock.now();
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const kept = await tx
      .insert(monitoringPolicyRows)
      .values({ authorityId, code, from, value, source, createdAt: now, createdBy })
      .onConflictDoNothing()
      .returning({ code: monitoringPolicyRows.code });
    if (kept.length === 0) return refused({ code: 'monitoring-policy-exists' });
    await appendAudit(client, authorityId, [
      eventOf(caller, 'payments.set-monitoring-policy', 'change', now, {}, { code, from, value, source }),
    ]);
    return accepted(undefined);
  });
}

export async function policyDecisions(tx: Transaction, authorityId: number): Promise<PolicyDecision[]> {
  return tx
    .select({
      code: monitoringPolicyRows.code,
      from: monitoringPolicyRows.from,
      value: monitoringPolicyRows.value,
      source: monitoringPolicyRows.source,
    })
    .from(monitoringPolicyRows)
    .where(eq(monitoringPolicyRows.authorityId, authorityId))
    .orderBy(asc(monitoringPolicyRows.code), asc(monitoringPolicyRows.from));
}

export async function monitoringPolicyOn(tx: Transaction, authorityId: number, on: PlainDate): Promise<PolicyValues> {
  return valuesOn(await policyDecisions(tx, authorityId), on);
}

export type ListedPolicy = PolicyDecision & {
  readonly code: MonitoringPolicyCode;
  readonly name: string;
  readonly unit: string;
  readonly verified: boolean;
};

/** What is usual, and what the authority has decided: of each policy in the order of its days. */
export async function listMonitoringPolicies({ database }: Pick<BudgetRoom, 'database'>, authorityId: number): Promise<ListedPolicy[]> {
  const decided = await inTransaction(database, { authorityId, readOnly: true }, (tx) => policyDecisions(tx, authorityId));
  return monitoringPolicies.flatMap(({ code, name, unit, usual }) => [
    { code, name, unit, ...usual },
    ...decided.filter((each) => each.code === code).map((each) => ({ ...each, code, name, unit, verified: true })),
  ]);
}
