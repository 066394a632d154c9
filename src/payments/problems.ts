import type { ProblemTable } from '../platform/http/problem-table.ts';
import type { Refusal } from '../platform/result.ts';
import { agreementProblems } from './agreements/problems.ts';
import { cardProblems } from './cards/problems.ts';
import { deathProblems } from './deaths/problems.ts';
import { payeeProblems } from './payees/problems.ts';
import { punctualityProblems } from './punctuality/problems.ts';
import { stripeProblems } from './rails/stripe/problems.ts';
import { runProblems } from './runs/problems.ts';

/** Every reason for which a payment is not made. Codes are stable; the words say what to do. */
export const paymentProblems = {
  ...agreementProblems,
  ...payeeProblems,
  ...deathProblems,
  ...punctualityProblems,
  ...runProblems,
  ...stripeProblems,
  ...cardProblems,
} as const satisfies ProblemTable;

export interface PaymentRefusal extends Refusal {
  readonly code: keyof typeof paymentProblems;
  readonly facts?: Readonly<Record<string, unknown>>;
}
