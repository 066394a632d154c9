import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals around money to return; codes are part of the API and never change their meaning. */
export const recoveryProblems = {
  'recovery-not-found': { status: 404, title: 'There is no such matter of money to return', advice: 'List those of the family.' },
  'recovery-state': {
    status: 409,
    title: 'It does not stand where this is done',
    advice: 'Read it again; the answer says where it stands and from where this is done.',
  },
  'recovery-open-already': {
    status: 409,
    title: 'This is asked for already',
    advice: 'Go on with the one that is open: two of the same ground would ask for the same money twice.',
  },
  'recovery-ahead': {
    status: 422,
    title: 'The day lies ahead',
    advice: 'Give in countedOn the day of the bank statement, today at the latest.',
  },
  'agreement-not-found': { status: 422, title: 'The family has no such agreement', advice: 'List the agreements of the family.' },
  'ground-not-listed': {
    status: 422,
    title: 'The law of this line does not list the ground',
    advice: 'The answer names the grounds that it lists. Without one of them nothing is asked back.',
  },
  'gap-is-a-question': {
    status: 409,
    title: 'The account and our record do not agree',
    advice: 'Ask the family about the difference first. A gap is a question and never money to return.',
  },
  'nothing-to-return': {
    status: 409,
    title: 'There is nothing to return',
    advice: 'What is there is within the weeks that the family keeps, is owed to others, or is too small to ask for.',
  },
  'sum-above-held': {
    status: 409,
    title: 'That is more than is still held',
    advice: 'What was shown as spent is spent. Withdraw this, look at the figures of today, and begin again.',
  },
  'why-unused-missing': {
    status: 422,
    title: 'Nobody has said why the money was unused',
    advice: 'Say in whyUnused what the family told you.',
  },
  'money-has-a-purpose': {
    status: 409,
    title: 'The money is saved for what was agreed',
    advice: 'It stays with the family. Look again after the day for which it is saved.',
  },
  'care-concern-first': {
    status: 409,
    title: 'Support has not happened',
    advice: 'No worker was found: a caseworker looks at that first and records what is done about it.',
  },
  'no-care-concern': { status: 409, title: 'There is no open concern', advice: 'Read the matter again.' },
  'next-period-not-funded': {
    status: 409,
    title: 'The next payment is not whole',
    advice: 'See that the next payment is planned and not held; only then is anything asked for.',
  },
  'payer-without-authority': {
    status: 422,
    title: 'This person may not be written to about it',
    advice: 'Write to the recipient while the child’s affairs are theirs; of an estate name the personal representatives.',
  },
  'family-not-written-to': {
    status: 409,
    title: 'Nothing is sent to this family now',
    advice: 'Somebody has died. An officer speaks with the family first and records when it may be written to.',
  },
  'notice-not-over': { status: 409, title: 'The notice is not over', advice: 'Decide on firstDay or later; nothing is taken before.' },
  'challenge-not-answered': { status: 409, title: 'The family waits for an answer', advice: 'Answer its request first.' },
  'plan-does-not-add-up': {
    status: 422,
    title: 'The payments do not add up to the sum',
    advice: 'Give payments above nothing that re-add to it.',
  },
  'taking-too-early': { status: 422, title: 'A day of payment lies behind', advice: 'Give days from today.' },
  'offset-below-needs': {
    status: 409,
    title: 'The payments to come cannot bear it',
    advice: 'Support would go short, or there are too few payments. Agree a plan of payments, or spread it.',
  },
  'offset-under-way': {
    status: 409,
    title: 'A payment that keeps a part of it is under way',
    advice: 'Wait until the payment run is released, or withdraw the run, and try again.',
  },
  'personal-representatives-pay': { status: 422, title: 'An estate has no payments to come', advice: 'Choose a payment or a plan.' },
  'challenged-already': {
    status: 409,
    title: 'It was looked at again already',
    advice: 'A matter is looked at again once. Read the answer.',
  },
  'route-not-open': { status: 422, title: 'This law has no such route', advice: 'Choose one of those in the answer.' },
  'not-challenged': { status: 409, title: 'The family has not asked', advice: 'Read the matter again.' },
  'answered-already': { status: 409, title: 'It is answered already', advice: 'Read the answer.' },
  'answer-above-asked': { status: 422, title: 'An answer makes it less', advice: 'Give a sum above nothing and below what was asked for.' },
  'returned-already': {
    status: 409,
    title: 'So much has come back already',
    advice: 'Let it stand, and pay the family what is theirs as an outlay of the agreement.',
  },
  'above-outstanding': { status: 422, title: 'That is more than is outstanding', advice: 'The answer says how much is.' },
  'write-off-not-proposed': { status: 409, title: 'Nobody has asked for that', advice: 'One officer proposes it, another confirms.' },
  'monitoring-policy-outside': { status: 422, title: 'The value lies outside', advice: 'Give a value between least and most.' },
  'monitoring-policy-in-the-past': { status: 422, title: 'The day lies behind', advice: 'A policy counts from today at the earliest.' },
  'monitoring-policy-exists': { status: 409, title: 'There is a decision for that day', advice: 'Decide from another day.' },
} as const satisfies ProblemTable;
