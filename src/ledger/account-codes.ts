import type { Database } from '../platform/database/database.ts';

/** Codes of accounts by number; numbers that are not this authority's are absent. */
export async function readAccountCodes(
  database: Database,
  authorityId: number,
  accountIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (accountIds.length === 0) return new Map();
  const rows = await database.sql<{ account_id: number; code: string }[]>`
    select * from ledger.read_account_codes(${authorityId}, ${JSON.stringify(accountIds)}::text::jsonb)`;
  return new Map(rows.map((row) => [row.account_id, row.code]));
}
