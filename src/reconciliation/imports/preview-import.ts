import { and, inArray } from 'drizzle-orm';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { statementImports } from '../schema.ts';
import type { ImportPreview, ImportRefusal, StatementImport } from './import.ts';
import { type FileReading, readFileIntoBook } from './read-file.ts';
import { takeTurn } from './read-into-book.ts';
import type { StatementDesk } from './statement-desk.ts';
import { findImport, importIn, importKey } from './store.ts';

/** Carries what was found out of a transaction that is taken back. */
class TakenBack extends Error {
  readonly outcome: Result<ImportPreview, ImportRefusal>;

  constructor(outcome: Result<ImportPreview, ImportRefusal>) {
    super('taken back');
    this.outcome = outcome;
  }
}

/**
 * Says what the import would do by doing it and taking it back: no second set of rules can then promise what the first does not keep.
 * A file that may not be imported ends here, refused with the reason, and nothing of it is in the books.
 */
export async function previewImport(
  desk: StatementDesk,
  authorityId: number,
  importId: string,
  run: Pick<FileReading, 'signal'> = {},
): Promise<Result<StatementImport, { readonly code: 'statement-import-not-found' }>> {
  const { database, clock } = desk;
  const found = await findImport(database, authorityId, importId);
  if (found === undefined) return refused({ code: 'statement-import-not-found' });
  if (found.state !== 'uploaded' && found.state !== 'previewed') return accepted(found);
  const outcome = await inTransaction(database, { authorityId }, async (tx, client) => {
    await takeTurn(tx, authorityId);
    throw new TakenBack(await readFileIntoBook(desk, authorityId, found, { ...run, stage: 'preview' }, { tx, client }));
  }).catch((error: unknown) => {
    if (error instanceof TakenBack) return error.outcome;
    throw error;
  });
  return inTransaction(database, { authorityId }, async (tx) => {
    const before = and(importKey(authorityId, importId), inArray(statementImports.state, ['uploaded', 'previewed']));
    await tx
      .update(statementImports)
      .set(
        outcome.ok ? { state: 'previewed', preview: outcome.value } : { state: 'refused', refusal: outcome.refusal, endedAt: clock.now() },
      )
      .where(before);
    return accepted((await importIn(tx, authorityId, importId)) as StatementImport);
  });
}
