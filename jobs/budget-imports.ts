import { budgetImportRequested, type ImportDesk, runBudgetImport } from '../src/budgets/index.ts';
import type { JobRegistry } from '../src/platform/queue/job-registry.ts';
import { accepted } from '../src/platform/result.ts';

/** Brings in files of plans and budgets that somebody said yes to. Killed at any moment, the next attempt goes on where this one stopped. */
export function registerBudgetImports(processors: JobRegistry, desk: Omit<ImportDesk, 'clock'>): JobRegistry {
  return processors.on(budgetImportRequested, async ({ importId }, { authorityId, clock, signal }) =>
    accepted(await runBudgetImport({ ...desk, clock }, authorityId, importId, signal)),
  );
}
