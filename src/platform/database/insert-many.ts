import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { Transaction } from './in-transaction.ts';

/**
 * Inserts many rows by one statement that carries an array for each column: a statement with a parameter for every value takes longer to be
 * written here than to be carried out there. Every row says the same columns; array columns cannot be carried this way.
 */
export async function insertMany<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table['$inferInsert'][],
  onConflict: SQL = sql``,
): Promise<void> {
  if (rows.length === 0) return;
  const { schema, name } = getTableConfig(table);
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => rows.some((row) => row[key as never] !== undefined));
  const values = columns.map(([key, column]) => {
    const carried = rows.map((row): unknown => {
      const value: unknown = row[key as never];
      return value === undefined || value === null ? null : column.mapToDriverValue(value);
    });
    return sql`${sql.param(carried)}::${sql.raw(column.getSQLType())}[]`;
  });
  const names = columns.map(([, column]) => sql.identifier(column.name));
  const into = schema === undefined ? sql.identifier(name) : sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
  await tx.execute(sql`insert into ${into} (${sql.join(names, sql`, `)}) select * from unnest(${sql.join(values, sql`, `)}) ${onConflict}`);
}
