import type { ProblemTable } from '../../platform/http/problem-table.ts';

/** The refusals of recharges; codes are part of the API and never change their meaning. */
export const rechargeProblems = {
  'partner-not-found': { status: 422, title: 'No line is paid by such a partner', advice: 'Name a partner code of a funding source.' },
  'month-not-over': { status: 409, title: 'The month is not over', advice: 'Seal it on its last day or later.' },
  'month-sealed': {
    status: 409,
    title: 'The month is invoiced already',
    advice: 'What has changed since is a line of the next month’s invoice.',
  },
  'nothing-to-recharge': {
    status: 409,
    title: 'There is nothing to invoice',
    advice: 'Nothing was paid from this partner’s money up to that month.',
  },
  'recharge-not-found': { status: 404, title: 'There is no such recharge invoice', advice: 'List the recharges to see what there is.' },
  'recharge-line-not-found': { status: 422, title: 'The invoice has no such line', advice: 'Read the invoice to see its lines.' },
  'dispute-above-line': { status: 422, title: 'That is more than the line', advice: 'Dispute at most what is left of the line.' },
  'dispute-not-found': { status: 404, title: 'There is no such dispute', advice: 'Read the invoice to see its disputes.' },
  'dispute-ended': { status: 409, title: 'The dispute has ended', advice: 'Read the invoice to see how.' },
} as const satisfies ProblemTable;
