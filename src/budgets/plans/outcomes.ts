import { and, eq } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import { isAfter } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mayStillChange, type PlanNotOpen } from './may-still-change.ts';
import { changePlan, type PlanAddress, type PlanAtHand, type PlanChangeRefusal, type PlanRoom, type Revised } from './plan-at-hand.ts';
import type { OutcomeWords } from './plan-view.ts';
import { type FieldRefusal, fieldRefusal } from './rules/field-refusal.ts';
import { outcomeProgress, outcomes } from './schema.ts';
import { type OutcomeRow, type ProgressRow, readOutcomes } from './store.ts';

type At = PlanAddress & { readonly ifMatch: string };
type OutcomeRefusal = PlanChangeRefusal | PlanNotOpen;

export interface NewOutcome extends OutcomeWords {
  readonly kind: OutcomeRow['kind'];
  readonly achieveBy?: PlainDate | undefined;
}

export async function addOutcome(
  room: PlanRoom,
  caller: Caller,
  at: At,
  { kind, achieveBy, ...words }: NewOutcome,
  outcomeId: string = uuidV7(),
): Promise<Result<Revised<{ readonly outcomeId: string }>, OutcomeRefusal>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.add-outcome' }, async ({ tx, key, now, today, plan }) => {
    const open = mayStillChange(plan);
    if (!open.ok) return open;
    await tx.insert(outcomes).values({
      authorityId: caller.authorityId,
      outcomeId,
      planId: plan.planId,
      familyId: plan.familyId,
      kind,
      state: 'open',
      ...(achieveBy !== undefined && { achieveBy }),
      sealed: key.seal(words, outcomeId),
      createdAt: now,
      createdBy: caller.principal,
    });
    return accepted({ value: { outcomeId }, event: { kind: 'changed', on: today, facts: { outcomeId, added: true } } });
  });
}

export type OutcomeChange = { readonly [Word in keyof OutcomeWords]?: OutcomeWords[Word] | undefined } & {
  readonly state?: OutcomeRow['state'] | undefined;
  readonly achieveBy?: PlainDate | undefined;
};

/** What is left out stays as it is. */
export async function changeOutcome(
  room: PlanRoom,
  caller: Caller,
  at: At & { readonly outcomeId: string },
  { state, achieveBy, ...words }: OutcomeChange,
): Promise<Result<Revised<object>, OutcomeRefusal>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.change-outcome' }, async (plan) => {
    const open = mayStillChange(plan.plan);
    if (!open.ok) return open;
    const { outcomeId } = at;
    const outcome = await findOutcome(plan, outcomeId);
    if (outcome === undefined) return refused({ code: 'record-not-found' });
    const said = Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined));
    await plan.tx
      .update(outcomes)
      .set({
        ...(state !== undefined && { state }),
        ...(achieveBy !== undefined && { achieveBy }),
        sealed: plan.key.seal({ ...plan.key.open<OutcomeWords>(outcome.sealed, outcomeId), ...said }, outcomeId),
      })
      .where(and(eq(outcomes.authorityId, caller.authorityId), eq(outcomes.outcomeId, outcomeId)));
    const fields = [...Object.keys(said), ...(state === undefined ? [] : ['state']), ...(achieveBy === undefined ? [] : ['achieveBy'])];
    return accepted({ value: {}, event: { kind: 'changed', on: plan.today, facts: { outcomeId, fields } } });
  });
}

export interface NewProgress {
  readonly notedOn: PlainDate;
  readonly measure: ProgressRow['measure'];
  readonly note?: string | undefined;
}

/** How far it has come by a day; noted, and never rewritten. */
export async function noteProgress(
  room: PlanRoom,
  caller: Caller,
  at: At & { readonly outcomeId: string },
  { notedOn, measure, note }: NewProgress,
): Promise<Result<Revised<{ readonly progressId: string }>, OutcomeRefusal | FieldRefusal<'plan-dates-crossed'>>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.note-progress' }, async (plan) => {
    const open = mayStillChange(plan.plan);
    if (!open.ok) return open;
    const { outcomeId } = at;
    const { planId, familyId } = plan.plan;
    if ((await findOutcome(plan, outcomeId)) === undefined) return refused({ code: 'record-not-found' });
    if (isAfter(notedOn, plan.today)) return refused(fieldRefusal('plan-dates-crossed', 'notedOn', 'This day has not come yet.'));
    const progressId = uuidV7();
    await plan.tx.insert(outcomeProgress).values({
      authorityId: caller.authorityId,
      progressId,
      outcomeId,
      planId,
      familyId,
      notedOn,
      measure,
      sealed: plan.key.seal({ note }, progressId),
      createdAt: plan.now,
      createdBy: caller.principal,
    });
    return accepted({ value: { progressId }, event: { kind: 'changed', on: plan.today, facts: { outcomeId, progressId, measure } } });
  });
}

async function findOutcome({ tx, plan }: PlanAtHand, outcomeId: string): Promise<OutcomeRow | undefined> {
  return (await readOutcomes(tx, plan.authorityId, plan.planId)).find((row) => row.outcomeId === outcomeId);
}
