import { isCurrentAttempt } from '../src/platform/queue/job-attempts.ts';
import type { JobRegistry } from '../src/platform/queue/job-registry.ts';
import { importRequested, previewImport, previewRequested, runImport, type StatementDesk } from '../src/reconciliation/index.ts';

/** Reads bank statement files that somebody sent in. Both may be killed at any moment and run twice at once: a reading is in the books whole or not at all. */
export function registerBankStatements(processors: JobRegistry, { database }: Pick<StatementDesk, 'database'>): JobRegistry {
  return processors
    .on(previewRequested, ({ importId }, { authorityId, clock, signal }) =>
      previewImport({ database, clock }, authorityId, importId, { signal }),
    )
    .on(importRequested, ({ importId }, { authorityId, outboxId, attempt, clock, signal }) =>
      runImport({ database, clock }, authorityId, importId, {
        signal,
        isCurrent: (tx) => isCurrentAttempt(tx, { authorityId, outboxId, attempt }),
      }),
    );
}
