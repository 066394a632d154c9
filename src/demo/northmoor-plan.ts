import { v5 as uuidv5 } from 'uuid';
import { addOutcome, addProvision, finalisePlan, listPlans, openPlan, readPlan, reviewPlan, writeSection } from '../budgets/index.ts';
import type { Caller } from '../platform/http/operation.ts';
import { NORTHMOOR_CHILD, NORTHMOOR_FAMILY } from './northmoor-people.ts';
import { FIRST_SUPPORTS, type PlannedSupport, SECTIONS, TUTORING } from './northmoor-supports.ts';
import { DEMO } from './open-northmoor.ts';
import type { PlayedRoom } from './played-room.ts';
import { requireAccepted } from './require-accepted.ts';

const PLAN = uuidv5('plan', DEMO);
const AT = { familyId: NORTHMOOR_FAMILY, planId: PLAN, ifMatch: '*' } as const;

/** The family's EHC plan, written in January and final in February: what it says is what the budget has to pay for. */
export async function writeNorthmoorPlan(room: PlayedRoom, caseworker: Caller): Promise<string> {
  room.clock.setTo('2026-01-12');
  const plans = requireAccepted('plans', await listPlans(room, caseworker, NORTHMOOR_FAMILY));
  const draft = {
    childId: NORTHMOOR_CHILD,
    planType: 'EHC_PLAN',
    startsOn: '2026-02-10',
    settingKind: 'mainstream',
    settingName: 'Northmoor Academy',
    element2Held: false,
  } as const;
  if (!plans.some(({ planId }) => planId === PLAN))
    requireAccepted('plan', await openPlan(room, caseworker, NORTHMOOR_FAMILY, draft, PLAN));
  const { plan, sections } = requireAccepted('plan', await readPlan(room, caseworker, AT));
  if (plan.state !== 'draft') return PLAN;
  for (const { section, text } of SECTIONS) {
    if (sections.some((written) => written.section === section)) continue;
    requireAccepted('section', await writeSection(room, caseworker, { ...AT, section }, text));
  }
  for (const support of FIRST_SUPPORTS) await addSupport(room, caseworker, support);
  room.clock.setTo('2026-02-10');
  requireAccepted('final plan', await finalisePlan(room, caseworker, AT, '2026-02-10'));
  return PLAN;
}

/** In July the plan is reviewed, and the tutor comes into it. */
export async function reviewNorthmoorPlan(room: PlayedRoom, caseworker: Caller): Promise<void> {
  room.clock.setTo('2026-07-06');
  const { reviews } = requireAccepted('plan', await readPlan(room, caseworker, AT));
  const held = {
    reviewedOn: '2026-07-06',
    outcome: 'amend',
    views: 'Charlie wants to catch up with reading and to do it at home.',
    findings: 'A specialist tutor is added from September. Everything else stays as it is.',
  } as const;
  if (reviews.length === 0) requireAccepted('review', await reviewPlan(room, caseworker, AT, held));
  await addSupport(room, caseworker, TUTORING);
}

async function addSupport(room: PlayedRoom, caseworker: Caller, { outcomeId, provisionId, outcome, provision }: PlannedSupport) {
  const { outcomes, provisions } = requireAccepted('plan', await readPlan(room, caseworker, AT));
  if (!outcomes.some((each) => each.outcomeId === outcomeId))
    requireAccepted('outcome', await addOutcome(room, caseworker, AT, outcome, outcomeId));
  if (!provisions.some((each) => each.provisionId === provisionId))
    requireAccepted('provision', await addProvision(room, caseworker, AT, { ...provision, outcomeId }, provisionId));
}
