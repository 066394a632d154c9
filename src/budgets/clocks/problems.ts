import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of clocks and policies; codes are part of the API and never change their meaning. */
export const clockProblems = {
  'clock-not-open': {
    status: 409,
    title: 'There is nothing left to do here',
    advice: 'Read it again: it is done, or no longer asked for.',
  },
  'clock-follows-record': {
    status: 409,
    title: 'This ends with what it asks for',
    advice: 'Record the review of the plan, decide the move, or give the answer: then it is done.',
  },
  'clock-day-outside': {
    status: 422,
    title: 'It cannot have been done on that day',
    advice: 'Give a day that has come, after it was opened and after the last review.',
  },
  'order-day-outside': {
    status: 422,
    title: 'The order cannot be of that day',
    advice: 'Give the day of the order, which has come, and the day that it names, which is no earlier.',
  },
  'reconsideration-used': {
    status: 409,
    title: 'This decision has been looked at again already',
    advice: 'Each decision is reconsidered once. Tell the family what else they can do: a complaint, or the ombudsman.',
  },
  'notice-incomplete': { status: 422, title: 'The notice is not complete', advice: 'Give what errors names, in writing.' },
  'notice-too-short': { status: 422, title: 'The notice is too short', advice: 'Choose a day after the notice has run out.' },
  'policy-value-outside': {
    status: 422,
    title: 'The value is outside what it can be',
    advice: 'Give a value inside the bounds that errors names.',
  },
  'policy-decided-already': {
    status: 409,
    title: 'It is decided for that day already',
    advice: 'Decide it anew from another day; what has been decided stays on record.',
  },
} as const satisfies ProblemTable;
