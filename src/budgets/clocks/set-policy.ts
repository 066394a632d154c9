import { appendAudit, eventOf } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { type FieldRefusal, fieldRefusal } from '../plans/rules/field-refusal.ts';
import { type PolicyCode, policies, policyOn } from './rules/policies.ts';
import { policySettings } from './schema.ts';
import { readPolicySettings } from './store.ts';

type PolicyRoom = Pick<BudgetRoom, 'database' | 'clock'>;

export interface NewPolicySetting {
  readonly code: PolicyCode;
  readonly from: PlainDate;
  /** Null: from then on nothing of the kind. */
  readonly value: number | null;
  readonly source: string;
}

/** Keeps what the authority has decided. Earlier decisions stay for the days they counted on; clocks move with the next day's work. */
export async function setPolicy(
  { database, clock }: PolicyRoom,
  caller: Caller,
  setting: NewPolicySetting,
): Promise<Result<undefined, FieldRefusal<'policy-value-outside'> | { readonly code: 'policy-decided-already' }>> {
  const { authorityId, principal } = caller;
  const policy = policies.find(({ code }) => code === setting.code);
  if (policy === undefined || (setting.value !== null && (setting.value < policy.least || setting.value > policy.most)))
    return refused(fieldRefusal('policy-value-outside', 'value', `From ${policy?.least} to ${policy?.most} ${policy?.unit}, or null.`));
  const now = clock.now();
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const kept = await tx
      .insert(policySettings)
      .values({ authorityId, ...setting, createdAt: now, createdBy: principal })
      .onConflictDoNothing()
      .returning({ code: policySettings.code });
    if (kept.length === 0) return refused({ code: 'policy-decided-already' });
    await appendAudit(client, authorityId, [eventOf(caller, 'budgets.set-policy', 'change', now, {}, { ...setting })]);
    return accepted(undefined);
  });
}

export async function listPolicySettings({ database }: PolicyRoom, authorityId: number) {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => readPolicySettings(tx, authorityId));
}

/** What an authority's policy says on a day, in months or days as the policy has it; undefined where it says nothing. */
export async function policyOf(tx: Transaction, authorityId: number, code: PolicyCode, on: PlainDate): Promise<number | undefined> {
  return policyOn(await readPolicySettings(tx, authorityId), code, on);
}
