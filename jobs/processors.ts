import { anchorLedger, checkLedger, type Ledger } from '../src/ledger/index.ts';
import { releaseRun } from '../src/payments/index.ts';
import type { Clock } from '../src/platform/clock/clock.ts';
import type { Database } from '../src/platform/database/database.ts';
import { JobRegistry } from '../src/platform/queue/job-registry.ts';
import { registerBankStatements } from './bank-statements.ts';
import { dailyAnchor, dailyAnchorProcessor } from './daily-anchor.ts';
import { releaseRunProcessor } from './direct-payments.ts';
import { ledgerCheckProcessor, nightlyLedgerCheck } from './ledger-check.ts';
import { registerOverspendAlerts } from './overspend-alerts.ts';

export interface JobDependencies {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly anchorFolder: string;
}

/** Which processor serves which topic. */
export function processorsOf({ database, ledger, anchorFolder }: JobDependencies): JobRegistry {
  const processors = new JobRegistry()
    .on(
      nightlyLedgerCheck,
      ledgerCheckProcessor((check) => checkLedger(database, { ...check, anchorFolder })),
    )
    .on(
      dailyAnchor,
      dailyAnchorProcessor((check) => anchorLedger(database, { ...check, anchorFolder })),
    )
    .on(releaseRun, releaseRunProcessor({ database, ledger }));
  return registerOverspendAlerts(registerBankStatements(processors, { database }), { database, ledger });
}
