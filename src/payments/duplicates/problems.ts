import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of the guard against paying twice. */
export const duplicateProblems = {
  'looks-paid-already': {
    status: 409,
    title: 'The same payee was paid the same amount for the same time from the same line',
    advice: 'Compare with the payment named in reference. If both are right, say so for this one, and plan again.',
  },
} as const satisfies ProblemTable;
