import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of the list of those we pay as. */
export const originatorProblems = {
  'originator-not-found': { status: 404, title: 'No such originator', advice: 'Check the id; list the originators.' },
  'originator-not-listed': {
    status: 409,
    title: 'Nobody is on the list to pay by this rail',
    advice: 'Propose the originator (service user number, own account, profile of the bank), and have a second person confirm it.',
  },
  'originator-not-waiting': {
    status: 409,
    title: 'This originator does not wait to be confirmed',
    advice: 'Read it to see where it stands; a change is proposed anew.',
  },
  'originator-waits-already': {
    status: 409,
    title: 'A change of this rail’s originator waits already',
    advice: 'Have it confirmed or withdraw it first.',
  },
  'originator-of-other-format': {
    status: 422,
    title: 'The settings are not of the format that the rail is named after',
    advice: 'Give in settings.format what the rail begins with: bacs, pain001 or bank-csv.',
  },
  'proposer-may-not-confirm': {
    status: 403,
    title: 'Whoever proposed the originator cannot confirm it',
    advice: 'Ask a colleague to compare it with the bank’s letter and confirm it.',
  },
  'own-account-no-sort-code': {
    status: 422,
    title: 'Our account has no sort code and account number',
    advice: 'Files to a bank in the United Kingdom need both: add the account with them.',
  },
} as const satisfies ProblemTable;
