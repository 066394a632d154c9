import { agreeNorthmoorBudget, BUDGET_OF_THE_TUTOR, BUDGET_OF_THE_YEAR } from './agree-northmoor-budget.ts';
import type { NorthmoorCast } from './northmoor-cast.ts';
import { reviewNorthmoorPlan, writeNorthmoorPlan } from './northmoor-plan.ts';
import { putUpNextYear, putUpNorthmoorSources } from './northmoor-sources.ts';
import type { PlayedRoom } from './played-room.ts';

/** What the council decides before the year's first payment: the plan, the funders' money, and the budget of three lines. */
export async function decideForTheYear(room: PlayedRoom, cast: NorthmoorCast): Promise<void> {
  const planId = await writeNorthmoorPlan(room, cast.caseworker);
  room.clock.setTo(BUDGET_OF_THE_YEAR.agreedOn);
  await putUpNorthmoorSources(room, cast.finance, BUDGET_OF_THE_YEAR.agreedOn);
  await agreeNorthmoorBudget(room, cast, planId, BUDGET_OF_THE_YEAR);
}

/** The plan's review in July brings the tutor, and a second budget pays for it over two financial years. */
export async function decideOnTheTutor(room: PlayedRoom, cast: NorthmoorCast): Promise<void> {
  const planId = await writeNorthmoorPlan(room, cast.caseworker);
  await reviewNorthmoorPlan(room, cast.caseworker);
  room.clock.setTo(BUDGET_OF_THE_TUTOR.agreedOn);
  await putUpNextYear(room, cast.finance, BUDGET_OF_THE_TUTOR.agreedOn);
  await agreeNorthmoorBudget(room, cast, planId, BUDGET_OF_THE_TUTOR);
}
