import { sql } from 'drizzle-orm';
import { type AnyPgColumn, check, foreignKey, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { budgets } from '../schema.ts';
import { importStates, rowStates, takes } from './rules/import-words.ts';

/**
 * A file of plans and budgets, from its preview to its undo. What can be read as words in its rows lies sealed under a key of the import's
 * own, which is dropped when the import has ended: by then the words stand in the families' records, under their keys.
 */
export const budgetImports = budgets.table(
  'budget_imports',
  {
    authorityId: integer('authority_id').notNull(),
    importId: uuid('import_id').notNull(),
    fileSha256: bytea('file_sha256').notNull(),
    fileName: text('file_name').notNull(),
    /** Which column of the file stands for which field. */
    columns: jsonb('columns').$type<Readonly<Record<string, string>>>().notNull(),
    keyRingId: text('key_ring_id'),
    wrappedKey: bytea('wrapped_key'),
    state: text('state', { enum: importStates }).notNull(),
    /** All rows or none, or those that are good. */
    take: text('take', { enum: takes }),
    /** Why more is given than a source has, in the approver's words. */
    shortReason: text('short_reason'),
    rows: integer('rows').notNull(),
    openedBy: text('opened_by').notNull(),
    openedAt: instant('opened_at').notNull(),
    committedBy: text('committed_by'),
    committedAt: instant('committed_at'),
    endedAt: instant('ended_at'),
    undoneBy: text('undone_by'),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.importId] }),
    index('budget_imports_file').on(t.authorityId, t.fileSha256),
    check('budget_imports_state', sql`${t.state} in (${oneOf(importStates)})`),
    check('budget_imports_take', sql`${t.take} is null or ${t.take} in (${oneOf(takes)})`),
  ],
);

const importKey = (t: { authorityId: AnyPgColumn; importId: AnyPgColumn }, name: string) =>
  foreignKey({ name, columns: [t.authorityId, t.importId], foreignColumns: [budgetImports.authorityId, budgetImports.importId] });

/** One line of the file: what is known of it without opening it. */
export const budgetImportRows = budgets.table(
  'budget_import_rows',
  {
    authorityId: integer('authority_id').notNull(),
    importId: uuid('import_id').notNull(),
    /** Line of the file on which the row begins, counted from 1. */
    line: integer('line').notNull(),
    /** The council's own references; empty where the row has none. */
    planReference: text('plan_reference').notNull(),
    lineReference: text('line_reference').notNull(),
    /** Of what the row says about the plan: all rows of a plan must say the same. */
    planDigest: bytea('plan_digest').notNull(),
    state: text('state', { enum: rowStates }).notNull(),
    /** Pence by source and year, as `{source}:{year}`. */
    shares: jsonb('shares').$type<Readonly<Record<string, string>>>().notNull(),
    amount: pence('amount').notNull(),
    sealed: bytea('sealed'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.importId, t.line] }),
    importKey(t, 'budget_import_rows_import'),
    index('budget_import_rows_plan').on(t.authorityId, t.importId, t.planReference),
    check('budget_import_rows_state', sql`${t.state} in (${oneOf(rowStates)})`),
  ],
);

/** Why a row cannot go in: the column and the reason, never what stood there. */
export const budgetImportFaults = budgets.table(
  'budget_import_faults',
  {
    authorityId: integer('authority_id').notNull(),
    importId: uuid('import_id').notNull(),
    line: integer('line').notNull(),
    column: text('column_name').notNull(),
    code: text('code').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.importId, t.line, t.column, t.code] }), importKey(t, 'budget_import_faults_import')],
);

/** Which plan of ours a reference of the council's stands for, so that the same plan never comes in twice. */
export const importedPlans = budgets.table(
  'imported_plans',
  {
    authorityId: integer('authority_id').notNull(),
    planReference: text('plan_reference').notNull(),
    planDigest: bytea('plan_digest').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    planId: uuid('plan_id').notNull(),
    /** The budget that the last import made for it. */
    budgetId: uuid('budget_id').notNull(),
    importId: uuid('import_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.planReference] })],
);

/** Which lines stand in the books by which import; gone when it is undone, so that they may come in again. */
export const importedLines = budgets.table(
  'imported_lines',
  {
    authorityId: integer('authority_id').notNull(),
    planReference: text('plan_reference').notNull(),
    lineReference: text('line_reference').notNull(),
    importId: uuid('import_id').notNull(),
    lineId: uuid('line_id').notNull(),
    budgetId: uuid('budget_id').notNull(),
    /** The entry that gave the line its money. */
    entryId: uuid('entry_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.planReference, t.lineReference] }),
    index('imported_lines_import').on(t.authorityId, t.importId, t.budgetId),
  ],
);
