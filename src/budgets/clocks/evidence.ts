import { readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type PlanFacts, type ProvisionFacts, planFactsOf, provisionFactsOf } from '../plans/find-plan.ts';
import { isOpenTo, type PlanRoom } from '../plans/plan-at-hand.ts';
import { readOutcomes, readPlanRow, readProgress, readProvisions, readReviews } from '../plans/store.ts';
import { type ClockStanding, standingOf } from './due-list.ts';
import type { Stream } from './rules/clock-words.ts';
import { type RuleSource, sourceOfRule } from './rules/rule-sources.ts';
import { type ClockEventRow, type ClockRow, readClockEvents, readClocksOfFamily, readFacts } from './store.ts';

type NotFound = { readonly code: 'record-not-found' };

/** What a clock hangs on, as ids and facts: enough to hold the review it asks for, or to show why its day is that day. */
export interface ClockEvidence {
  readonly clock: ClockRow & { readonly standing: ClockStanding };
  readonly history: readonly ClockEventRow[];
  readonly rule?: RuleSource;
  readonly plan: PlanFacts;
  readonly reviews: readonly { readonly number: number; readonly reviewedOn: PlainDate; readonly outcome: string }[];
  readonly outcomes: readonly {
    readonly outcomeId: string;
    readonly kind: string;
    readonly state: string;
    /** The latest word on it. */
    readonly progress?: { readonly notedOn: PlainDate; readonly measure: string };
  }[];
  readonly provisions: readonly ProvisionFacts[];
  /** What payments and decisions have told. */
  readonly facts: readonly { readonly kind: string; readonly stream: Stream | null; readonly subjectId: string; readonly on: PlainDate }[];
}

/** The clocks of the children whose affairs are open to whoever asks, soonest first; those that are over too. */
export async function listFamilyClocks(
  room: PlanRoom,
  caller: Caller,
  familyId: string,
): Promise<Result<readonly ClockEvidence['clock'][], NotFound>> {
  const today = await room.businessDate(caller.authorityId);
  return readFamily(room, caller.authorityId, familyId, async ({ tx }) => {
    const rows = await readClocksOfFamily(tx, caller.authorityId, familyId);
    return rows.filter(({ childId }) => isOpenTo(caller, familyId, childId)).map((row) => ({ ...row, standing: standingOf(row, today) }));
  });
}

export async function readClock(
  room: PlanRoom,
  caller: Caller,
  { familyId, clockId }: { readonly familyId: string; readonly clockId: string },
): Promise<Result<ClockEvidence, NotFound>> {
  const { authorityId } = caller;
  const today = await room.businessDate(authorityId);
  const read = await readFamily(room, authorityId, familyId, async ({ tx }) => {
    const clock = (await readClocksOfFamily(tx, authorityId, familyId)).find((each) => each.clockId === clockId);
    if (clock === undefined || clock.planId === null || !isOpenTo(caller, familyId, clock.childId)) return undefined;
    const { planId, stream } = clock;
    const plan = await readPlanRow(tx, authorityId, planId);
    if (plan === undefined) return undefined;
    const progress = new Map((await readProgress(tx, authorityId, planId)).map((each) => [each.outcomeId, each]));
    const rule = sourceOfRule(clock.rule);
    return {
      clock: { ...clock, standing: standingOf(clock, today) },
      history: await readClockEvents(tx, authorityId, clockId),
      ...(rule !== undefined && { rule }),
      plan: planFactsOf(plan),
      reviews: (await readReviews(tx, authorityId, planId)).map(({ number, reviewedOn, outcome }) => ({ number, reviewedOn, outcome })),
      outcomes: (await readOutcomes(tx, authorityId, planId)).map(({ outcomeId, kind, state }) => {
        const last = progress.get(outcomeId);
        return { outcomeId, kind, state, ...(last && { progress: { notedOn: last.notedOn, measure: last.measure } }) };
      }),
      provisions: (await readProvisions(tx, authorityId, planId)).map(provisionFactsOf),
      facts: (await readFacts(tx, authorityId, planId)).filter((fact) => stream === null || fact.stream === null || fact.stream === stream),
    };
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'record-not-found' }) : accepted(read.value);
}
