import { and, eq, inArray, sql } from 'drizzle-orm';
import { childrenOfFamilies } from '../../people/index.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { KeyRing } from '../../platform/secrets/key-ring.ts';
import { plans } from '../plans/schema.ts';
import { matchChild } from './rules/match-child.ts';
import type { ImportedPlan } from './rules/read-row.ts';
import type { RowFaultCode } from './rules/row-faults.ts';

/** Where a plan of the file goes that names a family of the register; `planId` when the child has that plan already. */
export interface FoundRecord {
  readonly familyId: string;
  readonly childId: string;
  readonly planId?: string;
}

export interface RecordFault {
  readonly field: 'familyId' | 'childBornOn' | 'planStartsOn';
  readonly code: RowFaultCode;
}

/**
 * Looks up the families that rows name. A budget for a plan that a child has goes into that plan; another plan of the same kind beside one
 * that runs is refused, as it is by hand.
 */
export async function findRecords(
  { tx, keyRing, authorityId }: { readonly tx: Transaction; readonly keyRing: KeyRing; readonly authorityId: number },
  asked: readonly ImportedPlan[],
): Promise<(plan: ImportedPlan) => FoundRecord | RecordFault | undefined> {
  const familyIds = [...new Set(asked.flatMap(({ familyId }) => familyId ?? []))];
  if (familyIds.length === 0) return () => undefined;
  const children = await childrenOfFamilies(tx, keyRing, authorityId, familyIds);
  const running = await tx
    .select({ planId: plans.planId, childId: plans.childId, planType: plans.planType, startsOn: plans.startsOn })
    .from(plans)
    .where(
      and(
        eq(plans.authorityId, authorityId),
        inArray(plans.state, ['draft', 'in-force']),
        sql`${plans.familyId} = any(${sql.param(familyIds)}::uuid[])`,
      ),
    );
  return ({ familyId, childName, childBornOn, planType, startsOn }) => {
    if (familyId === undefined) return undefined;
    const record = children.get(familyId);
    if (record === undefined) return { field: 'familyId', code: 'family-not-found' };
    const child = matchChild(record, { bornOn: childBornOn, name: childName });
    if (!child.ok) return { field: 'childBornOn', code: child.refusal.code };
    const { childId } = child.value;
    const plan = running.find((each) => each.childId === childId && each.planType === planType);
    if (plan === undefined) return { familyId, childId };
    return plan.startsOn === startsOn
      ? { familyId, childId, planId: plan.planId }
      : { field: 'planStartsOn', code: 'plan-running-already' };
  };
}
