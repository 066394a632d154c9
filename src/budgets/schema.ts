import { pgSchema } from 'drizzle-orm/pg-core';

/** One schema of the database for the whole room; each part keeps its tables beside its use cases. */
export const budgets = pgSchema('budgets');
