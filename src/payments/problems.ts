import type { ProblemKind } from '../platform/http/operation.ts';
import type { Refusal } from '../platform/result.ts';

/** Every reason for which a payment is not made. Codes are stable; the words say what to do. */
const paymentProblems = {
  'payment-run-not-found': {
    status: 404,
    title: 'No such payment run',
    advice: 'Check the id of the run; list the runs to see what exists.',
  },
  'payment-run-empty': { status: 422, title: 'The run pays nobody', advice: 'Plan it with at least one line.' },
  'payment-run-differs': {
    status: 409,
    title: 'A run with this id exists and pays something else',
    advice: 'Plan a new run; one that was planned does not change.',
  },
  'payment-not-positive': { status: 422, title: 'A payment is zero or below', advice: 'Check the amounts of the line.' },
  'already-planned': {
    status: 409,
    title: 'Something in this run is already in another one',
    advice: 'Leave it out: what is due is paid once.',
  },
  'approver-is-maker': {
    status: 403,
    title: 'The person who planned a run cannot approve it',
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
    advice: 'Nothing of it has been released. Find out who touched it, then plan and approve a new run.',
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
  'ledger-refused': {
    status: 409,
    title: 'The books do not take the payment',
    advice: "See the ledger's own reason; the run goes on from where it stands when that is put right.",
  },
} as const satisfies Record<string, ProblemKind>;

export interface PaymentRefusal extends Refusal {
  readonly code: keyof typeof paymentProblems;
  readonly facts?: Readonly<Record<string, unknown>>;
}
