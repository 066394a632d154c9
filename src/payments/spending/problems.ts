import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals around receipts, spending and returns; codes are part of the API and never change their meaning. */
export const spendingProblems = {
  'receipt-empty': { status: 422, title: 'The file is empty', advice: 'Take the picture again.' },
  'receipt-not-as-said': {
    status: 415,
    title: 'The file is not what it is said to be',
    advice: 'Send a photograph (JPEG or PNG) or a PDF. A phone that makes HEIC pictures can save them as JPEG.',
  },
  'receipt-unreadable': {
    status: 422,
    title: 'The file cannot be read',
    advice: 'Take the picture again, or tell us that the receipt is lost.',
  },
  'receipt-picture-too-large': { status: 422, title: 'The picture is too large', advice: 'Take it with a smaller resolution.' },
  'receipt-too-many-pages': { status: 422, title: 'There are too many pages', advice: 'Send at most twenty pages in one file.' },
  'receipt-infected': {
    status: 422,
    title: 'The file holds something harmful',
    advice: 'It was put aside and nobody opens it. Take a photograph of the receipt instead, and have your device looked at.',
  },
  'receipt-sent-already': { status: 409, title: 'You have sent this receipt before', advice: 'Use the one in the answer.' },
  'receipt-of-another-family': {
    status: 409,
    title: 'This file cannot be taken',
    advice: 'Please look whether it is the right one, and call us if it is.',
  },
  'receipt-not-found': { status: 422, title: 'There is no such receipt', advice: 'Send the receipt first, then name its id.' },
  'receipt-quarantined': { status: 409, title: 'This receipt was put aside', advice: 'Send a photograph of it.' },
  'receipt-shown-already': { status: 409, title: 'This receipt was shown before', advice: 'The answer says for which day.' },
  'receipt-needed': { status: 422, title: 'A receipt is needed', advice: 'Send it, or say in lostReceipt what became of it.' },
  'spending-ahead': { status: 422, title: 'The day lies ahead', advice: 'Give in spentOn today or a day in the past.' },
  'spending-outside-agreement': {
    status: 422,
    title: 'The day is not in the time of this agreement',
    advice: 'Show it under the agreement of that time; the answer says which days this one has.',
  },
  'spending-above-advance': {
    status: 422,
    title: 'That is more than was paid and not yet shown',
    advice: 'Look whether it was shown before. What you paid because we were late is asked for as an outlay.',
  },
  'spending-not-found': { status: 404, title: 'There is no such spending', advice: 'List what was shown.' },
  'spending-refused-already': { status: 409, title: 'It was not taken already', advice: 'Read why.' },
  'account-check-ahead': { status: 422, title: 'The day lies ahead', advice: 'Give the day of the bank statement.' },
  'account-check-exists': { status: 409, title: 'The balance of that day is told', advice: 'Tell it for another day.' },
  'account-check-not-found': { status: 404, title: 'There is no such open question', advice: 'Read the account again.' },
  'return-not-found': { status: 404, title: 'There is no such open return', advice: 'List the returns.' },
  'custody-month-not-over': { status: 409, title: 'The month is not over', advice: 'Tell it on its last day or later.' },
  'custody-unknown': { status: 404, title: 'This organisation holds no family’s money', advice: 'Check the payee.' },
} as const satisfies ProblemTable;
