import type { TransactionClient } from '../../platform/database/in-transaction.ts';

/** What a proof needs to know of the book's accounts, by their number. Sides: 0 budget, 1 actual, 2 memo. */
export type BookAccounts = ReadonlyMap<number, { readonly code: string; readonly side: number; readonly currency: string }>;

export async function readBookAccounts(tx: TransactionClient, authorityId: number): Promise<BookAccounts> {
  const { rows } = await tx.query<{ account_id: number; code: string; side: number; currency: string }>(
    'select account_id, code, side, currency from ledger.accounts where authority_id = $1',
    [authorityId],
  );
  return new Map(rows.map(({ account_id, ...account }) => [account_id, account]));
}
