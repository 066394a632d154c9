import { and, asc, eq, gt } from 'drizzle-orm';
import type { Actor } from '../../ledger/index.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { StatementDesk } from '../imports/statement-desk.ts';
import { csvMappings } from '../schema.ts';
import type { CsvMapping } from '../statements/csv/csv-mapping.ts';

export interface SavedMapping {
  readonly mappingId: string;
  readonly mapping: CsvMapping;
  readonly version: number;
  readonly savedBy: string;
  readonly savedAt: Date;
}

type Row = typeof csvMappings.$inferSelect;

/** Keeps how a user reads a bank's CSV, under the mapping's own name. */
export async function saveMapping(
  { database, clock }: StatementDesk,
  { authorityId, principal }: Actor,
  mapping: CsvMapping,
): Promise<Result<SavedMapping, { readonly code: 'csv-mapping-name-taken' }>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const savedAt = clock.now();
    const row = {
      authorityId,
      mappingId: timeOrderedId(savedAt),
      name: mapping.name,
      mapping,
      version: 1,
      savedBy: principal,
      savedAt,
    };
    const [saved] = await tx.insert(csvMappings).values(row).onConflictDoNothing().returning();
    return saved === undefined ? refused({ code: 'csv-mapping-name-taken' }) : accepted(savedOf(saved));
  });
}

/** Imports that used it stay as they are: a mapping only says how the next file is read. */
export async function changeMapping(
  { database, clock }: StatementDesk,
  { authorityId, principal }: Actor,
  mappingId: string,
  { mapping, ifMatch }: { readonly mapping: CsvMapping; readonly ifMatch: string },
): Promise<Result<SavedMapping, VersionStale | { readonly code: 'csv-mapping-not-found' | 'csv-mapping-name-taken' }>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const row = await lockedRow(tx, authorityId, mappingId);
    if (row === undefined) return refused({ code: 'csv-mapping-not-found' });
    const checked = checkVersion(ifMatch, row.version);
    if (!checked.ok) return checked;
    const named = await tx
      .select()
      .from(csvMappings)
      .where(and(eq(csvMappings.authorityId, authorityId), eq(csvMappings.name, mapping.name)));
    if (named.some((other) => other.mappingId !== mappingId)) return refused({ code: 'csv-mapping-name-taken' });
    const [changed] = await tx
      .update(csvMappings)
      .set({ name: mapping.name, mapping, version: row.version + 1, savedBy: principal, savedAt: clock.now() })
      .where(keyOf(authorityId, mappingId))
      .returning();
    return accepted(savedOf(changed as Row));
  });
}

export async function removeMapping(
  { database }: Pick<StatementDesk, 'database'>,
  { authorityId }: Actor,
  mappingId: string,
  ifMatch: string,
): Promise<Result<undefined, VersionStale | { readonly code: 'csv-mapping-not-found' }>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const row = await lockedRow(tx, authorityId, mappingId);
    if (row === undefined) return refused({ code: 'csv-mapping-not-found' });
    const checked = checkVersion(ifMatch, row.version);
    if (!checked.ok) return checked;
    await tx.delete(csvMappings).where(keyOf(authorityId, mappingId));
    return accepted(undefined);
  });
}

export async function listMappings(
  database: Database,
  authorityId: number,
  { after, limit = 1_000 }: { readonly after?: string | undefined; readonly limit?: number } = {},
): Promise<SavedMapping[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const from = after === undefined ? undefined : gt(csvMappings.mappingId, after);
    const rows = await tx
      .select()
      .from(csvMappings)
      .where(and(eq(csvMappings.authorityId, authorityId), from))
      .orderBy(asc(csvMappings.mappingId))
      .limit(limit);
    return rows.map(savedOf);
  });
}

export async function findMapping(database: Database, authorityId: number, mappingId: string): Promise<SavedMapping | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const [row] = await tx.select().from(csvMappings).where(keyOf(authorityId, mappingId));
    return row && savedOf(row);
  });
}

async function lockedRow(tx: Transaction, authorityId: number, mappingId: string): Promise<Row | undefined> {
  const [row] = await tx.select().from(csvMappings).where(keyOf(authorityId, mappingId)).for('update');
  return row;
}

function keyOf(authorityId: number, mappingId: string) {
  return and(eq(csvMappings.authorityId, authorityId), eq(csvMappings.mappingId, mappingId));
}

function savedOf({ mappingId, mapping, version, savedBy, savedAt }: Row): SavedMapping {
  return { mappingId, mapping, version, savedBy, savedAt };
}
