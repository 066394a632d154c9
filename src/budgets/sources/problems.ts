import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of funding sources; codes are part of the API and never change their meaning. */
export const sourceProblems = {
  'source-not-found': { status: 404, title: 'There is no such source', advice: 'List the sources to see what there is.' },
  'source-exists': {
    status: 409,
    title: 'There is a source with this code',
    advice: 'Choose another code, or change the one that exists.',
  },
  'source-may-not-fund': {
    status: 422,
    title: 'This kind of money may not pay for this stream',
    advice: 'Give kind and stream a pair that the funding rules list; they say which law lets which money pay for what.',
  },
  'grant-without-conditions': {
    status: 422,
    title: 'The conditions of the grant are missing',
    advice: 'Say in conditions what the grant may be used for, as its letter does.',
  },
  'cost-code-of-another-stream': {
    status: 422,
    title: 'The code belongs to another stream',
    advice: 'Give a cost centre and subjective code of this stream; one pair of codes holds one stream’s money.',
  },
  'source-year-confirmed': {
    status: 409,
    title: 'The year is confirmed already',
    advice: 'Send indicative as false: a confirmed sum can rise or fall, and stays confirmed.',
  },
} as const satisfies ProblemTable;
