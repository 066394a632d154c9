import type { ProblemKind } from '../../platform/http/operation.ts';

/** Every reason for which a run or a payment does not go on. Codes are stable; the words say what to do. */
export const runProblems = {
  'payment-run-not-found': {
    status: 404,
    title: 'No such payment run',
    advice: 'Check the id of the run; list the runs to see what exists.',
  },
  'payment-run-empty': {
    status: 422,
    title: 'The run pays nobody',
    advice: 'Plan it with at least one line. What was left out, and why, is told beside this.',
  },
  'payment-run-differs': {
    status: 409,
    title: 'A run with this id exists and pays something else',
    advice: 'Plan a new run; one that was planned does not change.',
  },
  'payment-run-not-draft': {
    status: 409,
    title: 'The run is not a draft any more',
    advice: 'Withdraw it if it is not approved yet, then plan a new one; what it would have paid is due again.',
  },
  'payment-run-not-submitted': {
    status: 409,
    title: 'Nobody has submitted the run',
    advice: 'Have an officer look at the draft and submit it first.',
  },
  'payment-run-approved': {
    status: 409,
    title: 'The run is approved and cannot be withdrawn',
    advice: 'Stop the single payment at its payee, or ask the bank to recall it.',
  },
  'payment-run-open': {
    status: 409,
    title: 'Some payments of the run are still under way',
    advice: 'Close it when each is settled or returned.',
  },
  'payment-not-positive': { status: 422, title: 'A payment is zero or below', advice: 'Check the amounts of the line.' },
  'already-planned': {
    status: 409,
    title: 'Something in this run is already in another one',
    advice: 'Leave it out: what is due is paid once.',
  },
  'approver-is-maker': {
    status: 403,
    title: 'Whoever planned or submitted a run cannot approve it',
    advice: 'Ask a colleague to look at it and approve it.',
  },
  'already-approved': { status: 409, title: 'Somebody else has approved the run', advice: 'Nothing needs to be done.' },
  'payment-run-not-approved': {
    status: 409,
    title: 'The run is not approved',
    advice: 'Have it approved by somebody who did not plan it.',
  },
  'lines-changed-after-approval': {
    status: 409,
    title: 'The lines are not those that were approved',
    advice: 'Nothing more of it is released or sent. Find out who touched it, then plan and approve a new run.',
  },
  'above-largest-run': {
    status: 422,
    title: 'The run is larger than this rail may pay at once',
    advice: 'Take payments out of it, or have the limit of the rail changed.',
  },
  'above-largest-payment': {
    status: 422,
    title: 'A payment is larger than this rail may make',
    advice: 'Take it out of the run and pay it another way, or have the limit of the rail changed.',
  },
  'payment-not-found': { status: 404, title: 'No such payment', advice: 'Check the reference or the id.' },
  'payment-not-sent': {
    status: 409,
    title: 'The payment has not been sent',
    advice: 'Find out what the bank line is for: it is not this payment.',
  },
  'payment-already-settled': {
    status: 409,
    title: 'Another bank line has settled this payment',
    advice: 'Look at both lines: it may have been paid twice.',
  },
  'payment-already-returned': {
    status: 409,
    title: 'This payment has come back already, on another bank line',
    advice: 'Look at both lines: the second may belong to another payment.',
  },
  'return-before-payment': {
    status: 422,
    title: 'The day of return is before the day of payment',
    advice: 'Check returnedOn: it is the day of the bank line that brought the money back.',
  },
  'no-open-period': {
    status: 409,
    title: 'No accounting period from that day on is open',
    advice: 'Open the next period, then record the return again.',
  },
  'rail-not-set-up': {
    status: 409,
    title: 'The council does not pay by this rail yet',
    advice: 'Set the rail up: the bank account it pays from and its limits.',
  },
  'rail-limits-wrong': {
    status: 422,
    title: 'The limits of the rail contradict each other',
    advice: 'Give a largestPayment above zero and a largestRun that is not below it.',
  },
  'payment-not-by-hand': {
    status: 409,
    title: 'This payment is not waiting to be made by hand',
    advice: 'Only a released payment of the manual rail is; look at where it stands.',
  },
  'recorder-may-not-confirm': {
    status: 403,
    title: 'Whoever made the payment cannot confirm it',
    advice: 'Ask a colleague to look at the cheque or the bank’s screen and confirm it.',
  },
  'ledger-refused': {
    status: 409,
    title: 'The books do not take the payment',
    advice: "See the ledger's own reason; the run goes on from where it stands when that is put right.",
  },
} as const satisfies Record<string, ProblemKind>;
