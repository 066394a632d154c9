import type { Database } from '../../platform/database/database.ts';
import type { Transaction, TransactionClient } from '../../platform/database/in-transaction.ts';
import { withDeadline } from '../../platform/database/with-deadline.ts';
import { UnreadableFile } from '../../platform/files/unreadable-file.ts';
import { type Result, refused } from '../../platform/result.ts';
import { findBankAccount } from '../bank-accounts/register.ts';
import { findMapping } from '../csv-mappings/save-mapping.ts';
import { readStatementEvents } from '../statements/read-statement-events.ts';
import type { ReadingChoices } from '../statements/reading-choices.ts';
import { UnreadableStatement } from '../statements/unreadable-statement.ts';
import type { ImportPreview, ImportRefusal, StatementImport } from './import.ts';
import { fileContent, findKeptFile } from './keep-file.ts';
import { readIntoBook } from './read-into-book.ts';
import type { StatementDesk } from './statement-desk.ts';

/** Told when this many lines more have been read: often enough to watch, and seldom enough not to slow what is watched. */
const LINES_BETWEEN_NOTES = 5_000;
const NOTE_DEADLINE_MS = 15_000;

export interface FileReading {
  readonly stage: 'preview' | 'import';
  /** Aborted when the worker stops: the transaction is taken back and the job tried again. */
  readonly signal?: AbortSignal | undefined;
}

/** Reads the kept file of an import into the books, inside the caller's transaction, and notes on the way how far it has come. */
export async function readFileIntoBook(
  { database, clock }: StatementDesk,
  authorityId: number,
  { importId, fileId, choices }: StatementImport,
  { stage, signal }: FileReading,
  { tx, client }: { readonly tx: Transaction; readonly client: TransactionClient },
): Promise<Result<ImportPreview, ImportRefusal>> {
  const file = await findKeptFile(database, authorityId, fileId);
  if (file === undefined) throw new Error(`The bank statement file ${fileId} is gone.`);
  let bytesRead = 0;
  let noted = 0;
  async function* content(kept: { readonly fileId: string; readonly chunks: number }): AsyncGenerator<Uint8Array> {
    for await (const chunk of fileContent(database, authorityId, kept)) {
      bytesRead += chunk.length;
      yield chunk;
    }
  }
  const note = (lines: number) =>
    withDeadline(
      NOTE_DEADLINE_MS,
      database.sql`select reconciliation.note_progress(${authorityId}, ${importId}::text::uuid, ${stage}, ${bytesRead}, ${lines}, ${clock.now()})`,
    );
  const onLines = async (lines: number) => {
    signal?.throwIfAborted();
    if (lines - noted < LINES_BETWEEN_NOTES) return;
    noted = lines;
    await note(lines);
  };
  try {
    const events = readStatementEvents(content(file), { choices: await readingChoices(database, authorityId, choices) });
    const read = await readIntoBook(tx, client, events, { authorityId, importId, choices, now: clock.now(), onLines });
    await note(read.ok ? read.value.linesNew + read.value.linesKnown : noted);
    return read;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return refused({ code: 'bank-statement-unreadable', ...(error.line !== undefined && { line: error.line }), reason: error.message });
  }
}

async function readingChoices(database: Database, authorityId: number, choices: StatementImport['choices']): Promise<ReadingChoices> {
  const { accountId, dateOrder, mappingId, profile } = choices;
  const account = accountId === undefined ? undefined : await findBankAccount(database, authorityId, accountId);
  const saved = mappingId === undefined ? undefined : await findMapping(database, authorityId, mappingId);
  if (mappingId !== undefined && saved === undefined) {
    throw new UnreadableStatement('format-not-known', undefined, 'The saved CSV form is gone. Choose another and begin again.');
  }
  return {
    ...(dateOrder !== undefined && { dateOrder }),
    ...(profile !== undefined && { profile }),
    ...(account !== undefined && { currency: account.currency }),
    ...(saved !== undefined && { mapping: saved.mapping }),
  };
}
