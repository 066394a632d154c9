import { and, asc, eq } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { budgetChanges } from './schema.ts';

export type ChangeRow = typeof budgetChanges.$inferSelect;

const ofChange = (authorityId: number, changeId: string) =>
  and(eq(budgetChanges.authorityId, authorityId), eq(budgetChanges.changeId, changeId));

export async function insertChange(tx: Transaction, row: typeof budgetChanges.$inferInsert): Promise<void> {
  await tx.insert(budgetChanges).values(row);
}

export async function readChange(tx: Transaction, authorityId: number, changeId: string): Promise<ChangeRow | undefined> {
  const [row] = await tx.select().from(budgetChanges).where(ofChange(authorityId, changeId));
  return row;
}

export async function readChanges(tx: Transaction, authorityId: number, budgetId: string): Promise<ChangeRow[]> {
  return tx
    .select()
    .from(budgetChanges)
    .where(and(eq(budgetChanges.authorityId, authorityId), eq(budgetChanges.budgetId, budgetId)))
    .orderBy(asc(budgetChanges.proposedAt), asc(budgetChanges.changeId));
}

export async function markChangeApproved(tx: Transaction, authorityId: number, changeId: string, decisionId: string): Promise<void> {
  await tx.update(budgetChanges).set({ state: 'approved', decisionId }).where(ofChange(authorityId, changeId));
}

export async function markChangeDeclined(tx: Transaction, authorityId: number, changeId: string): Promise<void> {
  await tx.update(budgetChanges).set({ state: 'declined' }).where(ofChange(authorityId, changeId));
}
