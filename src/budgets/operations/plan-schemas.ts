import { z } from 'zod';
import type { PlanView } from '../plans/plan-view.ts';
import {
  deliveryPlaces,
  outcomeKinds,
  outcomeStates,
  planSections,
  planStates,
  progressMeasures,
  provisionUnits,
  reviewOutcomes,
  settingKinds,
  supportSections,
} from '../plans/rules/plan-words.ts';
import { ids, shownDate } from './request-schemas.ts';

export const planFactsSchema = z.strictObject({
  planId: z.uuid(),
  familyId: z.uuid(),
  childId: z.uuid(),
  planType: z.string().meta({ description: 'A kind of plan, such as EHC_PLAN.' }),
  state: z.enum(planStates),
  startsOn: shownDate,
  endsOn: shownDate.optional().meta({ description: 'Its last day, as far as it is known.' }),
  finalisedOn: shownDate.optional(),
  nextReviewBy: shownDate.optional().meta({ description: 'The day by which the next review is planned.' }),
  settingKind: z.enum(settingKinds),
  element2Held: z.boolean().meta({ description: 'Whether a school holds the first £6,000 for this child.' }),
  revision: z.number().int().min(1),
});

const outcomeSchema = z.strictObject({
  outcomeId: z.uuid(),
  kind: z.enum(outcomeKinds),
  state: z.enum(outcomeStates),
  achieveBy: shownDate.optional(),
  text: z.string().optional(),
  baseline: z.string().optional(),
  target: z.string().optional(),
  progress: z.array(z.strictObject({ notedOn: shownDate, measure: z.enum(progressMeasures), note: z.string().optional() })),
});

export const provisionFactsSchema = z.strictObject({
  provisionId: z.uuid(),
  planId: z.uuid(),
  outcomeId: z.uuid().optional(),
  section: z.enum(supportSections),
  kind: z.string(),
  unit: z.enum(provisionUnits),
  unitsPerWeek: z.string().optional(),
  weeks: z.number().int().optional(),
  totalUnits: z.string().optional(),
  termTimeOnly: z.boolean(),
  deliveredIn: z.enum(deliveryPlaces),
  premises: z.boolean(),
  from: shownDate,
  until: shownDate.optional(),
});

const { planId: _ofThisPlan, ...provisionMembers } = provisionFactsSchema.shape;
const provisionSchema = z.strictObject({
  ...provisionMembers,
  carriedFrom: z.uuid().optional(),
  description: z.string().optional(),
  byWhom: z.string().optional(),
});

export const planSchema = z
  .strictObject({
    ...planFactsSchema.shape,
    ceaseReason: z.string().optional(),
    reviewedOn: shownDate.optional(),
    settingName: z.string().optional(),
    sections: z.array(
      z.strictObject({
        section: z.enum(planSections),
        revision: z.number().int(),
        writtenAt: z.iso.datetime(),
        text: z.string().optional(),
      }),
    ),
    outcomes: z.array(outcomeSchema),
    provisions: z.array(provisionSchema),
    reviews: z.array(
      z.strictObject({
        number: z.number().int(),
        reviewedOn: shownDate,
        outcome: z.enum(reviewOutcomes),
        nextReviewBy: shownDate.optional(),
        views: z.string().optional().meta({ description: 'What the child or young person and their parents say.' }),
        findings: z.string().optional(),
      }),
    ),
    phaseTransfers: z.array(
      z.strictObject({
        transferId: z.uuid(),
        phase: z.string(),
        transfersOn: shownDate,
        dueOn: shownDate,
        state: z.enum(['planned', 'decided', 'made', 'cancelled']),
        decidedOn: shownDate.optional(),
        settingKind: z.enum(settingKinds).optional(),
      }),
    ),
  })
  .meta({ id: 'Plan', description: 'A plan as the reader may see it.' });

export const planFactsExample = {
  planId: ids.plan,
  familyId: ids.family,
  childId: ids.child,
  planType: 'EHC_PLAN',
  state: 'in-force',
  startsOn: '2026-09-01',
  finalisedOn: '2026-07-15',
  nextReviewBy: '2027-07-15',
  settingKind: 'mainstream',
  element2Held: true,
  revision: 4,
};

export const planExample = {
  ...planFactsExample,
  settingName: 'Example School',
  sections: [
    { section: 'F', revision: 2, writtenAt: '2026-07-10T09:30:00.000Z', text: 'Two hours of speech and language therapy a week.' },
  ],
  outcomes: [
    {
      outcomeId: ids.outcome,
      kind: 'learning',
      state: 'open',
      text: 'Alex asks for help in class.',
      baseline: 'Not yet.',
      target: 'Each day.',
      progress: [],
    },
  ],
  provisions: [
    {
      provisionId: ids.provision,
      outcomeId: ids.outcome,
      section: 'F',
      kind: 'speech-and-language-therapy',
      unit: 'hour',
      unitsPerWeek: '2.00',
      weeks: 39,
      termTimeOnly: true,
      deliveredIn: 'school',
      premises: true,
      from: '2026-09-01',
      description: 'One to one.',
    },
  ],
  reviews: [],
  phaseTransfers: [],
};

export function shownPlan(view: PlanView): z.input<typeof planSchema> {
  const { plan, settingName } = view;
  const { ceaseReason, reviewedOn, ...facts } = plan;
  return {
    ...facts,
    ...(ceaseReason !== null && { ceaseReason }),
    ...(reviewedOn !== null && { reviewedOn }),
    ...(settingName !== undefined && { settingName }),
    sections: view.sections.map(({ writtenAt, ...section }) => ({ ...section, writtenAt: writtenAt.toISOString() })),
    outcomes: view.outcomes.map(({ outcomeId, kind, state, achieveBy, words, progress }) => ({
      outcomeId,
      kind,
      state,
      ...(achieveBy !== null && { achieveBy }),
      ...words,
      progress: progress.map(({ notedOn, measure, note }) => ({ notedOn, measure, ...(note !== undefined && { note }) })),
    })),
    provisions: view.provisions.map(({ planId, ...provision }) => provision),
    reviews: view.reviews.map(({ number, reviewedOn: heldOn, outcome, nextReviewBy, words }) => ({
      number,
      reviewedOn: heldOn,
      outcome,
      ...(nextReviewBy !== null && { nextReviewBy }),
      ...words,
    })),
    phaseTransfers: view.phaseTransfers.map(({ transferId, phase, transfersOn, dueOn, state, decidedOn, settingKind }) => ({
      transferId,
      phase,
      transfersOn,
      dueOn,
      state,
      ...(decidedOn !== null && { decidedOn }),
      ...(settingKind !== null && { settingKind }),
    })),
  };
}
