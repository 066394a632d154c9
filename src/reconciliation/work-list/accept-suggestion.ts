import type { KeyedRequest } from '../../budgets/index.ts';
import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { checkVersion } from '../../platform/http/version-tag.ts';
import { type Result, refused } from '../../platform/result.ts';
import { readRules, rulesOn } from '../match-rules/read-rules.ts';
import type { MatchPart } from '../matches/match.ts';
import type { MatchDesk } from '../matches/match-desk.ts';
import { type MatchLinesRefusal, matchLinesByHand } from '../matches/match-lines.ts';
import { liveMatchesOf, readMatches } from '../matches/store.ts';
import { type DifferenceRule, writeOffFor } from '../matching/rules/difference-rules.ts';
import { readWork } from './store.ts';
import type { WorkRefusal } from './work-on-lines.ts';

export interface SuggestionToAccept {
  readonly lineId: string;
  /** Which of them, from 0. */
  readonly suggestion: number;
  readonly reason: string;
  readonly ifMatch: string;
}

export type AcceptRefusal = MatchLinesRefusal | WorkRefusal | { readonly code: 'write-off-beyond-rules'; readonly lineId: string };

/** "Yes, that is it": the proposal as the officer saw it is matched and booked. Its learning is the officer's. */
export async function acceptSuggestion(
  desk: MatchDesk,
  actor: Actor,
  { lineId, suggestion, reason, ifMatch }: SuggestionToAccept,
  request: KeyedRequest,
): Promise<Result<{ readonly matchId: string; readonly replayed: boolean }, AcceptRefusal>> {
  const { authorityId } = actor;
  const today = await desk.businessDate(authorityId);
  const { work, before, taken, rules } = await inTransaction(desk.database, { authorityId, readOnly: true }, async (tx) => ({
    work: await readWork(tx, authorityId, lineId),
    before: (await readMatches(tx, authorityId, [request.stepId]))[0],
    taken: (await liveMatchesOf(tx, authorityId, [lineId])).get(lineId),
    rules: rulesOn(await readRules(tx, authorityId), today),
  }));
  // Asked again after it was done: the line is on no list any more, and the answer is the match that the first request made.
  if (before !== undefined) {
    return matchLinesByHand(desk, actor, { ...before, reasons: before.reasons }, request);
  }
  if (taken !== undefined) return refused({ code: 'bank-line-matched', lineId, matchId: taken });
  if (work === undefined) return refused({ code: 'open-line-not-found' });
  const current = checkVersion(ifMatch, work.version);
  if (!current.ok) return current;
  const chosen = work.suggestions[suggestion];
  if (chosen === undefined) return refused({ code: 'suggestion-not-found' });
  const parts = chosen.parts.map(({ amountMinor, ...part }) => ({ ...part, amountMinor: BigInt(amountMinor) }) as MatchPart);
  if (!isWithinRules(parts, rules)) return refused({ code: 'write-off-beyond-rules', lineId });
  const { lineIds, stage, reasons } = chosen;
  return matchLinesByHand(desk, actor, { lineIds, parts, stage, reasons: [...reasons, reason], ifMatch }, request);
}

/** A rule may have ended since the proposal was made: what is let go is held against the limits of today. */
function isWithinRules(parts: readonly MatchPart[], rules: readonly DifferenceRule[]): boolean {
  const writeOffs = rules.filter((rule) => rule.kind === 'write-off');
  return parts.every(({ kind, target, amountMinor: shortMinor }) => {
    if (kind !== 'let-go') return true;
    const itemMinor = parts.reduce((sum, part) => (part.target === target ? sum + part.amountMinor : sum), 0n);
    return writeOffFor(writeOffs, { itemMinor, shortMinor }) !== undefined;
  });
}
