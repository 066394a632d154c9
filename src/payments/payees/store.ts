import { and, asc, desc, eq, inArray, lte } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { payeeAccounts, payeePolicies, payees } from './schema.ts';

/** Statements on payees and their accounts. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type PayeeRow = typeof payees.$inferSelect;
export type AccountRow = typeof payeeAccounts.$inferSelect;

export async function readPayee(tx: Transaction, authorityId: number, payeeId: string, lock?: 'update'): Promise<PayeeRow | undefined> {
  const found = tx
    .select()
    .from(payees)
    .where(and(eq(payees.authorityId, authorityId), eq(payees.payeeId, payeeId)));
  const [row] = lock ? await found.for('update') : await found;
  return row;
}

export async function readPayees(tx: Transaction, authorityId: number, payeeIds: readonly string[]): Promise<PayeeRow[]> {
  return tx
    .select()
    .from(payees)
    .where(and(eq(payees.authorityId, authorityId), inArray(payees.payeeId, [...payeeIds])));
}

export async function readFamilyPayees(tx: Transaction, authorityId: number, familyId: string): Promise<PayeeRow[]> {
  return tx
    .select()
    .from(payees)
    .where(and(eq(payees.authorityId, authorityId), eq(payees.familyId, familyId)))
    .orderBy(asc(payees.createdAt), asc(payees.payeeId));
}

export async function readPayeeOfPerson(tx: Transaction, authorityId: number, personId: string): Promise<PayeeRow | undefined> {
  const [row] = await tx
    .select()
    .from(payees)
    .where(and(eq(payees.authorityId, authorityId), eq(payees.personId, personId)));
  return row;
}

/** Newest first. */
export async function readAccounts(tx: Transaction, authorityId: number, payeeIds: readonly string[]): Promise<AccountRow[]> {
  return tx
    .select()
    .from(payeeAccounts)
    .where(and(eq(payeeAccounts.authorityId, authorityId), inArray(payeeAccounts.payeeId, [...payeeIds])))
    .orderBy(desc(payeeAccounts.proposedAt), asc(payeeAccounts.accountId));
}

export async function readAccount(tx: Transaction, authorityId: number, accountId: string): Promise<AccountRow | undefined> {
  const [row] = await tx
    .select()
    .from(payeeAccounts)
    .where(and(eq(payeeAccounts.authorityId, authorityId), eq(payeeAccounts.accountId, accountId)));
  return row;
}

export async function changePayeeRow(
  tx: Transaction,
  { authorityId, payeeId, revision }: PayeeRow,
  change: Partial<typeof payees.$inferInsert>,
): Promise<number> {
  await tx
    .update(payees)
    .set({ ...change, revision: revision + 1 })
    .where(and(eq(payees.authorityId, authorityId), eq(payees.payeeId, payeeId)));
  return revision + 1;
}

export async function changeAccountRow(
  tx: Transaction,
  { authorityId, accountId }: Pick<AccountRow, 'authorityId' | 'accountId'>,
  change: Partial<typeof payeeAccounts.$inferInsert>,
): Promise<void> {
  await tx
    .update(payeeAccounts)
    .set(change)
    .where(and(eq(payeeAccounts.authorityId, authorityId), eq(payeeAccounts.accountId, accountId)));
}

/** The authority's own rule that holds on a day, if it has made one. */
export async function readPolicyOn(
  tx: Transaction,
  authorityId: number,
  on: PlainDate,
): Promise<typeof payeePolicies.$inferSelect | undefined> {
  const [row] = await tx
    .select()
    .from(payeePolicies)
    .where(and(eq(payeePolicies.authorityId, authorityId), lte(payeePolicies.from, on)))
    .orderBy(desc(payeePolicies.from))
    .limit(1);
  return row;
}
