import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import type { Transaction } from './in-transaction.ts';

/**
 * Inserts rows of one table as one JSON parameter: a parameter for each value costs this process more than the insert costs the database
 * once a run or a file brings thousands. A column that no row names takes its default; one that some rows name is null in the others.
 */
export async function insertRows<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table['$inferInsert'][],
  onConflict: SQL = sql``,
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.entries<PgColumn>(getTableColumns(table)).filter(([member]) =>
    rows.some((row) => memberOf(row, member) !== undefined),
  );
  const told = rows.map((row) =>
    Object.fromEntries(columns.map(([member, column]) => [column.name, asJson(column, memberOf(row, member))])),
  );
  const names = sql.join(
    columns.map(([, { name }]) => sql.identifier(name)),
    sql`, `,
  );
  const { schema = 'public', name } = getTableConfig(table);
  const rowType = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
  await tx.execute(sql`
    insert into ${table} (${names})
    select ${names} from json_populate_recordset(null::${rowType}, ${JSON.stringify(told)}::json) ${onConflict}`);
}

const memberOf = (row: object, member: string): unknown => (row as Readonly<Record<string, unknown>>)[member];

function asJson(column: PgColumn, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  // What is JSON already is told as it is; the driver's own form of it would be a text in quotes.
  if (column.dataType === 'json') return value;
  const stored = column.mapToDriverValue(value);
  if (Buffer.isBuffer(stored)) return `\\x${stored.toString('hex')}`;
  return typeof stored === 'bigint' ? `${stored}` : stored;
}
