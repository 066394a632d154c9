import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** Every reason for which an agreement is not made, started, changed or ended as asked. */
export const agreementProblems = {
  'agreement-line-unknown': { status: 422, title: 'There is no such line', advice: 'Give lineCode as the family’s budget shows it.' },
  'line-not-paid-out': {
    status: 422,
    title: 'The council arranges this line itself',
    advice:
      'Agreements are for lines by direct payment or third party. Change the line’s mechanism first if the family is to have the money.',
  },
  'line-not-agreed': { status: 409, title: 'The line is not agreed yet', advice: 'Agree the budget first.' },
  'agreement-outside-line': {
    status: 422,
    title: 'The agreement is longer than its line',
    advice: 'Give from and until within the days of the line.',
  },
  'amount-above-line': {
    status: 422,
    title: 'The line has less than that to promise',
    advice: 'Lower amount to the sum in left, or move money to the line. Its contingency is kept back on purpose.',
  },
  'line-has-agreement': {
    status: 409,
    title: 'The line is being paid by another agreement',
    advice: 'Change that agreement, or stop it first.',
  },
  'renewed-agreement-unknown': {
    status: 422,
    title: 'There is no such agreement to renew',
    advice: 'Give in renews an agreement for the same child, or leave it out.',
  },
  'recipient-unknown': {
    status: 422,
    title: 'This person cannot be the recipient',
    advice: 'recipientPersonId is a parent with responsibility, the young person, or the family’s grant to a nominee or third party.',
  },
  'right-is-the-young-persons': {
    status: 422,
    title: 'It is the young person who decides',
    advice: 'From the day in ownRightFrom the young person consents, or names somebody. Ask them.',
  },
  'right-is-not-yet-theirs': {
    status: 422,
    title: 'The young person cannot consent yet',
    advice: 'Until the day in ownRightFrom a parent consents.',
  },
  'terms-malformed': {
    status: 422,
    title: 'No payment dates follow from these terms',
    advice: 'See reason, and check from, until, rhythm and terms.',
  },
  'terms-missing': {
    status: 422,
    title: 'The school terms are missing',
    advice: 'Give terms, or say smoothed: true to spread the money over the holidays.',
  },
  'condition-names-provider': {
    status: 422,
    title: 'No condition may ask for a particular provider',
    advice: 'Take the condition out: the family chooses who gives the support (SI 2014/1652 reg 8).',
  },
  'agreement-state': {
    status: 409,
    title: 'The agreement is not at that step',
    advice: 'See state: read the agreement again to see what comes next.',
  },
  'notice-superseded': {
    status: 409,
    title: 'There is a newer notice',
    advice: 'Read the notice in currentVersion and sign that one.',
  },
  'notice-missing': {
    status: 409,
    title: 'The family has not been told of these terms',
    advice: 'Give a notice with the same from, until and amount first.',
  },
  'consent-by-the-wrong-person': {
    status: 422,
    title: 'This is not the person who must sign',
    advice: 'The recipient consents. A nominee or third party is named in writing by the parent or young person, and signs too.',
  },
  'consent-not-in-writing': {
    status: 422,
    title: 'Consent must be in writing',
    advice: 'Let them sign in and sign, or record the signed paper with channel paper.',
  },
  'consent-before-notice': {
    status: 422,
    title: 'The signature is older than the notice, or lies ahead',
    advice: 'writtenOn is a day from the notice to today.',
  },
  'consent-missing': {
    status: 409,
    title: 'The notice has not been consented to',
    advice: 'Have the latest notice signed by the people it names.',
  },
  'recipient-not-checked': {
    status: 409,
    title: 'Nobody has checked that the recipient may be paid',
    advice: 'Record the check of excluded persons first.',
  },
  'recipient-excluded': {
    status: 409,
    title: 'The recipient may not be paid',
    advice: 'Agree another recipient with the family, or arrange the support.',
  },
  'head-agreement-missing': {
    status: 409,
    title: 'The head has not agreed',
    advice: 'Support on the premises of a school, college or early-years setting needs the agreement of its head. Record it.',
  },
  'effective-day-outside': {
    status: 422,
    title: 'The day is outside the agreement',
    advice: 'Choose a day from the agreement’s first to its last.',
  },
  'back-payment-too-large': {
    status: 422,
    title: 'More than was held back',
    advice: 'Pay at most the sum in heldBack for the days of the pause.',
  },
  'decision-not-found': { status: 404, title: 'No such decision', advice: 'Read the agreement to see its decisions.' },
  'decision-cannot-be-reconsidered': {
    status: 422,
    title: 'This decision is not one to look at again',
    advice: 'Ask for it about a change, a pause or a stop.',
  },
  'reconsidered-already': {
    status: 409,
    title: 'This decision was looked at again once',
    advice: 'The answer stands. The family can complain, or ask for a review of the amount.',
  },
  'reconsideration-not-asked': {
    status: 409,
    title: 'Nobody has asked for this decision to be looked at again',
    advice: 'Record the family’s request first.',
  },
  'absence-not-found': { status: 404, title: 'No such stay', advice: 'Read the list again.' },
} as const satisfies ProblemTable;

export type AgreementProblem = keyof typeof agreementProblems;
