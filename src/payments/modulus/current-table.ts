import { and, desc, eq, lte } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { checkAccount, type ModulusOutcome } from './rules/check-account.ts';
import { type ModulusTable, readModulusTable } from './rules/weight-table.ts';
import { modulusTables } from './schema.ts';

export interface Judged {
  readonly outcome: ModulusOutcome;
  /** Which table said so; none when the council has not loaded one. */
  readonly tableId?: string;
  readonly version?: string;
}

export interface LoadedTable {
  readonly tableId: string;
  readonly table: ModulusTable;
}

/** Read texts of tables by id: a loaded table never changes. */
const read = new Map<string, ModulusTable>();
const READ_AT_MOST = 50;

/** The newest table that holds on a day. */
async function tableOn(tx: Transaction, authorityId: number, on: PlainDate): Promise<LoadedTable | undefined> {
  const [newest] = await tx
    .select({ tableId: modulusTables.tableId })
    .from(modulusTables)
    .where(and(eq(modulusTables.authorityId, authorityId), lte(modulusTables.validFrom, on)))
    .orderBy(desc(modulusTables.validFrom), desc(modulusTables.loadedAt))
    .limit(1);
  if (newest === undefined) return undefined;
  const { tableId } = newest;
  const known = read.get(`${authorityId}/${tableId}`) ?? (await readTable(tx, authorityId, tableId));
  return { tableId, table: known };
}

/** Without a table, and for accounts abroad, nobody can tell: that is not the same as right. */
export function judge(loaded: LoadedTable | undefined, account: { readonly sortCode?: string; readonly accountNumber?: string }): Judged {
  const { sortCode, accountNumber } = account;
  if (loaded === undefined) return { outcome: 'cannot-tell' };
  const { tableId, table } = loaded;
  if (sortCode === undefined || accountNumber === undefined) return { outcome: 'cannot-tell', tableId, version: table.version };
  return { outcome: checkAccount(table, sortCode, accountNumber), tableId, version: table.version };
}

export async function judgeAccount(
  { database, businessDate }: { readonly database: Database; readonly businessDate: (authorityId: number) => Promise<PlainDate> },
  authorityId: number,
  account: { readonly sortCode?: string; readonly accountNumber?: string },
): Promise<Judged> {
  const today = await businessDate(authorityId);
  const loaded = await inTransaction(database, { authorityId, readOnly: true }, (tx) => tableOn(tx, authorityId, today));
  return judge(loaded, account);
}

export async function readTable(tx: Transaction, authorityId: number, tableId: string): Promise<ModulusTable> {
  const [row] = await tx
    .select()
    .from(modulusTables)
    .where(and(eq(modulusTables.authorityId, authorityId), eq(modulusTables.tableId, tableId)));
  const table = row && readModulusTable(row.version, row.weights, row.substitutions);
  if (!table?.ok) throw new Error('a table that was loaded cannot be read');
  if (read.size >= READ_AT_MOST) read.clear();
  read.set(`${authorityId}/${tableId}`, table.value);
  return table.value;
}
