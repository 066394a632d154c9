import { and, asc, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import type { Actor } from '../../../../ledger/index.ts';
import { inTransaction, type Transaction } from '../../../../platform/database/in-transaction.ts';
import { checkVersion, type VersionStale } from '../../../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../../../platform/result.ts';
import type { PaymentDesk } from '../../../payment-desk.ts';
import type { BankCsvProfile } from '../bank-csv-profile.ts';
import { BANK_CSV_PROFILES } from '../bank-csv-profiles.ts';
import { bankCsvMappings } from './schema.ts';

export type SavedBankCsvMapping = typeof bankCsvMappings.$inferSelect;
type Desk = Pick<PaymentDesk, 'database' | 'clock'>;
type NameTaken = { readonly code: 'bank-csv-mapping-name-taken' };

/** Keeps how a bank's table is written, under its own name. An originator is then proposed with it. */
export async function saveBankCsvMapping(
  { database, clock }: Desk,
  { authorityId, principal: savedBy }: Actor,
  mapping: BankCsvProfile,
): Promise<Result<SavedBankCsvMapping, NameTaken>> {
  const { name } = mapping;
  if (BANK_CSV_PROFILES.some((profile) => profile.name === name)) return refused({ code: 'bank-csv-mapping-name-taken' });
  return inTransaction(database, { authorityId }, async (tx) => {
    const row = { authorityId, mappingId: uuidV4(), name, mapping, revision: 1, savedBy, savedAt: clock.now() };
    const [saved] = await tx.insert(bankCsvMappings).values(row).onConflictDoNothing().returning();
    return saved === undefined ? refused({ code: 'bank-csv-mapping-name-taken' }) : accepted(saved);
  });
}

/** Originators keep the table they were confirmed with: a change reaches a rail when two people have put it there. */
export async function changeBankCsvMapping(
  { database, clock }: Desk,
  { authorityId, principal: savedBy }: Actor,
  { mappingId, mapping, ifMatch }: { readonly mappingId: string; readonly mapping: BankCsvProfile; readonly ifMatch: string },
): Promise<Result<SavedBankCsvMapping, NameTaken | VersionStale | { readonly code: 'bank-csv-mapping-not-found' }>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const one = and(eq(bankCsvMappings.authorityId, authorityId), eq(bankCsvMappings.mappingId, mappingId));
    const [row] = await tx.select().from(bankCsvMappings).where(one).for('update');
    if (row === undefined) return refused({ code: 'bank-csv-mapping-not-found' });
    const current = checkVersion(ifMatch, row.revision);
    if (!current.ok) return current;
    const taken = BANK_CSV_PROFILES.map(({ name }) => name).concat(
      (await listBankCsvMappings(tx, authorityId)).filter((each) => each.mappingId !== mappingId).map(({ name }) => name),
    );
    if (taken.includes(mapping.name)) return refused({ code: 'bank-csv-mapping-name-taken' });
    const change = { name: mapping.name, mapping, revision: row.revision + 1, savedBy, savedAt: clock.now() };
    await tx.update(bankCsvMappings).set(change).where(one);
    return accepted({ ...row, ...change });
  });
}

export async function listBankCsvMappings(tx: Transaction, authorityId: number): Promise<SavedBankCsvMapping[]> {
  return tx.select().from(bankCsvMappings).where(eq(bankCsvMappings.authorityId, authorityId)).orderBy(asc(bankCsvMappings.name));
}
