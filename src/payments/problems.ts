import type { ProblemTable } from '../platform/http/problem-table.ts';
import type { Refusal } from '../platform/result.ts';
import { agreementProblems } from './agreements/problems.ts';
import { cardProblems } from './cards/problems.ts';
import { deathProblems } from './deaths/problems.ts';
import { duplicateProblems } from './duplicates/problems.ts';
import { originatorProblems } from './originators/problems.ts';
import { payeeProblems } from './payees/problems.ts';
import { punctualityProblems } from './punctuality/problems.ts';
import { bankCsvMappingProblems } from './rails/bank-csv/mappings/problems.ts';
import { paymentFileProblems } from './rails/files/problems.ts';
import { stripeProblems } from './rails/stripe/problems.ts';
import { recoveryProblems } from './recovery/problems.ts';
import { bankAnswerProblems } from './returns/answers/problems.ts';
import { runProblems } from './runs/problems.ts';
import { spendingProblems } from './spending/problems.ts';

/** Every reason for which a payment is not made. Codes are stable; the words say what to do. */
export const paymentProblems = {
  ...agreementProblems,
  ...payeeProblems,
  ...deathProblems,
  ...punctualityProblems,
  ...recoveryProblems,
  ...runProblems,
  ...originatorProblems,
  ...paymentFileProblems,
  ...bankAnswerProblems,
  ...bankCsvMappingProblems,
  ...duplicateProblems,
  ...spendingProblems,
  ...stripeProblems,
  ...cardProblems,
} as const satisfies ProblemTable;

export interface PaymentRefusal extends Refusal {
  readonly code: keyof typeof paymentProblems;
  readonly facts?: Readonly<Record<string, unknown>>;
}
