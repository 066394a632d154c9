import type { ProblemTable } from '../../../../platform/http/problem-table.ts';

/** The refusals of saved tables of banks. */
export const bankCsvMappingProblems = {
  'bank-csv-mapping-not-found': { status: 404, title: 'No such table', advice: 'Check the id; list the saved tables.' },
  'bank-csv-mapping-name-taken': {
    status: 409,
    title: 'A table of this name is saved, or comes with the service',
    advice: 'Choose another name, or change the one that is there.',
  },
} as const satisfies ProblemTable;
