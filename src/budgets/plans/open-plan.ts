import { v7 as uuidV7 } from 'uuid';
import { changeFamily, type FamilyAtHand } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { keepPlanEvent, type PlanRoom } from './plan-at-hand.ts';
import { type FieldRefusal, fieldRefusal } from './rules/field-refusal.ts';
import { judgePlanDates, type PlanDatesRefusal } from './rules/plan-dates.ts';
import type { PlanEventKind, SettingKind } from './rules/plan-words.ts';
import { plans } from './schema.ts';
import { readPlansOfFamily } from './store.ts';

/** What a plan says in words about itself; its sections, outcomes and provision have words of their own. */
export interface PlanWords {
  /** The school or college by its name, which a confidential mark can hide. */
  readonly settingName?: string | undefined;
}

export interface NewPlan extends PlanWords {
  readonly childId: string;
  readonly planType: string;
  readonly startsOn: PlainDate;
  readonly endsOn?: PlainDate | undefined;
  readonly settingKind: SettingKind;
  readonly element2Held: boolean;
}

export type NewPlanRefusal =
  | PlanDatesRefusal
  | FieldRefusal<'plan-child-unknown'>
  | { readonly code: 'plan-running-already'; readonly planId: string };

export type OpenPlanRefusal = NewPlanRefusal | { readonly code: 'record-not-found' | 'errand-for-a-stranger' };

/** Starts a draft. It is in force only once it is finalised. */
export async function openPlan(
  room: PlanRoom,
  caller: Caller,
  familyId: string,
  draft: NewPlan,
  planId: string = uuidV7(),
): Promise<Result<{ readonly planId: string; readonly revision: number }, OpenPlanRefusal>> {
  const today = await room.businessDate(caller.authorityId);
  return changeFamily(room, caller, { familyId, operation: 'budgets.open-plan' }, async (family) => {
    const judged = await judgeNewPlan(family, caller.authorityId, draft);
    if (!judged.ok) return judged;
    await writePlan(
      family,
      caller,
      draft,
      { planId, state: 'draft', finalisedOn: null, nextReviewBy: null },
      { kind: 'opened', on: today },
    );
    return accepted({
      value: { planId, revision: 1 },
      personId: draft.childId,
      facts: { planId, planType: draft.planType, startsOn: draft.startsOn },
    });
  });
}

/** Every check of a plan that is to be written, before anything is. */
export async function judgeNewPlan(
  { tx, rows }: Pick<FamilyAtHand, 'tx' | 'rows'>,
  authorityId: number,
  { childId, ...dates }: Pick<NewPlan, 'childId' | 'planType' | 'startsOn' | 'endsOn'>,
): Promise<Result<{ readonly bornOn: PlainDate }, NewPlanRefusal>> {
  const child = rows.persons.find(({ personId }) => personId === childId);
  if (child?.kind !== 'young-person' || child.bornOn === null)
    return refused(fieldRefusal('plan-child-unknown', 'childId', 'Nobody of this family has a plan of their own by this id.'));
  const judged = judgePlanDates(child.bornOn, dates);
  if (!judged.ok) return judged;
  const others = await readPlansOfFamily(tx, authorityId, child.familyId);
  const running = others.find(
    (plan) => plan.childId === childId && plan.planType === dates.planType && ['draft', 'in-force'].includes(plan.state),
  );
  return running === undefined ? accepted({ bornOn: child.bornOn }) : refused({ code: 'plan-running-already', planId: running.planId });
}

export async function writePlan(
  family: FamilyAtHand,
  caller: Caller,
  { childId, planType, startsOn, endsOn, settingKind, element2Held, settingName }: NewPlan,
  row: Pick<typeof plans.$inferInsert, 'planId' | 'state' | 'finalisedOn' | 'nextReviewBy' | 'reviewedOn'>,
  event: { readonly kind: PlanEventKind; readonly on: PlainDate; readonly facts?: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { tx, rows, key, now } = family;
  const { planId } = row;
  const { familyId } = rows.family;
  const words: PlanWords = { settingName };
  await tx.insert(plans).values({
    ...row,
    authorityId: caller.authorityId,
    familyId,
    childId,
    planType,
    startsOn,
    ...(endsOn !== undefined && { endsOn }),
    settingKind,
    element2Held,
    sealed: key.seal(words, planId),
    revision: 1,
    createdAt: now,
    createdBy: caller.principal,
  });
  await keepPlanEvent({ ...family, plan: { planId, familyId } }, caller, { ...event, facts: event.facts ?? {}, revision: 1 });
}
