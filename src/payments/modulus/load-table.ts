import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { v4 as uuidV4, v5 as uuidv5 } from 'uuid';
import { appendAudit, eventOf, serviceCaller } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { payeeAccounts } from '../payees/schema.ts';
import { readTable } from './current-table.ts';
import { recheckPayeeBook } from './job-contracts.ts';
import { type AffectedAccount, type RecheckRoom, recheckAccounts } from './recheck-accounts.ts';
import { readModulusTable, type TableFault } from './rules/weight-table.ts';
import { modulusChanges, modulusTables } from './schema.ts';

export interface LoadModulusTable {
  /** As it stands on the published file: `8.50`. */
  readonly version: string;
  readonly validFrom: PlainDate;
  readonly weights: string;
  readonly substitutions: string;
}

export interface LoadedModulusTable {
  readonly tableId: string;
  readonly rows: number;
  readonly accountsChecked: number;
  readonly affected: readonly AffectedAccount[];
}

/**
 * Takes in the council's own copy of the published tables and checks every account of the payee book by it: a new issue makes accounts wrong
 * that were right. Nothing is stopped by it; whoever is affected is listed. Loading the same again checks again.
 */
export async function loadModulusTable(
  room: RecheckRoom,
  caller: Caller,
  { version, validFrom, weights, substitutions }: LoadModulusTable,
): Promise<Result<LoadedModulusTable, TableFault | { readonly code: 'modulus-table-differs' }>> {
  const read = readModulusTable(version, weights, substitutions);
  if (!read.ok) return read;
  const { authorityId, principal: loadedBy } = caller;
  const digest = createHash('sha256').update(`${validFrom}\n${weights}\n\n${substitutions}`).digest();
  const kept = await inTransaction(room.database, { authorityId }, async (tx, client) => {
    const loadedAt = room.clock.now();
    const made = { authorityId, tableId: uuidV4(), version, validFrom, weights, substitutions, digest, loadedAt, loadedBy };
    await tx.insert(modulusTables).values(made).onConflictDoNothing();
    const [standing] = await tx
      .select({ tableId: modulusTables.tableId, digest: modulusTables.digest })
      .from(modulusTables)
      .where(and(eq(modulusTables.authorityId, authorityId), eq(modulusTables.version, version)));
    if (standing === undefined) throw new Error('a table was loaded and cannot be read');
    const facts = { tableId: standing.tableId, version, validFrom, rows: read.value.rows.length };
    if (standing.tableId === made.tableId) {
      await appendAudit(client, authorityId, [eventOf(caller, 'payments.load-modulus-table', 'change', loadedAt, {}, facts)]);
      // Whoever asked may not wait for a large book, or the process may end: the job finds what is missing then.
      const outboxId = uuidv5('recheck accounts', standing.tableId);
      await appendToOutbox(tx, recheckPayeeBook, { authorityId, payload: { tableId: standing.tableId }, recordedAt: loadedAt, outboxId });
    }
    return standing;
  });
  if (!kept.digest.equals(digest)) return refused({ code: 'modulus-table-differs' });
  const { tableId } = kept;
  const { checked, affected } = await recheckAccounts(room, caller, { tableId, table: read.value });
  return accepted({ tableId, rows: read.value.rows.length, accountsChecked: checked, affected });
}

/** The same check by itself, for a table that is there: the job asks for it. */
export async function recheckByTable(
  room: RecheckRoom,
  authorityId: number,
  { tableId }: { readonly tableId: string },
): Promise<Result<{ readonly checked: number; readonly affected: number }, never>> {
  const table = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) => readTable(tx, authorityId, tableId));
  const { checked, affected } = await recheckAccounts(room, serviceCaller(authorityId, 'system'), { tableId, table });
  return accepted({ checked, affected: affected.length });
}

export interface ListedTable {
  readonly tableId: string;
  readonly version: string;
  readonly validFrom: PlainDate;
  readonly loadedAt: Date;
  readonly loadedBy: string;
}

export async function listModulusTables({ database }: RecheckRoom, authorityId: number): Promise<ListedTable[]> {
  const { tableId, version, validFrom, loadedAt, loadedBy } = modulusTables;
  return inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ tableId, version, validFrom, loadedAt, loadedBy })
      .from(modulusTables)
      .where(eq(modulusTables.authorityId, authorityId))
      .orderBy(validFrom, loadedAt),
  );
}

/** Accounts that a table judges otherwise than when they were taken in. */
export async function affectedAccounts(
  { database }: RecheckRoom,
  authorityId: number,
): Promise<(AffectedAccount & { readonly tableId: string })[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({
        tableId: modulusChanges.tableId,
        accountId: modulusChanges.accountId,
        payeeId: payeeAccounts.payeeId,
        before: modulusChanges.before,
        after: modulusChanges.after,
      })
      .from(modulusChanges)
      .innerJoin(
        payeeAccounts,
        and(eq(payeeAccounts.authorityId, modulusChanges.authorityId), eq(payeeAccounts.accountId, modulusChanges.accountId)),
      )
      .where(eq(modulusChanges.authorityId, authorityId))
      .orderBy(modulusChanges.foundAt, modulusChanges.accountId),
  );
}
