import { dateInLondon } from '../../platform/calendar/london-time.ts';
import { answeringOutages } from '../../platform/http/answer-outages.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accountFigureOperations } from './account-figures.ts';
import { accountOperations } from './accounts.ts';
import { balanceAssertionOperations } from './balance-assertions.ts';
import { bulkEntryOperations } from './bulk-entries.ts';
import { crossingOperations } from './crossings.ts';
import { entryOperations } from './entries.ts';
import { entryMetadataOperations } from './entry-metadata.ts';
import { holdOperations } from './holds.ts';
import { importOperations } from './imports.ts';
import type { LedgerOperationsOptions, LedgerRoom } from './ledger-room.ts';
import { periodOperations } from './periods.ts';
import { reversalOperations } from './reversals.ts';
import { sweepOperations } from './sweeps.ts';
import { trialBalanceOperations } from './trial-balance.ts';
import { verificationOperations } from './verification.ts';
import { watchOperations } from './watches.ts';

/** What the admin API offers of the ledger. */
export function ledgerOperations(options: LedgerOperationsOptions): readonly Operation[] {
  const { clock } = options;
  const room: LedgerRoom = { businessDate: async () => dateInLondon(clock.now()), ...options };
  return [
    entryOperations,
    bulkEntryOperations,
    entryMetadataOperations,
    reversalOperations,
    sweepOperations,
    holdOperations,
    accountOperations,
    accountFigureOperations,
    trialBalanceOperations,
    periodOperations,
    watchOperations,
    crossingOperations,
    balanceAssertionOperations,
    importOperations,
    verificationOperations,
  ].flatMap((operationsOf) => operationsOf(room).map(answeringOutages));
}
