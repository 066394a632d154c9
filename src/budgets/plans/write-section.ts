import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result } from '../../platform/result.ts';
import { mayStillChange, type PlanNotOpen } from './may-still-change.ts';
import { changePlan, type PlanAddress, type PlanChangeRefusal, type PlanRoom, type Revised } from './plan-at-hand.ts';
import { sectionRowId } from './plan-view.ts';
import type { PlanSection } from './rules/plan-words.ts';
import { planSectionVersions } from './schema.ts';

/** Writes the next version of a section; what stood before stays to be read. */
export async function writeSection(
  room: PlanRoom,
  caller: Caller,
  at: PlanAddress & { readonly section: PlanSection; readonly ifMatch: string },
  text: string,
): Promise<Result<Revised<object>, PlanChangeRefusal | PlanNotOpen>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.write-section' }, async ({ tx, key, now, today, plan, revision }) => {
    const open = mayStillChange(plan);
    if (!open.ok) return open;
    const { section } = at;
    const { authorityId, planId, familyId } = plan;
    await tx.insert(planSectionVersions).values({
      authorityId,
      planId,
      section,
      revision,
      familyId,
      sealed: key.seal({ text }, sectionRowId(planId, section, revision)),
      createdAt: now,
      createdBy: caller.principal,
    });
    return accepted({ value: {}, event: { kind: 'changed', on: today, facts: { section } } });
  });
}
