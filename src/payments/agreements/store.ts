import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { ConsentKind } from '../rules/agreement-kinds.ts';
import { agreementConsents, agreementDecisions, agreementNotices, agreements, headAgreements, recipientChecks } from './schema.ts';

/** Statements on agreements. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type AgreementRow = typeof agreements.$inferSelect;
export type NoticeRow = typeof agreementNotices.$inferSelect;
export type ConsentRow = typeof agreementConsents.$inferSelect;
export type DecisionRow = typeof agreementDecisions.$inferSelect;

const keyOf = (authorityId: number, agreementId: string) =>
  and(eq(agreements.authorityId, authorityId), eq(agreements.agreementId, agreementId));

export async function readAgreement(
  tx: Transaction,
  authorityId: number,
  agreementId: string,
  lock?: 'update',
): Promise<AgreementRow | undefined> {
  const found = tx.select().from(agreements).where(keyOf(authorityId, agreementId));
  const [row] = lock ? await found.for('update') : await found;
  return row;
}

export async function agreementsOfFamily(tx: Transaction, authorityId: number, familyId: string): Promise<AgreementRow[]> {
  return tx
    .select()
    .from(agreements)
    .where(and(eq(agreements.authorityId, authorityId), eq(agreements.familyId, familyId)))
    .orderBy(asc(agreements.from), asc(agreements.agreementId));
}

/** Those that are paid, or paused. */
export async function standingAgreements(tx: Transaction, authorityId: number): Promise<AgreementRow[]> {
  return tx
    .select()
    .from(agreements)
    .where(and(eq(agreements.authorityId, authorityId), inArray(agreements.state, ['live', 'paused'])))
    .orderBy(asc(agreements.until), asc(agreements.agreementId));
}

/** The agreements that take the place of one when its days are over. */
export async function renewalsOf(tx: Transaction, authorityId: number, agreementId: string): Promise<AgreementRow[]> {
  return tx
    .select()
    .from(agreements)
    .where(and(eq(agreements.authorityId, authorityId), eq(agreements.renews, agreementId)));
}

export async function insertAgreement(tx: Transaction, row: typeof agreements.$inferInsert): Promise<void> {
  await tx.insert(agreements).values(row);
}

export async function updateAgreement(
  tx: Transaction,
  authorityId: number,
  agreementId: string,
  change: Partial<typeof agreements.$inferInsert>,
): Promise<void> {
  await tx.update(agreements).set(change).where(keyOf(authorityId, agreementId));
}

export async function noticesOf(tx: Transaction, authorityId: number, agreementId: string): Promise<NoticeRow[]> {
  return tx
    .select()
    .from(agreementNotices)
    .where(and(eq(agreementNotices.authorityId, authorityId), eq(agreementNotices.agreementId, agreementId)))
    .orderBy(desc(agreementNotices.version));
}

export async function consentsOf(tx: Transaction, authorityId: number, agreementId: string): Promise<ConsentRow[]> {
  return tx
    .select()
    .from(agreementConsents)
    .where(and(eq(agreementConsents.authorityId, authorityId), eq(agreementConsents.agreementId, agreementId)))
    .orderBy(asc(agreementConsents.createdAt));
}

export async function signedKinds(tx: Transaction, authorityId: number, agreementId: string, version: number): Promise<ConsentKind[]> {
  const rows = await consentsOf(tx, authorityId, agreementId);
  return rows.filter((row) => row.version === version).map(({ kind }) => kind);
}

export async function headAgrees(tx: Transaction, authorityId: number, agreementId: string): Promise<boolean> {
  const [latest] = await tx
    .select({ agrees: headAgreements.agrees })
    .from(headAgreements)
    .where(and(eq(headAgreements.authorityId, authorityId), eq(headAgreements.agreementId, agreementId)))
    .orderBy(desc(headAgreements.agreedOn), desc(headAgreements.createdAt))
    .limit(1);
  return latest?.agrees === true;
}

export async function decisionsOf(tx: Transaction, authorityId: number, agreementId: string): Promise<DecisionRow[]> {
  return tx
    .select()
    .from(agreementDecisions)
    .where(and(eq(agreementDecisions.authorityId, authorityId), eq(agreementDecisions.agreementId, agreementId)))
    .orderBy(asc(agreementDecisions.createdAt), asc(agreementDecisions.decisionId));
}

export async function insertDecision(tx: Transaction, row: typeof agreementDecisions.$inferInsert): Promise<void> {
  await tx.insert(agreementDecisions).values(row).onConflictDoNothing();
}

export async function insertHeadAgreement(tx: Transaction, row: typeof headAgreements.$inferInsert): Promise<void> {
  await tx.insert(headAgreements).values(row);
}

export async function insertCheck(tx: Transaction, row: typeof recipientChecks.$inferInsert): Promise<void> {
  await tx.insert(recipientChecks).values(row);
}
