import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals around late payments; codes are part of the API and never change their meaning. */
export const punctualityProblems = {
  'promised-payment-not-found': {
    status: 404,
    title: 'No such payment',
    advice: 'Check the reference; read the schedule to see what was promised.',
  },
  'cause-not-then': {
    status: 422,
    title: 'This cause was not in use on that day',
    advice: 'Choose one of the causes that hold for the day of the payment.',
  },
  'payment-not-late': {
    status: 409,
    title: 'The payment was not late',
    advice: 'Give a cause only for a payment that came after its day, or has not come.',
  },
  'missing-payment-not-found': { status: 404, title: 'No such question', advice: 'Check the id; list the open questions.' },
  'missing-payment-answered': { status: 409, title: 'This was answered already', advice: 'Read the answer; ask again if it did not help.' },
  'urgent-payment-not-found': {
    status: 404,
    title: 'No such urgent payment',
    advice: 'Check the id; read the register of urgent payments.',
  },
  'urgent-payment-asked-already': { status: 409, title: 'Somebody has asked for this already', advice: 'Ask a colleague to decide on it.' },
  'urgent-payment-decided': { status: 409, title: 'This is decided already', advice: 'Read the register to see how.' },
  'payment-not-open': {
    status: 409,
    title: 'There is nothing to pay',
    advice: 'This payment was sent, is on its way or was cancelled. Read the schedule to see where it stands.',
  },
  'payment-not-due-yet': {
    status: 409,
    title: 'It is promised for a later day',
    advice: 'Change the schedule if the money must come sooner; an urgent payment is for what is owed today.',
  },
  'rail-not-same-day': {
    status: 422,
    title: 'This rail does not pay the same day',
    advice: 'Name in rail one that does: Faster Payments, or the manual rail for the bank’s own screen.',
  },
  'urgent-payment-held': {
    status: 409,
    title: 'This payment is held back',
    advice: 'The reason is told beside this. Settle it first; a second person cannot waive it.',
  },
  'claim-not-found': { status: 404, title: 'No such claim', advice: 'Check the id; list the claims of the family.' },
  'claim-decided': { status: 409, title: 'This claim is decided already', advice: 'Read the decision and its reasons.' },
  'claim-day-ahead': { status: 422, title: 'The day lies ahead', advice: 'Give in spentOn today or a day in the past.' },
  'claim-for-nobody': {
    status: 422,
    title: 'Nobody of the family has asked for this',
    advice: 'Say in the header On-Behalf-Of who asked you and how.',
  },
  'claim-differs': { status: 409, title: 'Another claim was made with this key', advice: 'Send a new Idempotency-Key for a new claim.' },
  'claim-receipt-missing': {
    status: 422,
    title: 'There is no receipt',
    advice: 'Add in receiptIds at least one receipt or letter from the bank.',
  },
  'claim-not-positive': { status: 422, title: 'The amount is zero or below', advice: 'Give in amount what was spent.' },
  'claim-beyond-asked': { status: 422, title: 'That is more than was asked for', advice: 'Agree at most the amount of the claim.' },
  'outlay-not-payable': {
    status: 409,
    title: 'The agreement cannot pay this out',
    advice: 'See whether the agreement is in force and has an account to pay to, then decide again.',
  },
} as const satisfies ProblemTable;
