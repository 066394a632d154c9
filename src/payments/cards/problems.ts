import type { ProblemKind } from '../../platform/http/operation.ts';

export const cardProblems = {
  'card-exists': {
    status: 409,
    title: 'The issuer has given this card to somebody else, or to another part of the budget',
    advice: 'Check issuerRef: a card spends from one part of one budget, for good.',
  },
  'card-rules-set': {
    status: 409,
    title: 'Other rules are set from this day on',
    advice: 'Give a later day as validFrom: purchases may have been judged by the rules that are there.',
  },
  'card-not-found': { status: 404, title: 'No such card', advice: 'Check the id of the card.' },
} as const satisfies Record<string, ProblemKind>;
