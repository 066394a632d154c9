import { type AnswersDesk, followAnswers, followBankAnswers } from '../src/payments/index.ts';
import type { JobRegistry } from '../src/platform/queue/job-registry.ts';

/** What follows for payees from what the bank has answered; however often it runs, each step is done once. */
export function registerBankAnswers(processors: JobRegistry, desk: Omit<AnswersDesk, 'clock'>): JobRegistry {
  return processors.on(followBankAnswers, ({ fileId }, { authorityId, clock }) =>
    followAnswers({ ...desk, clock }, authorityId, { fileId }),
  );
}
