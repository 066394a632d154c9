import type { ProblemTable } from '../platform/http/problem-table.ts';
import { budgetDecisionProblems } from './budgets/problems.ts';
import { clockProblems } from './clocks/problems.ts';
import { importProblems } from './import/problems.ts';
import { planProblems } from './plans/problems.ts';
import { positionProblems } from './position/problems.ts';
import { rechargeProblems } from './recharges/problems.ts';
import { sourceProblems } from './sources/problems.ts';

/** The refusals of plans and budgets; codes are part of the API and never change their meaning. */
export const budgetProblems = {
  ...planProblems,
  ...clockProblems,
  ...sourceProblems,
  ...budgetDecisionProblems,
  ...rechargeProblems,
  ...positionProblems,
  ...importProblems,
} as const satisfies ProblemTable;
