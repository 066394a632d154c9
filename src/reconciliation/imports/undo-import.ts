import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { statementImports } from '../schema.ts';
import type { StatementImport } from './import.ts';
import { takeTurn } from './read-into-book.ts';
import type { StatementDesk } from './statement-desk.ts';
import { importIn, importKey } from './store.ts';

class InUse extends Error {
  readonly lines: number;

  constructor(lines: number) {
    super('lines are in use');
    this.lines = lines;
  }
}

export interface UndoRefusal {
  readonly code: 'import-lines-in-use' | 'statement-import-not-found' | 'import-not-undoable';
  readonly lines?: number;
  readonly state?: StatementImport['state'];
}

/** Marks what the import brought as undone; nothing is removed, and the same file can be imported again afterwards. */
export async function undoImport(
  { database, clock }: StatementDesk,
  { authorityId, principal }: Actor,
  importId: string,
): Promise<Result<StatementImport & { readonly linesUndone: number }, UndoRefusal>> {
  try {
    return await inTransaction(database, { authorityId }, async (tx, client) => {
      await takeTurn(tx, authorityId);
      const found = await importIn(tx, authorityId, importId);
      if (found === undefined) return refused({ code: 'statement-import-not-found' });
      if (found.state === 'undone') return accepted({ ...found, linesUndone: 0 });
      if (found.state !== 'imported') return refused({ code: 'import-not-undoable', state: found.state });
      const undoneAt = clock.now();
      const { rows } = await client.query<{ lines_undone: number; lines_in_use: number }>(
        'select * from reconciliation.undo_import($1, $2, $3)',
        [authorityId, importId, undoneAt],
      );
      const { lines_undone: linesUndone = 0, lines_in_use: inUse = 0 } = rows[0] ?? {};
      if (inUse > 0) throw new InUse(inUse);
      await tx.update(statementImports).set({ state: 'undone', undoneBy: principal, undoneAt }).where(importKey(authorityId, importId));
      return accepted({ ...((await importIn(tx, authorityId, importId)) as StatementImport), linesUndone });
    });
  } catch (error) {
    if (error instanceof InUse) return refused({ code: 'import-lines-in-use', lines: error.lines });
    throw error;
  }
}
