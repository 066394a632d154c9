import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { MatchRecord } from './match.ts';
import { listMatchesIn, type MatchesQuery, readMatches } from './store.ts';

/** By the latest day of their lines; the undone and the refused ones too, unless a state is asked for. */
export function listMatches(
  { database }: { readonly database: Database },
  authorityId: number,
  query: MatchesQuery,
): Promise<MatchRecord[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => listMatchesIn(tx, authorityId, query));
}

export async function findMatch(
  { database }: { readonly database: Database },
  authorityId: number,
  matchId: string,
): Promise<MatchRecord | undefined> {
  const [record] = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readMatches(tx, authorityId, [matchId]));
  return record;
}
