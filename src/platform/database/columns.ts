import { sql } from 'drizzle-orm';
import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/** How a kind of fact is kept in a column, said once for all tables. */

/** Sealed words, hashes and file parts. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** When something was recorded: a moment of the real clock. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A sum of money. */
export const pence = (name: string) => bigint(name, { mode: 'bigint' });

/** The values of a check, as SQL. They are names of ours, never input. */
export const oneOf = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));
