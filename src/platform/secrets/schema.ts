import { boolean } from 'drizzle-orm/pg-core';
import { bytea } from '../database/columns.ts';
import { platform } from '../queue/schema.ts';

/** Which service key this database was used with: a mark made with it, from which the key does not follow. One row. */
export const serviceKeyMarks = platform.table('service_key_marks', {
  single: boolean('single').primaryKey().default(true),
  mark: bytea('mark').notNull(),
});
