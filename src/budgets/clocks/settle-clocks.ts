import { and, eq } from 'drizzle-orm';
import { v5 as uuidV5 } from 'uuid';
import { birthDates } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { lastPlanDay } from '../plans/rules/plan-dates.ts';
import { planTypeOn } from '../plans/rules/plan-types.ts';
import type { ClockDraft, PlanForClocks } from './rules/clock-draft.ts';
import { movesOf } from './rules/clock-moves.ts';
import { clocksOfPlan } from './rules/clocks-of-plan.ts';
import { clockEvents, clocks } from './schema.ts';
import { type ClockRow, readPlansForClocks } from './store.ts';

/** Who settles, when, and on which day of the authority's own. */
export interface Settling {
  readonly authorityId: number;
  readonly principal: string;
  readonly now: Date;
  readonly today: PlainDate;
}

/** What happened to clocks, by the family it happened in. */
export type Settled = ReadonlyMap<string, readonly { readonly clockId: string; readonly kinds: readonly string[] }[]>;

/** Names clocks after their duty: two that settle at once open the same clock, and the second finds it there. */
const DUTIES = '7e0f7a53-58e2-4a53-b2c7-6d9a41c3f8d0';

function clockIdOf(authorityId: number, duty: string): string {
  return uuidV5(`${authorityId}/${duty}`, DUTIES);
}

/**
 * Makes the clocks of these plans say what the record says: opens, moves, misses, finishes and cancels them. Everything is worked out from
 * the record each time, so it does not matter how long nobody looked, nor how often somebody does.
 */
export async function settleClocks(tx: Transaction, by: Settling, planIds: readonly string[]): Promise<Settled> {
  if (planIds.length === 0) return new Map();
  const read = await readPlansForClocks(tx, by.authorityId, planIds);
  const born = await birthDates(
    tx,
    by.authorityId,
    read.plans.map(({ childId }) => childId),
  );
  const settled = new Map<string, { clockId: string; kinds: string[] }[]>();
  const opened: (typeof clocks.$inferInsert)[] = [];
  const events: (typeof clockEvents.$inferInsert)[] = [];
  for (const plan of read.plans) {
    const bornOn = born.get(plan.childId);
    const kept = new Map(read.clocks.filter(({ planId }) => planId === plan.planId).map((clock) => [clock.duty, clock]));
    const drafts = bornOn === undefined ? [] : clocksOfPlan(planForClocks(plan, bornOn, read), read.settings, by.today);
    const drafted = new Map(drafts.map((draft) => [draft.duty, draft]));
    for (const duty of new Set([...kept.keys(), ...drafted.keys()])) {
      const clock = kept.get(duty);
      const draft = drafted.get(duty);
      const moves = movesOf(clock, draft, by.today);
      const last = moves.at(-1);
      if (last === undefined) continue;
      const clockId = clock?.clockId ?? clockIdOf(by.authorityId, duty);
      const revision = (clock?.revision ?? 0) + moves.length;
      // What is done keeps the day by which it was to be done: a late review stays seen to be late.
      const doneOn = last.kind === 'done' ? last.on : null;
      const standing = { ...(doneOn === null && draft && termsOf(draft)), state: last.state, doneOn, revision };
      if (clock === undefined && draft !== undefined) opened.push(newClock(by, plan, clockId, draft, standing));
      else
        await tx
          .update(clocks)
          .set(standing)
          .where(and(eq(clocks.authorityId, by.authorityId), eq(clocks.clockId, clockId)));
      moves.forEach(({ kind, on }, index) => {
        const dueOn = kind === 'done' ? clock?.dueOn : (draft?.dueOn ?? clock?.dueOn);
        const facts = { dueOn, ...(kind === 'moved' && { wasDueOn: clock?.dueOn }) };
        events.push({
          authorityId: by.authorityId,
          clockId,
          revision: (clock?.revision ?? 0) + index + 1,
          familyId: plan.familyId,
          kind,
          on,
          facts,
          createdAt: by.now,
          createdBy: by.principal,
        });
      });
      settled.set(plan.familyId, [...(settled.get(plan.familyId) ?? []), { clockId, kinds: moves.map(({ kind }) => kind) }]);
    }
  }
  if (opened.length > 0) await tx.insert(clocks).values(opened).onConflictDoNothing();
  if (events.length > 0) await tx.insert(clockEvents).values(events).onConflictDoNothing();
  return settled;
}

type PlansRead = Awaited<ReturnType<typeof readPlansForClocks>>;

function planForClocks(plan: PlansRead['plans'][number], bornOn: PlainDate, read: PlansRead): PlanForClocks {
  const { planId, startsOn, nextReviewBy, state } = plan;
  const type = planTypeOn(plan.planType, startsOn);
  const mine = <Row extends { readonly planId: string | null }>(rows: readonly Row[]) => rows.filter((row) => row.planId === planId);
  const duties = new Map(mine(read.clocks).map(({ clockId, duty }) => [clockId, duty]));
  const facts = mine(read.facts);
  const seen = facts.filter(({ kind }) => kind === 'seen-to').map(({ subjectId, on }) => [duties.get(subjectId) ?? subjectId, on]);
  return {
    planId,
    bornOn,
    isInForce: state === 'in-force',
    startsOn,
    lastPlanDay: type && lastPlanDay(bornOn, type),
    nextReviewBy,
    reviewDays: mine(read.reviews).map(({ reviewedOn }) => reviewedOn),
    facts,
    seenTo: Object.fromEntries(seen),
    phaseTransfers: mine(read.transfers),
    movedInOn: mine(read.movedIn)[0]?.movesOn,
  };
}

function termsOf({ dueOn, alarmOn, rule, hangsOn }: ClockDraft): Pick<ClockRow, 'dueOn' | 'alarmOn' | 'rule' | 'hangsOn'> {
  return { dueOn, alarmOn, rule, hangsOn };
}

function newClock(
  { authorityId, principal, now }: Settling,
  { familyId, childId, planId }: PlansRead['plans'][number],
  clockId: string,
  { duty, kind, stream, opensOn, ...terms }: ClockDraft,
  { state, doneOn, revision }: Pick<ClockRow, 'state' | 'doneOn' | 'revision'>,
): typeof clocks.$inferInsert {
  return {
    authorityId,
    clockId,
    familyId,
    childId,
    planId,
    kind,
    ...(stream !== undefined && { stream }),
    duty,
    ...termsOf({ duty, kind, opensOn, ...terms }),
    state,
    doneOn,
    openedOn: opensOn,
    revision,
    createdAt: now,
    createdBy: principal,
  };
}
