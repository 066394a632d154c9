import { and, desc, eq } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { budgetAgreements, budgetSignatures } from './schema.ts';

export type AgreementRow = typeof budgetAgreements.$inferSelect;
export type SignatureRow = typeof budgetSignatures.$inferSelect;

/** The version that counts: the one written last. */
export async function latestAgreement(tx: Transaction, authorityId: number, budgetId: string): Promise<AgreementRow | undefined> {
  const [row] = await tx
    .select()
    .from(budgetAgreements)
    .where(and(eq(budgetAgreements.authorityId, authorityId), eq(budgetAgreements.budgetId, budgetId)))
    .orderBy(desc(budgetAgreements.version))
    .limit(1);
  return row;
}

export async function insertAgreement(tx: Transaction, row: typeof budgetAgreements.$inferInsert): Promise<void> {
  await tx.insert(budgetAgreements).values(row);
}

export async function readSignatures(tx: Transaction, authorityId: number, budgetId: string, version: number): Promise<SignatureRow[]> {
  return tx
    .select()
    .from(budgetSignatures)
    .where(
      and(eq(budgetSignatures.authorityId, authorityId), eq(budgetSignatures.budgetId, budgetId), eq(budgetSignatures.version, version)),
    );
}

export async function insertSignature(tx: Transaction, row: typeof budgetSignatures.$inferInsert): Promise<void> {
  await tx.insert(budgetSignatures).values(row);
}

/** Who has signed the version that counts. */
export async function signaturesOn(tx: Transaction, authorityId: number, budgetId: string): Promise<SignatureRow['side'][]> {
  const latest = await latestAgreement(tx, authorityId, budgetId);
  if (latest === undefined) return [];
  return (await readSignatures(tx, authorityId, budgetId, latest.version)).map(({ side }) => side);
}
