import type { ProblemTable } from '../../../platform/http/problem-table.ts';

/** The refusals of the files to the bank. */
export const paymentFileProblems = {
  'rail-has-no-files': {
    status: 422,
    title: 'This run is not paid by a file to the bank',
    advice: 'Only runs of the rails bacs, pain001 and bank-csv are; look at the rail of the run.',
  },
  'payment-run-not-released': {
    status: 409,
    title: 'The run is not released',
    advice: 'Have it approved; the release follows by itself, and then its file can be made.',
  },
  'too-late-to-submit': {
    status: 409,
    title: 'The file would come too late for the promised day',
    advice: 'Pay another way, such as an urgent payment, or agree a later day and plan a new run; see reason for the days.',
  },
  'nothing-to-put-into-file': {
    status: 409,
    title: 'No payment of the run can go into a file',
    advice: 'Look at the run: its payments were refused with their reasons, or stand in a file already.',
  },
  'file-not-written': {
    status: 422,
    title: 'The file cannot be written',
    advice: 'See reason; put the originator’s settings or the payment right and make the file again.',
  },
  'payment-file-not-found': { status: 404, title: 'No such payment file', advice: 'Check the id; list the files of the run.' },
  'fetch-reason-missing': {
    status: 422,
    title: 'The file was fetched before',
    advice: 'Say in reason why it is fetched again: a file that is submitted twice pays twice.',
  },
  'payment-file-void': {
    status: 409,
    title: 'The file was declared void',
    advice: 'Do not submit it; make the run’s new file.',
  },
  'payment-file-submitted': {
    status: 409,
    title: 'The file was submitted to the bank',
    advice: 'Ask the bank to stop it; what it stops comes back in its reports.',
  },
  'maker-may-not-void': {
    status: 403,
    title: 'Whoever made the file cannot declare it void',
    advice: 'Ask a colleague to check with the bank that it was not submitted.',
  },
} as const satisfies ProblemTable;
