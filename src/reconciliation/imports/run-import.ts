import { and, eq } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { matchRequested } from '../job-contracts.ts';
import { bankStatements, statementImports } from '../schema.ts';
import type { ImportRefusal, StatementImport } from './import.ts';
import { type FileReading, readFileIntoBook } from './read-file.ts';
import { takeTurn } from './read-into-book.ts';
import type { StatementDesk } from './statement-desk.ts';
import { findImport, importIn, importKey } from './store.ts';

class Refused extends Error {
  readonly refusal: ImportRefusal;

  constructor(refusal: ImportRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

class Superseded extends Error {}

export interface ImportRun extends Pick<FileReading, 'signal'> {
  /** Asked first in the transaction: false when a later attempt at this job has taken over. */
  readonly isCurrent?: (tx: Transaction) => Promise<boolean>;
}

/**
 * Brings an import into the books: lines, bank statements and the import's own end in one transaction, so a run that is killed has done
 * nothing and is run again. Two runs at once take turns; the second finds it done.
 */
export async function runImport(
  desk: StatementDesk,
  authorityId: number,
  importId: string,
  { signal, isCurrent }: ImportRun = {},
): Promise<Result<StatementImport, { readonly code: 'statement-import-not-found' }>> {
  const { database, clock } = desk;
  const found = await findImport(database, authorityId, importId);
  if (found === undefined) return refused({ code: 'statement-import-not-found' });
  if (found.state !== 'importing') return accepted(found);
  try {
    return await inTransaction(database, { authorityId }, async (tx, client) => {
      await takeTurn(tx, authorityId);
      if (isCurrent !== undefined && !(await isCurrent(tx))) throw new Superseded('a later attempt has taken over');
      const now = (await importIn(tx, authorityId, importId)) as StatementImport;
      if (now.state !== 'importing') return accepted(now);
      const read = await readFileIntoBook(desk, authorityId, found, { signal, stage: 'import' }, { tx, client });
      if (!read.ok) throw new Refused(read.refusal);
      const { linesNew, linesKnown } = read.value;
      await tx
        .update(statementImports)
        .set({ state: 'imported', linesNew, linesKnown, endedAt: clock.now() })
        .where(importKey(authorityId, importId));
      await askForMatching(tx, authorityId, importId, clock.now());
      return accepted((await importIn(tx, authorityId, importId)) as StatementImport);
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return inTransaction(database, { authorityId }, async (tx) => {
      await tx
        .update(statementImports)
        .set({ state: 'refused', refusal: error.refusal, endedAt: clock.now() })
        .where(and(importKey(authorityId, importId), eq(statementImports.state, 'importing')));
      return accepted((await importIn(tx, authorityId, importId)) as StatementImport);
    });
  }
}

/** In the import's own transaction: lines that are in the books are matched, whatever happens to this process. */
async function askForMatching(tx: Transaction, authorityId: number, importId: string, recordedAt: Date): Promise<void> {
  const accounts = await tx
    .selectDistinct({ accountId: bankStatements.accountId })
    .from(bankStatements)
    .where(and(eq(bankStatements.authorityId, authorityId), eq(bankStatements.importId, importId)));
  for (const { accountId } of accounts) {
    const outboxId = uuidv5(`match ${accountId}`, importId);
    await appendToOutbox(tx, matchRequested, { authorityId, outboxId, payload: { accountId }, recordedAt });
  }
}
