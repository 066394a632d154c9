import type { KeyedRequest } from '../../budgets/index.ts';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { checkVersion } from '../../platform/http/version-tag.ts';
import { type Result, refused } from '../../platform/result.ts';
import type { MatchPart } from '../matches/match.ts';
import type { MatchDesk } from '../matches/match-desk.ts';
import { type MatchLinesRefusal, matchLinesByHand } from '../matches/match-lines.ts';
import { readMatches } from '../matches/store.ts';
import { readWork } from './store.ts';
import type { WorkRefusal } from './work-on-lines.ts';

export interface SuggestionToAccept {
  readonly lineId: string;
  /** Which of them, from 0. */
  readonly suggestion: number;
  readonly reason: string;
  readonly ifMatch: string;
}

/** "Yes, that is it": the proposal as the officer saw it is matched and booked. Its learning is the officer's. */
export async function acceptSuggestion(
  desk: MatchDesk,
  actor: Actor,
  { lineId, suggestion, reason, ifMatch }: SuggestionToAccept,
  request: KeyedRequest,
): Promise<Result<{ readonly matchId: string; readonly replayed: boolean }, MatchLinesRefusal | WorkRefusal>> {
  const { authorityId } = actor;
  const { work, before } = await inTransaction(desk.database, { authorityId, readOnly: true }, async (tx) => ({
    work: await readWork(tx, authorityId, lineId),
    before: (await readMatches(tx, authorityId, [request.stepId]))[0],
  }));
  // Asked again after it was done: the line is on no list any more, and the answer is the match that the first request made.
  if (before !== undefined) {
    return matchLinesByHand(desk, actor, { ...before, reasons: before.reasons }, request);
  }
  if (work === undefined) return refused({ code: 'open-line-not-found' });
  const current = checkVersion(ifMatch, work.version);
  if (!current.ok) return current;
  const chosen = work.suggestions[suggestion];
  if (chosen === undefined) return refused({ code: 'suggestion-not-found' });
  const parts = chosen.parts.map(({ amountMinor, ...part }) => ({ ...part, amountMinor: BigInt(amountMinor) }) as MatchPart);
  const { lineIds, stage, reasons } = chosen;
  return matchLinesByHand(desk, actor, { lineIds, parts, stage, reasons: [...reasons, reason], ifMatch }, request);
}
