import { and, eq } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { previewRequested } from '../job-contracts.ts';
import { bankAccounts, csvMappings, statementFiles, statementImports } from '../schema.ts';
import type { ImportChoices, StatementImport } from './import.ts';
import type { StatementDesk } from './statement-desk.ts';
import { importIn, liveImportOfFile } from './store.ts';

export interface OpenImport {
  readonly fileId: string;
  readonly choices?: ImportChoices;
}

export interface OpenImportRefusal {
  readonly code: 'bank-account-not-found' | 'csv-mapping-not-found' | 'file-already-imported' | 'statement-file-not-found';
  /** The import that has the file in the books already. */
  readonly importId?: string;
}

/** Begins the import of a kept file: it is read, and nothing is in the books before somebody has seen the preview and said yes. */
export async function openImport(
  { database, clock }: StatementDesk,
  { authorityId, principal }: Actor,
  { fileId, choices = {} }: OpenImport,
): Promise<Result<StatementImport, OpenImportRefusal>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const isKept = and(eq(statementFiles.authorityId, authorityId), eq(statementFiles.fileId, fileId), eq(statementFiles.state, 'kept'));
    if ((await tx.select({ fileId: statementFiles.fileId }).from(statementFiles).where(isKept)).length === 0) {
      return refused({ code: 'statement-file-not-found' });
    }
    if (choices.accountId !== undefined) {
      const isIt = and(eq(bankAccounts.authorityId, authorityId), eq(bankAccounts.accountId, choices.accountId));
      if ((await tx.select({ id: bankAccounts.accountId }).from(bankAccounts).where(isIt)).length === 0) {
        return refused({ code: 'bank-account-not-found' });
      }
    }
    if (choices.mappingId !== undefined) {
      const isIt = and(eq(csvMappings.authorityId, authorityId), eq(csvMappings.mappingId, choices.mappingId));
      if ((await tx.select({ id: csvMappings.mappingId }).from(csvMappings).where(isIt)).length === 0) {
        return refused({ code: 'csv-mapping-not-found' });
      }
    }
    const live = await liveImportOfFile(tx, authorityId, fileId);
    if (live !== undefined) return refused({ code: 'file-already-imported', importId: live });
    const openedAt = clock.now();
    const importId = timeOrderedId(openedAt);
    await tx.insert(statementImports).values({ authorityId, importId, fileId, state: 'uploaded', choices, openedBy: principal, openedAt });
    const outboxId = uuidv5('preview', importId);
    await appendToOutbox(tx, previewRequested, { authorityId, outboxId, payload: { importId }, recordedAt: openedAt });
    return accepted((await importIn(tx, authorityId, importId)) as StatementImport);
  });
}
