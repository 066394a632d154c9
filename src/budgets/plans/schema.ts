import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { budgets } from '../schema.ts';
import {
  deliveryPlaces,
  outcomeKinds,
  outcomeStates,
  planEventKinds,
  planSections,
  planStates,
  progressMeasures,
  provisionUnits,
  reviewOutcomes,
  settingKinds,
  supportSections,
} from './rules/plan-words.ts';

const day = (name: string) => date(name).$type<PlainDate>();
const made = { createdAt: instant('created_at').notNull(), createdBy: text('created_by').notNull() };

/** A plan: what kind it is, when it counts and where it is delivered. What it says in words lies sealed under the family's key. */
export const plans = budgets.table(
  'plans',
  {
    authorityId: integer('authority_id').notNull(),
    planId: uuid('plan_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    /** A code of rules/plan-types.ts: kinds of plan come and go with the law. */
    planType: text('plan_type').notNull(),
    state: text('state', { enum: planStates }).notNull(),
    startsOn: day('starts_on').notNull(),
    /** Its last day; of a plan that runs, as far as it is known. */
    endsOn: day('ends_on'),
    finalisedOn: day('finalised_on'),
    /** The day by which the next review is planned, never after the last day that the law leaves. */
    nextReviewBy: day('next_review_by'),
    reviewedOn: day('reviewed_on'),
    /** How often it has been reviewed: names its review clocks. */
    reviews: integer('reviews').notNull().default(0),
    /** A code of rules/cease-reasons.ts. */
    ceaseReason: text('cease_reason'),
    settingKind: text('setting_kind', { enum: settingKinds }).notNull(),
    /** Whether a school holds the first part of the support's cost for this child: only then is it taken off. */
    element2Held: boolean('element2_held').notNull(),
    sealed: bytea('sealed').notNull(),
    /** One for the plan and all its parts: two officers at once are told so whichever part they change. */
    revision: integer('revision').notNull(),
    ...made,
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.planId] }),
    index('plans_family').on(t.authorityId, t.familyId),
    uniqueIndex('plans_one_at_a_time').on(t.authorityId, t.childId, t.planType).where(sql`${t.state} in ('draft', 'in-force')`),
    check('plans_state', sql`${t.state} in (${oneOf(planStates)})`),
    check('plans_setting_kind', sql`${t.settingKind} in (${oneOf(settingKinds)})`),
    check('plans_dates', sql`${t.endsOn} is null or ${t.endsOn} >= ${t.startsOn}`),
    check('plans_in_force', sql`${t.state} <> 'in-force' or ${t.finalisedOn} is not null`),
    check(
      'plans_ceased',
      sql`(${t.state} = 'ceased') = (${t.ceaseReason} is not null) and (${t.state} in ('draft', 'in-force') or ${t.endsOn} is not null)`,
    ),
  ],
);

const planKey = (t: { authorityId: AnyPgColumn; planId: AnyPgColumn }, name: string) =>
  foreignKey({ name, columns: [t.authorityId, t.planId], foreignColumns: [plans.authorityId, plans.planId] });

/** What a section says, version by version: the last one counts, what was agreed before stays to be read. */
export const planSectionVersions = budgets.table(
  'plan_sections',
  {
    authorityId: integer('authority_id').notNull(),
    planId: uuid('plan_id').notNull(),
    section: text('section', { enum: planSections }).notNull(),
    revision: integer('revision').notNull(),
    familyId: uuid('family_id').notNull(),
    sealed: bytea('sealed').notNull(),
    ...made,
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.planId, t.section, t.revision] }),
    planKey(t, 'plan_sections_plan'),
    check('plan_sections_section', sql`${t.section} in (${oneOf(planSections)})`),
  ],
);

/** What the support is to achieve. */
export const outcomes = budgets.table(
  'outcomes',
  {
    authorityId: integer('authority_id').notNull(),
    outcomeId: uuid('outcome_id').notNull(),
    planId: uuid('plan_id').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: outcomeKinds }).notNull(),
    state: text('state', { enum: outcomeStates }).notNull(),
    achieveBy: day('achieve_by'),
    /** Text, baseline and target. */
    sealed: bytea('sealed').notNull(),
    ...made,
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.outcomeId] }),
    planKey(t, 'outcomes_plan'),
    index('outcomes_of_plan').on(t.authorityId, t.planId),
    check('outcomes_kind', sql`${t.kind} in (${oneOf(outcomeKinds)})`),
    check('outcomes_state', sql`${t.state} in (${oneOf(outcomeStates)})`),
  ],
);

/** How far an outcome has come, noted over time and never rewritten. */
export const outcomeProgress = budgets.table(
  'outcome_progress',
  {
    authorityId: integer('authority_id').notNull(),
    progressId: uuid('progress_id').notNull(),
    outcomeId: uuid('outcome_id').notNull(),
    planId: uuid('plan_id').notNull(),
    familyId: uuid('family_id').notNull(),
    notedOn: day('noted_on').notNull(),
    measure: text('measure', { enum: progressMeasures }).notNull(),
    sealed: bytea('sealed').notNull(),
    ...made,
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.progressId] }),
    planKey(t, 'outcome_progress_plan'),
    index('outcome_progress_of_plan').on(t.authorityId, t.planId),
    check('outcome_progress_measure', sql`${t.measure} in (${oneOf(progressMeasures)})`),
  ],
);

/** Support that a section specifies: how much of what, where. Either so many units each week, or so many in all. */
export const provisions = budgets.table(
  'provisions',
  {
    authorityId: integer('authority_id').notNull(),
    provisionId: uuid('provision_id').notNull(),
    planId: uuid('plan_id').notNull(),
    familyId: uuid('family_id').notNull(),
    outcomeId: uuid('outcome_id'),
    section: text('section', { enum: supportSections }).notNull(),
    /** A code of rules/provision-kinds.ts. */
    kind: text('kind').notNull(),
    unit: text('unit', { enum: provisionUnits }).notNull(),
    unitsPerWeek: numeric('units_per_week', { precision: 9, scale: 2 }),
    weeks: integer('weeks'),
    totalUnits: numeric('total_units', { precision: 9, scale: 2 }),
    termTimeOnly: boolean('term_time_only').notNull(),
    deliveredIn: text('delivered_in', { enum: deliveryPlaces }).notNull(),
    /** Used on a school's or college's premises, so its head must agree before a direct payment pays for it. */
    premises: boolean('premises').notNull(),
    from: day('from_date').notNull(),
    until: day('until_date'),
    /** The provision of the phase before, or of the authority before, that goes on in this one. */
    carriedFrom: uuid('carried_from'),
    sealed: bytea('sealed').notNull(),
    ...made,
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.provisionId] }),
    planKey(t, 'provisions_plan'),
    index('provisions_of_plan').on(t.authorityId, t.planId),
    check('provisions_section', sql`${t.section} in (${oneOf(supportSections)})`),
    check('provisions_unit', sql`${t.unit} in (${oneOf(provisionUnits)})`),
    check('provisions_delivered_in', sql`${t.deliveredIn} in (${oneOf(deliveryPlaces)})`),
    check('provisions_dates', sql`${t.until} is null or ${t.until} >= ${t.from}`),
    check(
      'provisions_amount',
      sql`(${t.unitsPerWeek} is null) <> (${t.totalUnits} is null) and (${t.unitsPerWeek} is null) = (${t.weeks} is null)
        and coalesce(${t.unitsPerWeek}, ${t.totalUnits}) > 0 and coalesce(${t.weeks}, 1) between 1 and 53`,
    ),
  ],
);

/** What happened to a plan, in the order of its revisions; reasons in words are sealed. */
export const planEvents = budgets.table(
  'plan_events',
  {
    authorityId: integer('authority_id').notNull(),
    planId: uuid('plan_id').notNull(),
    revision: integer('revision').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: planEventKinds }).notNull(),
    on: day('on_date').notNull(),
    /** Ids, codes and dates. */
    facts: jsonb('facts').$type<Readonly<Record<string, unknown>>>().notNull(),
    sealed: bytea('sealed'),
    ...made,
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.planId, t.revision] }),
    planKey(t, 'plan_events_plan'),
    check('plan_events_kind', sql`${t.kind} in (${oneOf(planEventKinds)})`),
  ],
);

/** A review of the plan, held once and never rewritten. */
export const planReviews = budgets.table(
  'plan_reviews',
  {
    authorityId: integer('authority_id').notNull(),
    planId: uuid('plan_id').notNull(),
    /** 1, 2, 3: the same number as the clock that asked for it. */
    number: integer('number').notNull(),
    familyId: uuid('family_id').notNull(),
    reviewedOn: day('reviewed_on').notNull(),
    outcome: text('outcome', { enum: reviewOutcomes }).notNull(),
    nextReviewBy: day('next_review_by'),
    /** What the child or young person and the parents say, and what was found. */
    sealed: bytea('sealed').notNull(),
    ...made,
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.planId, t.number] }),
    planKey(t, 'plan_reviews_plan'),
    check('plan_reviews_outcome', sql`${t.outcome} in (${oneOf(reviewOutcomes)})`),
  ],
);

/** The move to the next phase of education: decided by a day of law, made on its own day, with what goes on and what ends. */
export const phaseTransfers = budgets.table(
  'phase_transfers',
  {
    authorityId: integer('authority_id').notNull(),
    transferId: uuid('transfer_id').notNull(),
    planId: uuid('plan_id').notNull(),
    familyId: uuid('family_id').notNull(),
    /** A code of rules/phases.ts. */
    phase: text('phase').notNull(),
    transfersOn: day('transfers_on').notNull(),
    dueOn: day('due_on').notNull(),
    state: text('state', { enum: ['planned', 'decided', 'made', 'cancelled'] }).notNull(),
    decidedOn: day('decided_on'),
    settingKind: text('setting_kind', { enum: settingKinds }),
    element2Held: boolean('element2_held'),
    outcomesCarried: uuid('outcomes_carried').array(),
    provisionsCarried: uuid('provisions_carried').array(),
    sealed: bytea('sealed'),
    ...made,
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.transferId] }),
    planKey(t, 'phase_transfers_plan'),
    uniqueIndex('phase_transfers_one_at_a_time').on(t.authorityId, t.planId).where(sql`${t.state} in ('planned', 'decided')`),
    index('phase_transfers_to_make').on(t.authorityId, t.transfersOn).where(sql`${t.state} = 'decided'`),
    check('phase_transfers_state', sql`${t.state} in ('planned', 'decided', 'made', 'cancelled')`),
    check(
      'phase_transfers_decided',
      sql`${t.state} not in ('decided', 'made') or num_nulls(${t.decidedOn}, ${t.settingKind}, ${t.element2Held}, ${t.outcomesCarried}, ${t.provisionsCarried}, ${t.sealed}) = 0`,
    ),
  ],
);

/** The key that an authority signs its handovers with; the private half is wrapped by the service's key ring. */
export const handoverKeys = budgets.table(
  'handover_keys',
  {
    authorityId: integer('authority_id').notNull(),
    keyId: text('key_id').notNull(),
    publicKey: text('public_key').notNull(),
    keyRingId: text('key_ring_id').notNull(),
    wrappedKey: bytea('wrapped_key').notNull(),
    ...made,
  },
  (t) => [primaryKey({ columns: [t.authorityId] })],
);

/** Authorities whose handovers are taken, each by the public key it has shown. */
export const handoverSenders = budgets.table(
  'handover_senders',
  {
    authorityId: integer('authority_id').notNull(),
    keyId: text('key_id').notNull(),
    name: text('name').notNull(),
    publicKey: text('public_key').notNull(),
    ...made,
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.keyId] })],
);

/** A signed handover as this side keeps it: sent away, or taken in. Its document holds words about a child and is sealed. */
export const handovers = budgets.table(
  'handovers',
  {
    authorityId: integer('authority_id').notNull(),
    /** The sender's id of it, so that both sides speak of the same thing. */
    handoverId: uuid('handover_id').notNull(),
    direction: text('direction', { enum: ['out', 'in'] }).notNull(),
    planId: uuid('plan_id').notNull(),
    familyId: uuid('family_id').notNull(),
    /** Who is on the other side: a name of an authority. */
    otherSide: text('other_side').notNull(),
    movesOn: day('moves_on').notNull(),
    sha256: bytea('sha256').notNull(),
    keyId: text('key_id').notNull(),
    /** What the sender's book gave back in all. */
    givenBack: pence('given_back').notNull(),
    sealed: bytea('sealed').notNull(),
    ...made,
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.handoverId] }),
    planKey(t, 'handovers_plan'),
    uniqueIndex('handovers_sha256').on(t.authorityId, t.sha256),
    index('handovers_of_plan').on(t.authorityId, t.planId),
    check('handovers_direction', sql`${t.direction} in ('out', 'in')`),
  ],
);
