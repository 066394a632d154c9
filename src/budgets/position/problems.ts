import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of positions and explanations. */
export const positionProblems = {
  'source-not-found': {
    status: 404,
    title: 'There is no such source',
    advice: 'Use the code of a source that this authority has registered.',
  },
  'two-times-named': {
    status: 400,
    title: 'A position has one time',
    advice: 'Say either the day at whose end it stood (on), or the moment at which it was known (knownAt), or neither.',
  },
} as const satisfies ProblemTable;
