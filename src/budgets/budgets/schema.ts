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
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { budgets } from '../schema.ts';
import { costCodes, fundingSources, streams } from '../sources/schema.ts';
import {
  budgetStates,
  challengeRoutes,
  changeKinds,
  changeStates,
  decisionKinds,
  leftOutGrounds,
  lineStates,
  lineUnits,
  mechanisms,
  proposalStates,
  reviewOutcomes,
  vatCodes,
  yearCuts,
} from './rules/budget-words.ts';

/** What a plan's budget is, from the family's request to its end. */
export const budgetRows = budgets.table(
  'budgets',
  {
    authorityId: integer('authority_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    planId: uuid('plan_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    state: text('state', { enum: budgetStates }).notNull(),
    from: date('from_date').$type<PlainDate>().notNull(),
    /** Its last day. */
    until: date('until_date').$type<PlainDate>().notNull(),
    requestedOn: date('requested_on').$type<PlainDate>().notNull(),
    /** The family's own words, and the officer's. */
    sealed: bytea('sealed'),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.budgetId] }),
    index('budgets_family').on(t.authorityId, t.familyId),
    index('budgets_plan').on(t.authorityId, t.planId),
    check('budgets_state', sql`${t.state} in (${oneOf(budgetStates)})`),
    check('budgets_dates', sql`${t.until} >= ${t.from}`),
  ],
);

const budgetKey = (t: { authorityId: AnyPgColumn; budgetId: AnyPgColumn }, name: string) =>
  foreignKey({ name, columns: [t.authorityId, t.budgetId], foreignColumns: [budgetRows.authorityId, budgetRows.budgetId] });

/** What was decided, by whom, from when, why, and what somebody who disagrees can do until when. Never changed. */
export const budgetDecisions = budgets.table(
  'budget_decisions',
  {
    authorityId: integer('authority_id').notNull(),
    decisionId: uuid('decision_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: decisionKinds }).notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedAt: instant('decided_at').notNull(),
    decidedOn: date('decided_on').$type<PlainDate>().notNull(),
    effectiveOn: date('effective_on').$type<PlainDate>().notNull(),
    noticeOn: date('notice_on').$type<PlainDate>(),
    /** The first of its routes; each stream's own stands in `routes`. */
    route: text('route', { enum: challengeRoutes }).notNull(),
    routeUntil: date('route_until').$type<PlainDate>().notNull(),
    routes: jsonb('routes').notNull(),
    sealed: bytea('sealed'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.decisionId] }),
    budgetKey(t, 'budget_decisions_budget'),
    index('budget_decisions_budget_at').on(t.authorityId, t.budgetId, t.decidedAt),
    check('budget_decisions_kind', sql`${t.kind} in (${oneOf(decisionKinds)})`),
    check('budget_decisions_route', sql`${t.route} in (${oneOf(challengeRoutes)})`),
  ],
);

/** What the whole budget said from a day on: a change is a new row, and the old one keeps what was true before. */
export const budgetVersions = budgets.table(
  'budget_versions',
  {
    authorityId: integer('authority_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    version: integer('version').notNull(),
    decisionId: uuid('decision_id').notNull(),
    effectiveOn: date('effective_on').$type<PlainDate>().notNull(),
    amount: pence('amount').notNull(),
    /** Each line's code, amount and shares: opaque codes and pence as text. */
    lines: jsonb('lines').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.budgetId, t.version] }), budgetKey(t, 'budget_versions_budget')],
);

/** One support in the budget: what it is for, how it is delivered, whose money pays it and how the sum came about. */
export const budgetLines = budgets.table(
  'budget_lines',
  {
    authorityId: integer('authority_id').notNull(),
    lineId: uuid('line_id').notNull(),
    /** What shares, accounts and postings carry: opaque, and of one line for ever. */
    lineCode: text('line_code').notNull(),
    budgetId: uuid('budget_id').notNull(),
    familyId: uuid('family_id').notNull(),
    provisionId: uuid('provision_id'),
    outcomeId: uuid('outcome_id'),
    /** What kind of support: `tutoring`, `personal-assistant`, `speech-and-language-therapy`. */
    kind: text('kind').notNull(),
    /** The stream that leads; a joint line's other stream stands in its shares. */
    stream: text('stream', { enum: streams }).notNull(),
    educatesOrTrains: boolean('educates_or_trains').notNull(),
    mechanism: text('mechanism', { enum: mechanisms }).notNull(),
    premises: boolean('premises').notNull(),
    premisesAgreedOn: date('premises_agreed_on').$type<PlainDate>(),
    from: date('from_date').$type<PlainDate>().notNull(),
    /** Its last day. */
    until: date('until_date').$type<PlainDate>().notNull(),
    amount: pence('amount').notNull(),
    /** The part of the amount that nobody is promised yet. */
    contingency: pence('contingency').notNull(),
    termTimeOnly: boolean('term_time_only').notNull(),
    yearCut: text('year_cut', { enum: yearCuts }).notNull(),
    unit: text('unit', { enum: lineUnits }),
    /** Units in all, over the whole line, as decimal text. */
    units: text('units'),
    rate: pence('rate'),
    vatCode: text('vat_code', { enum: vatCodes }).notNull(),
    /** A family that employs pays these on top of the wage: decimal text, `0.15` is 15 %. */
    onCostRate: text('on_cost_rate'),
    onCostFixed: pence('on_cost_fixed'),
    /** What the agreed provision costs by the rules; absent where the line has no units. */
    cost: pence('cost'),
    /** Whole yearly cost of the extra help of which Element 2 is the school's part. */
    annualCost: pence('annual_cost'),
    state: text('state', { enum: lineStates }).notNull(),
    /** Title, what and why, and the reasons for what goes against a rule. */
    sealed: bytea('sealed'),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.lineId] }),
    unique('budget_lines_code').on(t.authorityId, t.lineCode),
    budgetKey(t, 'budget_lines_budget'),
    index('budget_lines_of_budget').on(t.authorityId, t.budgetId),
    index('budget_lines_family').on(t.authorityId, t.familyId),
    check('budget_lines_stream', sql`${t.stream} in (${oneOf(streams)})`),
    check('budget_lines_mechanism', sql`${t.mechanism} in (${oneOf(mechanisms)})`),
    check('budget_lines_state', sql`${t.state} in (${oneOf(lineStates)})`),
    check('budget_lines_dates', sql`${t.until} >= ${t.from}`),
    check('budget_lines_amount', sql`${t.amount} >= 0 and ${t.contingency} >= 0 and ${t.contingency} <= ${t.amount}`),
  ],
);

/** The part of a line that one source pays for one financial year. No row joins a stream with a source or code that may not fund it. */
export const lineShares = budgets.table(
  'line_shares',
  {
    authorityId: integer('authority_id').notNull(),
    lineId: uuid('line_id').notNull(),
    sourceCode: text('source_code').notNull(),
    financialYear: text('financial_year').$type<FinancialYear>().notNull(),
    amount: pence('amount').notNull(),
    /** Its part of each sum of the year, beside the other sources' parts: 60 and 40, or 1 where one source pays alone. */
    weight: pence('weight').notNull(),
    stream: text('stream', { enum: streams }).notNull(),
    costCentre: text('cost_centre').notNull(),
    subjective: text('subjective').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.lineId, t.sourceCode, t.financialYear] }),
    foreignKey({
      name: 'line_shares_line',
      columns: [t.authorityId, t.lineId],
      foreignColumns: [budgetLines.authorityId, budgetLines.lineId],
    }),
    foreignKey({
      name: 'line_shares_source_of_stream',
      columns: [t.authorityId, t.sourceCode, t.stream],
      foreignColumns: [fundingSources.authorityId, fundingSources.sourceCode, fundingSources.stream],
    }),
    foreignKey({
      name: 'line_shares_code_of_stream',
      columns: [t.authorityId, t.costCentre, t.subjective, t.stream],
      foreignColumns: [costCodes.authorityId, costCodes.costCentre, costCodes.subjective, costCodes.stream],
    }),
    index('line_shares_source').on(t.authorityId, t.sourceCode, t.financialYear),
    check('line_shares_amount', sql`${t.amount} >= 0 and ${t.weight} >= 0`),
  ],
);

/** What the plan says and the budget leaves out, and on which ground: the family reads why. */
export const leftOut = budgets.table(
  'left_out',
  {
    authorityId: integer('authority_id').notNull(),
    leftOutId: uuid('left_out_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    familyId: uuid('family_id').notNull(),
    provisionId: uuid('provision_id'),
    ground: text('ground', { enum: leftOutGrounds }).notNull(),
    sealed: bytea('sealed'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.leftOutId] }),
    budgetKey(t, 'left_out_budget'),
    index('left_out_of_budget').on(t.authorityId, t.budgetId),
    check('left_out_ground', sql`${t.ground} in (${oneOf(leftOutGrounds)})`),
  ],
);

/** The agreement as it was written with the family, and who put their name to which version of it. */
export const budgetAgreements = budgets.table(
  'budget_agreements',
  {
    authorityId: integer('authority_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    version: integer('version').notNull(),
    familyId: uuid('family_id').notNull(),
    sealed: bytea('sealed'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.budgetId, t.version] }), budgetKey(t, 'budget_agreements_budget')],
);

export const budgetSignatures = budgets.table(
  'budget_signatures',
  {
    authorityId: integer('authority_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    version: integer('version').notNull(),
    side: text('side', { enum: ['family', 'council'] }).notNull(),
    familyId: uuid('family_id').notNull(),
    signedBy: text('signed_by').notNull(),
    personId: uuid('person_id'),
    signedOn: date('signed_on').$type<PlainDate>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.budgetId, t.version, t.side] }),
    foreignKey({
      name: 'budget_signatures_agreement',
      columns: [t.authorityId, t.budgetId, t.version],
      foreignColumns: [budgetAgreements.authorityId, budgetAgreements.budgetId, budgetAgreements.version],
    }),
    check('budget_signatures_side', sql`${t.side} in ('family', 'council')`),
  ],
);

/** What somebody wants to be different in a live budget: one drafts it, another approves it, and only then is it a decision. */
export const budgetChanges = budgets.table(
  'budget_changes',
  {
    authorityId: integer('authority_id').notNull(),
    changeId: uuid('change_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: changeKinds }).notNull(),
    /** Line codes, days, and pence as text. */
    terms: jsonb('terms').notNull(),
    effectiveOn: date('effective_on').$type<PlainDate>().notNull(),
    noticeOn: date('notice_on').$type<PlainDate>(),
    state: text('state', { enum: changeStates }).notNull(),
    decisionId: uuid('decision_id'),
    sealed: bytea('sealed'),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: instant('proposed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.changeId] }),
    budgetKey(t, 'budget_changes_budget'),
    index('budget_changes_of_budget').on(t.authorityId, t.budgetId),
    check('budget_changes_kind', sql`${t.kind} in (${oneOf(changeKinds)})`),
    check('budget_changes_state', sql`${t.state} in (${oneOf(changeStates)})`),
    check('budget_changes_decided', sql`(${t.state} = 'approved') = (${t.decisionId} is not null)`),
  ],
);

/** "I would like to use it for ...": the family's idea in its own words, by when it is answered, and the answer. */
export const budgetProposals = budgets.table(
  'budget_proposals',
  {
    authorityId: integer('authority_id').notNull(),
    proposalId: uuid('proposal_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    familyId: uuid('family_id').notNull(),
    lineId: uuid('line_id'),
    state: text('state', { enum: proposalStates }).notNull(),
    proposedOn: date('proposed_on').$type<PlainDate>().notNull(),
    proposedBy: text('proposed_by').notNull(),
    answerBy: date('answer_by').$type<PlainDate>().notNull(),
    answeredOn: date('answered_on').$type<PlainDate>(),
    answeredBy: text('answered_by'),
    sealed: bytea('sealed'),
    sealedAnswer: bytea('sealed_answer'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.proposalId] }),
    budgetKey(t, 'budget_proposals_budget'),
    index('budget_proposals_of_budget').on(t.authorityId, t.budgetId),
    check('budget_proposals_state', sql`${t.state} in (${oneOf(proposalStates)})`),
    check('budget_proposals_answered', sql`(${t.state} = 'open') = (${t.answeredOn} is null)`),
  ],
);

/** The one time that a decision is looked at again: a second row for a decision cannot be. */
export const decisionReviews = budgets.table(
  'decision_reviews',
  {
    authorityId: integer('authority_id').notNull(),
    decisionId: uuid('decision_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    familyId: uuid('family_id').notNull(),
    route: text('route', { enum: challengeRoutes }).notNull(),
    askedOn: date('asked_on').$type<PlainDate>().notNull(),
    askedBy: text('asked_by').notNull(),
    answerBy: date('answer_by').$type<PlainDate>().notNull(),
    answeredOn: date('answered_on').$type<PlainDate>(),
    answeredBy: text('answered_by'),
    outcome: text('outcome', { enum: reviewOutcomes }),
    sealed: bytea('sealed'),
    sealedAnswer: bytea('sealed_answer'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.decisionId] }),
    foreignKey({
      name: 'decision_reviews_decision',
      columns: [t.authorityId, t.decisionId],
      foreignColumns: [budgetDecisions.authorityId, budgetDecisions.decisionId],
    }),
    index('decision_reviews_due').on(t.authorityId, t.answerBy).where(sql`${t.answeredOn} is null`),
    check('decision_reviews_route', sql`${t.route} in (${oneOf(challengeRoutes)})`),
    check('decision_reviews_answered', sql`(${t.outcome} is null) = (${t.answeredOn} is null)`),
  ],
);
