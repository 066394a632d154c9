import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of budgets and their lines; codes are part of the API and never change their meaning. */
export const budgetDecisionProblems = {
  'plan-not-found': {
    status: 422,
    title: 'There is no such plan',
    advice: 'Name a plan of this child; list the plans to see what there is.',
  },
  'plan-ceased': {
    status: 409,
    title: 'The plan has ended',
    advice: 'A budget stands on a plan that is drafted or in force; name another plan.',
  },
  'budget-state': {
    status: 409,
    title: 'The budget is not at that step',
    advice: 'This can be done in the states that needed lists; read the budget to see where it stands.',
  },
  'change-under-way': {
    status: 409,
    title: 'A change of it is being booked',
    advice: 'Wait a moment, read it again, and then decide.',
  },
  'booking-under-way': {
    status: 409,
    title: 'This request is still being worked on',
    advice: 'Send the same request with the same key in a minute; it happens once.',
  },
  'books-refused': {
    status: 422,
    title: 'The books do not take it',
    advice: 'ledgerCode says why; nothing was changed. Put that right and send it with a new key.',
  },
  'source-short': {
    status: 422,
    title: 'The source has not enough left',
    advice:
      'account names the source and its year. Put more up, or say in fundedThoughShort why the agreed support is funded all the same: the plan is a duty, and the source will show it.',
  },
  'budget-without-lines': { status: 422, title: 'The budget has no lines', advice: 'Write its lines down first.' },
  'signatures-missing': {
    status: 409,
    title: 'Not both sides have signed',
    advice: 'Have the latest version signed by the family and the council, or say in withoutSignatures why it starts before.',
  },
  'agreement-superseded': {
    status: 409,
    title: 'There is a newer version of the agreement',
    advice: 'Read the newest version, and sign that one.',
  },
  'line-outside-budget': { status: 422, title: 'The line lies outside the budget', advice: 'Give days within those of the budget.' },
  'contingency-above-amount': {
    status: 422,
    title: 'More is kept back than there is',
    advice: 'The contingency is a part of the amount; give at most the amount.',
  },
  'place-fees-not-allowed': {
    status: 422,
    title: 'A place is never paid from a personal budget',
    advice: 'Leave it out and say so under leftOut: the law keeps fees of a school or college place out of budgets (SI 2014/1652 reg 6).',
  },
  'premises-agreement-missing': {
    status: 422,
    title: 'The head has not agreed',
    advice: 'Give in premisesAgreedOn the day on which the head or principal agreed to support on their premises.',
  },
  'therapy-belongs-to-education': {
    status: 422,
    title: 'Support that educates or trains belongs to EDUCATION',
    advice: 'Put it into section F and stream EDUCATION, or write in words.reasonForStream why it is elsewhere.',
  },
  'percentages-do-not-add-up': {
    status: 422,
    title: 'The parts do not make the whole',
    advice: 'Give each source a part above nothing; together they must be exactly 100.',
  },
  'source-named-twice': { status: 422, title: 'A source is named twice', advice: 'Name each source once, with its whole part.' },
  'line-without-its-stream': {
    status: 422,
    title: 'None of the sources pays for the stream of the line',
    advice: 'Name a source of that stream, or give the line the stream of its source.',
  },
  'element-2-not-deducted': {
    status: 422,
    title: 'The school already holds the first part',
    advice: 'Give at most what is in topUp: the help’s yearly cost less what the school holds for this child.',
  },
  'amount-not-sufficient': {
    status: 422,
    title: 'The amount does not pay for the agreed support',
    advice: 'Give at least what is in cost, or write in words.reasonForAmount why less is enough.',
  },
  'line-code-taken': { status: 409, title: 'Another line has this code', advice: 'Choose another code, or leave it out and one is drawn.' },
  'provision-not-in-plan': {
    status: 422,
    title: 'The plan has no such support',
    advice: 'Name a support of the plan that the budget is for, or leave provisionId out where the line pays for something else.',
  },
  'provision-of-another-kind': {
    status: 422,
    title: 'The plan says another kind of support',
    advice: 'Give the kind that the plan gives, or name the support that is meant.',
  },
  'provision-not-running': {
    status: 422,
    title: 'The support does not run on these days',
    advice: 'Read the plan for the days of its support, and give days within them.',
  },
  'stream-not-of-section': {
    status: 422,
    title: 'The support is another stream’s duty',
    advice:
      'section says where it stands in the plan and belongsTo whose duty that is; use that stream, or say in reasonForStream why not.',
  },
  'provision-in-another-budget': {
    status: 409,
    title: 'Another budget pays for this support on the same days',
    advice: 'End the other budget’s line first, or choose days that do not overlap.',
  },
  'line-not-found': { status: 422, title: 'There is no such line in this budget', advice: 'Read the budget to see its lines.' },
  'virement-other-stream': {
    status: 422,
    title: 'The lines belong to two streams',
    advice: 'Money moves within a stream only: education, health and care money stay apart. Draft a new amount for each line instead.',
  },
  'move-outside-outcome': {
    status: 422,
    title: 'The two supports are for different outcomes',
    advice: 'Choose two supports for the same outcome, or propose the change and the council answers.',
  },
  'above-what-families-move': {
    status: 422,
    title: 'That is more than you can move by yourself this year',
    advice: 'Move at most what is in left, or propose the change and the council answers.',
  },
  'more-than-the-line': { status: 422, title: 'The line has less than that', advice: 'Give at most what the line has.' },
  'line-is-over': { status: 422, title: 'The line has ended by then', advice: 'Give a day on or before its last day.' },
  'same-year': { status: 422, title: 'Money is carried to a later year', advice: 'Give a toYear after fromYear.' },
  'year-not-in-line': { status: 422, title: 'The line has nothing in that year', advice: 'Read the line to see its years.' },
  'nothing-to-give-back': {
    status: 409,
    title: 'The budget has ended and has nothing to give back',
    advice: 'What is still promised goes back once it is let go; read the position to see it.',
  },
  'notice-too-short': {
    status: 422,
    title: 'The family has not had its notice',
    advice: 'Tell the family first, give that day in noticeOn, and let it count from four weeks after it at the earliest.',
  },
  'change-decided': { status: 409, title: 'It is decided already', advice: 'Draft a new change if something else is needed.' },
  'proposal-answered': { status: 409, title: 'It is answered already', advice: 'Read the budget to see the answer.' },
  'review-asked-already': {
    status: 409,
    title: 'This decision has been looked at again already',
    advice: 'Each decision is looked at again once. The answer says who outside the council can help.',
  },
  'review-answered': { status: 409, title: 'It is answered already', advice: 'Read the budget to see the answer.' },
} as const satisfies ProblemTable;
