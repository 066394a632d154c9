import { sql } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { importRequested } from '../job-contracts.ts';
import { statementImports } from '../schema.ts';
import type { StatementImport } from './import.ts';
import type { StatementDesk } from './statement-desk.ts';
import { importIn, importKey, liveImportOfFile } from './store.ts';

export interface CommitImportRefusal {
  readonly code: 'file-already-imported' | 'statement-import-not-found' | 'import-not-previewed';
  readonly importId?: string;
  /** Where it stands instead. */
  readonly state?: StatementImport['state'];
}

/** An officer has seen the preview and says yes. Said twice, it is the same import; the work is asked for in the same transaction. */
export async function commitImport(
  { database, clock }: StatementDesk,
  { authorityId, principal }: Actor,
  importId: string,
): Promise<Result<StatementImport, CommitImportRefusal>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('reconciliation.commit'), ${authorityId})`);
    const found = await importIn(tx, authorityId, importId);
    if (found === undefined) return refused({ code: 'statement-import-not-found' });
    if (found.state === 'importing' || found.state === 'imported') return accepted(found);
    if (found.state !== 'previewed') return refused({ code: 'import-not-previewed', state: found.state });
    const live = await liveImportOfFile(tx, authorityId, found.fileId);
    if (live !== undefined) return refused({ code: 'file-already-imported', importId: live });
    const committedAt = clock.now();
    await tx
      .update(statementImports)
      .set({ state: 'importing', committedBy: principal, committedAt })
      .where(importKey(authorityId, importId));
    const outboxId = uuidv5('import', importId);
    await appendToOutbox(tx, importRequested, { authorityId, outboxId, payload: { importId }, recordedAt: committedAt });
    return accepted((await importIn(tx, authorityId, importId)) as StatementImport);
  });
}
