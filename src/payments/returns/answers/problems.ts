import type { ProblemTable } from '../../../platform/http/problem-table.ts';

/** The refusals of what the bank answers. */
export const bankAnswerProblems = {
  'bank-answer-refused': {
    status: 422,
    title: 'The file is refused whole',
    advice: 'Nothing of it was taken. See reason and line; fetch the file from the bank again rather than editing it.',
  },
  'bank-answer-not-found': { status: 404, title: 'No such answer of the bank', advice: 'Check the id; list the answers that wait.' },
  'bank-answer-file-not-found': { status: 404, title: 'No such file of the bank', advice: 'Check the id; import the file first.' },
  'bank-answer-not-parked': {
    status: 409,
    title: 'This answer does not wait for a person',
    advice: 'Read it to see what was made of it.',
  },
  'bank-answer-names-no-payment': {
    status: 409,
    title: 'Nobody knows which payment the bank means',
    advice: 'Ask the bank; resolve it as not-ours or booked-by-hand once it is known.',
  },
} as const satisfies ProblemTable;
