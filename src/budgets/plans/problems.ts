import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of plans; codes are part of the API and never change their meaning. */
export const planProblems = {
  'plan-type-unknown': {
    status: 422,
    title: 'There is no such kind of plan',
    advice: 'Use a kind of plan that is in force on the first day of this one.',
  },
  'plan-age-outside': {
    status: 422,
    title: 'The age is outside what a plan can be for',
    advice: 'A plan begins between birth and the age limit of its kind, and ends with the school year in which that age is reached.',
  },
  'plan-dates-crossed': { status: 422, title: 'The dates are out of order', advice: 'Put right the date that errors names.' },
  'plan-child-unknown': {
    status: 422,
    title: 'There is no such child in this record',
    advice: 'Name a child or young person of this family whose date of birth is recorded.',
  },
  'plan-running-already': {
    status: 409,
    title: 'There is such a plan already',
    advice: 'Change the plan that is there, or end it first: nobody has two plans of one kind at once.',
  },
  'plan-not-open': {
    status: 409,
    title: 'The plan does not stand where this needs it',
    advice: 'Look at its state: drafts are finalised, plans in force are reviewed and moved, and a plan that has ended stays as it is.',
  },
  'plan-in-force-since': {
    status: 422,
    title: 'The plan is in force',
    advice: 'Leave its first day as it is, or end it and start another.',
  },
  'plan-review-outside': {
    status: 422,
    title: 'The review cannot be planned for that day',
    advice: 'Choose a day after the last review and no later than the law asks.',
  },
  'cease-reason-unknown': {
    status: 422,
    title: 'There is no such reason',
    advice: 'Use a reason of the SEN2 return. If the family moves to another authority, hand the plan over instead.',
  },
  'outcome-unknown': { status: 422, title: 'There is no such outcome', advice: 'Name an outcome of this plan.' },
  'provision-unknown': { status: 422, title: 'There is no such support', advice: 'Name support of this plan.' },
  'provision-kind-unknown': {
    status: 422,
    title: 'There is no such kind of support',
    advice: 'Use a kind that is in the list on the day the support begins.',
  },
  'provision-amount-unclear': {
    status: 422,
    title: 'It does not say how much support there is',
    advice: 'Give units a week and for how many weeks of a year, or the units in all.',
  },
  'phase-unknown': { status: 422, title: 'There is no such move', advice: 'Use one of the moves between phases of education.' },
  'phase-transfer-open': {
    status: 409,
    title: 'A move to the next phase is open already',
    advice: 'Decide the one that transferId names first.',
  },
  'handover-lines-open': {
    status: 409,
    title: 'There is money on lines of this plan',
    advice: 'End the lines that are named first, so that each gives back what it did not pay.',
  },
  'handover-to-oneself': {
    status: 422,
    title: 'A handover is made to another authority',
    advice: 'Name the authority the family moved to.',
  },
  'handover-unreadable': {
    status: 422,
    title: 'The handover cannot be read',
    advice: 'Take it exactly as the other authority sent it; if it fails again, ask them for it once more.',
  },
  'handover-untrusted': {
    status: 422,
    title: 'The handover is not signed by an authority you trust',
    advice: 'Ask an administrator to compare the sender\u2019s key with them and to register it.',
  },
  'handover-for-another': {
    status: 422,
    title: 'The handover is made out to another authority',
    advice: 'Ask the sender whether the family has moved to you.',
  },
  'handover-other-child': {
    status: 422,
    title: 'The handover is of another child',
    advice: 'Choose the child whose date of birth it names, or put the date of birth right first.',
  },
  'handover-taken-already': {
    status: 409,
    title: 'This handover was taken already',
    advice: 'Read the plan that planId names: a handover is taken once.',
  },
  'handover-key-unreadable': {
    status: 422,
    title: 'The key cannot be read',
    advice: 'Send the public key exactly as the other authority shows it.',
  },
} as const satisfies ProblemTable;
