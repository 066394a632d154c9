import type { ProblemTable } from '../platform/http/problem-table.ts';

/** The refusals of this room; codes are part of the API and never change their meaning. */
export const alertProblems = {
  'alert-not-found': { status: 404, title: 'No such alert', advice: 'Check the ids; list the alerts to see what is open.' },
  'snooze-not-possible': { status: 422, title: 'It cannot wait until then', advice: 'Read the reason and choose another day.' },
  'rule-contradicts': {
    status: 422,
    title: 'The rule contradicts itself',
    advice: 'Read the reason: it names the field and what to write.',
  },
  'rule-decided-already': {
    status: 409,
    title: 'This rule was decided for that day already',
    advice: 'Decide it from another day on; what counted before stays as it was.',
  },
  'rule-not-replayable': {
    status: 422,
    title: 'What this rule is judged by is not kept for a year',
    advice: 'Only thresholds on accounts and forecasts can be tried on the past.',
  },
  'preference-not-possible': {
    status: 422,
    title: 'Nobody can be told like that',
    advice: 'Read the reason: it names the field and what to write.',
  },
  'notice-not-found': { status: 404, title: 'No such notice', advice: 'Check the reference that the sender reports on.' },
  'webhook-url-refused': { status: 422, title: 'Messages cannot go there', advice: 'Read the reason and give another address.' },
  'webhook-exists': {
    status: 409,
    title: 'This address has messages already',
    advice: 'Use the one that is there, or give another address.',
  },
  'webhook-not-found': { status: 404, title: 'No such webhook', advice: 'Check the id; list the webhooks to see what exists.' },
  'webhook-delivery-not-found': { status: 404, title: 'No such message', advice: 'Check the id; list what was sent to the webhook.' },
} as const satisfies ProblemTable;
