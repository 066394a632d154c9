import { z } from 'zod';
import { standings } from '../clocks/due-list.ts';
import type { ClockEvidence } from '../clocks/evidence.ts';
import { clockEventKinds, clockKinds, clockStates, streams } from '../clocks/rules/clock-words.ts';
import type { ClockRow } from '../clocks/store.ts';
import { planFactsExample, planFactsSchema, provisionFactsSchema } from './plan-schemas.ts';
import { ids, shownDate } from './request-schemas.ts';

export const clockSchema = z
  .strictObject({
    clockId: z.uuid(),
    familyId: z.uuid(),
    childId: z.uuid(),
    planId: z.uuid().optional(),
    kind: z.enum(clockKinds),
    stream: z.enum(streams).optional(),
    dueOn: shownDate.meta({ description: 'The last day on which it is in time.' }),
    alarmOn: shownDate.meta({ description: 'The last day on which nobody can say it is late.' }),
    state: z.enum(clockStates),
    standing: z.enum(standings).optional().meta({ description: 'While it is not done.' }),
    doneOn: shownDate.optional(),
    revision: z.number().int().min(1),
  })
  .meta({ id: 'Clock', description: 'Something that must be done by a day.' });

export const evidenceSchema = z
  .strictObject({
    clock: clockSchema,
    hangsOn: z.record(z.string(), z.unknown()).meta({ description: 'Ids and dates that the day follows from.' }),
    rule: z.strictObject({ code: z.string(), source: z.string(), verified: z.boolean() }).optional(),
    history: z.array(
      z.strictObject({
        revision: z.number().int(),
        kind: z.enum(clockEventKinds),
        on: shownDate,
        facts: z.record(z.string(), z.unknown()),
      }),
    ),
    plan: planFactsSchema,
    reviews: z.array(z.strictObject({ number: z.number().int(), reviewedOn: shownDate, outcome: z.string() })),
    outcomes: z.array(
      z.strictObject({
        outcomeId: z.uuid(),
        kind: z.string(),
        state: z.string(),
        progress: z.strictObject({ notedOn: shownDate, measure: z.string() }).optional(),
      }),
    ),
    provisions: z.array(provisionFactsSchema),
    facts: z.array(z.strictObject({ kind: z.string(), stream: z.enum(streams).optional(), subjectId: z.uuid(), on: shownDate })),
  })
  .meta({ id: 'ClockEvidence', description: 'A clock and everything its day hangs on: ids and facts, no words.' });

export const clockExample = {
  clockId: ids.row,
  familyId: ids.family,
  childId: ids.child,
  planId: ids.plan,
  kind: 'payment-review',
  stream: 'EDUCATION',
  dueOn: '2027-02-28',
  alarmOn: '2027-02-27',
  state: 'open',
  standing: 'coming',
  revision: 1,
};

export const evidenceExample = {
  clock: clockExample,
  hangsOn: { planId: ids.plan, firstPaidOn: '2026-11-30', number: 1, reviewsHeld: [] },
  rule: { code: 'sen-direct-payment-review', source: 'SI 2014/1652, reg 11', verified: false },
  history: [{ revision: 1, kind: 'opened', on: '2026-11-30', facts: { dueOn: '2027-02-28' } }],
  plan: planFactsExample,
  reviews: [],
  outcomes: [{ outcomeId: ids.outcome, kind: 'learning', state: 'open' }],
  provisions: [],
  facts: [{ kind: 'first-payment', stream: 'EDUCATION', subjectId: ids.provision, on: '2026-11-30' }],
};

export function shownClock(clock: ClockRow & { readonly standing: (typeof standings)[number] }): z.input<typeof clockSchema> {
  const { clockId, familyId, childId, planId, kind, stream, dueOn, alarmOn, state, standing, doneOn, revision } = clock;
  const isToBeDone = state === 'open' || state === 'missed';
  return {
    clockId,
    familyId,
    childId,
    ...(planId !== null && { planId }),
    kind,
    ...(stream !== null && { stream }),
    dueOn,
    alarmOn,
    state,
    ...(isToBeDone && { standing }),
    ...(doneOn !== null && { doneOn }),
    revision,
  };
}

export function shownEvidence({ clock, history, rule, facts, ...rest }: ClockEvidence): z.input<typeof evidenceSchema> {
  return {
    clock: shownClock(clock),
    hangsOn: clock.hangsOn,
    ...(rule !== undefined && { rule }),
    history: history.map(({ revision, kind, on, facts: what }) => ({ revision, kind, on, facts: what })),
    plan: rest.plan,
    reviews: [...rest.reviews],
    outcomes: [...rest.outcomes],
    provisions: [...rest.provisions],
    facts: facts.map(({ kind, stream, subjectId, on }) => ({ kind, ...(stream !== null && { stream }), subjectId, on })),
  };
}
