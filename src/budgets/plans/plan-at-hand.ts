import { and, eq } from 'drizzle-orm';
import { changeFamily, type FamilyAtHand, openedBy } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { settleClocks } from '../clocks/settle-clocks.ts';
import type { PlanEventKind } from './rules/plan-words.ts';
import { planEvents, plans } from './schema.ts';
import { type PlanRow, readPlanRow } from './store.ts';

/** What the use cases on plans work with. */
export type PlanRoom = Pick<BudgetRoom, 'database' | 'clock' | 'keyRing' | 'businessDate'>;

/** What every change of a plan may be refused with, whatever it changes. */
export type PlanChangeRefusal = VersionStale | { readonly code: 'record-not-found' | 'errand-for-a-stranger' };

export interface PlanAddress {
  readonly familyId: string;
  readonly planId: string;
}

/** One plan in a transaction, under the lock on its family's record. */
export interface PlanAtHand extends FamilyAtHand {
  readonly plan: PlanRow;
  readonly bornOn: PlainDate;
  /** The revision that this change makes. */
  readonly revision: number;
}

export interface PlanChange<Value> {
  readonly value: Value;
  readonly set?: Partial<Omit<PlanRow, 'authorityId' | 'planId' | 'familyId' | 'childId' | 'revision'>>;
  readonly event: { readonly kind: PlanEventKind; readonly on: PlainDate; readonly facts: Readonly<Record<string, unknown>> };
  /** Reasons in words, sealed with the event. */
  readonly words?: object | undefined;
}

export type Revised<Value> = Value & { readonly revision: number };

/**
 * The one way to change a plan or a part of it: whoever changes has read the revision that stands, every change makes the next one, and says
 * in the plan's own history and in the audit what it was. `work` checks before it writes.
 */
export async function changePlan<Done extends Result<PlanChange<object>, Refusal>>(
  room: PlanRoom,
  caller: Caller,
  { familyId, planId, ifMatch, operation }: PlanAddress & { readonly ifMatch: string; readonly operation: string },
  work: (plan: PlanAtHand) => Promise<Done>,
): Promise<Result<Revised<ValueOf<Done>>, RefusalOf<Done> | PlanChangeRefusal>> {
  const { authorityId } = caller;
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation }, async (family) => {
    const plan = await readPlanRow(family.tx, authorityId, planId);
    const bornOn = family.rows.persons.find(({ personId }) => personId === plan?.childId)?.bornOn;
    if (plan === undefined || plan.familyId !== familyId || bornOn == null) return refused({ code: 'record-not-found' });
    const current = checkVersion(ifMatch, plan.revision);
    if (!current.ok) return current;
    const revision = plan.revision + 1;
    const done = await work({ ...family, today, plan, bornOn, revision });
    if (!done.ok) return done as { ok: false; refusal: RefusalOf<Done> };
    const { value, set = {}, event, words } = done.value;
    await family.tx
      .update(plans)
      .set({ ...set, revision })
      .where(and(eq(plans.authorityId, authorityId), eq(plans.planId, planId)));
    await keepPlanEvent({ ...family, plan }, caller, { ...event, revision, words });
    await settleClocks(family.tx, { authorityId, principal: caller.principal, now: family.now, today }, [planId]);
    const facts = { planId, revision, ...event.facts };
    return accepted({ value: { ...value, revision } as Revised<ValueOf<Done>>, personId: plan.childId, facts });
  });
}

type ValueOf<Done> = Done extends { readonly ok: true; readonly value: PlanChange<infer Value> } ? Value : never;
type RefusalOf<Done> = Done extends { readonly ok: false; readonly refusal: infer R extends Refusal } ? R : never;

export async function keepPlanEvent(
  { tx, key, now, plan }: Pick<FamilyAtHand, 'tx' | 'key' | 'now'> & { readonly plan: Pick<PlanRow, 'planId' | 'familyId'> },
  { authorityId, principal }: Caller,
  { kind, on, facts, revision, words }: PlanChange<unknown>['event'] & { readonly revision: number; readonly words?: object | undefined },
): Promise<void> {
  const { planId, familyId } = plan;
  await tx.insert(planEvents).values({
    authorityId,
    planId,
    revision,
    familyId,
    kind,
    on,
    facts,
    ...(words !== undefined && { sealed: key.seal(words, eventRowId(planId, revision)) }),
    createdAt: now,
    createdBy: principal,
  });
}

function eventRowId(planId: string, revision: number): string {
  return `${planId}/event/${revision}`;
}

/** Whether the affairs of this child are open to whoever asks: staff, the young person, or a parent or helper to whom they are open. */
export function isOpenTo(caller: Caller, familyId: string, childId: string): boolean {
  return openedBy(caller, familyId).some(({ personId }) => personId === undefined || personId === childId);
}
