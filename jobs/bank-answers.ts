import { type AnswersDesk, followAnswers, followBankAnswers, recheckByTable, recheckPayeeBook } from '../src/payments/index.ts';
import type { JobRegistry } from '../src/platform/queue/job-registry.ts';

/** What follows for payees from what the bank has answered, and from a new table for check digits; however often these run, each step is done once. */
export function registerBankAnswers(processors: JobRegistry, desk: Omit<AnswersDesk, 'clock'>): JobRegistry {
  return processors
    .on(followBankAnswers, ({ fileId }, { authorityId, clock }) => followAnswers({ ...desk, clock }, authorityId, { fileId }))
    .on(recheckPayeeBook, (table, { authorityId, clock }) => recheckByTable({ ...desk, clock }, authorityId, table));
}
