import type { ProblemKind } from '../../../platform/http/operation.ts';

export const stripeProblems = {
  'stripe-not-connected': {
    status: 409,
    title: 'The council has no account at Stripe here',
    advice: 'Ask whoever runs the service to connect it; the README of the rail says how.',
  },
  'name-check-not-found': {
    status: 404,
    title: 'No such check of a name',
    advice: 'List the checks that wait, and take the id from there.',
  },
  'name-check-not-waiting': {
    status: 409,
    title: 'This check of a name waits for nobody',
    advice: 'Somebody has answered for it, or it was used or has expired; the next payment asks anew.',
  },
  'parked-not-found': {
    status: 404,
    title: 'Nothing is parked under this name',
    advice: 'List what is parked, and take the name from there.',
  },
} as const satisfies Record<string, ProblemKind>;
