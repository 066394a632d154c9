import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals after a death; codes are part of the API and never change their meaning. */
export const deathProblems = {
  'death-recorded-already': {
    status: 409,
    title: 'This is recorded already',
    advice: 'Read the record of the family to see what is to be done.',
  },
  'death-day-ahead': { status: 422, title: 'The day lies ahead', advice: 'Give in diedOn today or a day in the past.' },
  'death-not-found': { status: 404, title: 'No such record', advice: 'Check the id; list what is recorded for this family.' },
  'death-step-unknown': { status: 404, title: 'This step is not on the list', advice: 'Read the list to see which steps there are.' },
  'death-step-done': { status: 409, title: 'This step is settled already', advice: 'Nothing needs to be done.' },
  'final-pay-first': {
    status: 409,
    title: 'Workers and others are paid first',
    advice: 'Settle the steps in open before anything is worked out with the family.',
  },
  'death-record-over': { status: 409, title: 'This record was taken back', advice: 'Read the record of the family to see what stands.' },
} as const satisfies ProblemTable;
