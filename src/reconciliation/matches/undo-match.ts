import { v5 as uuidv5 } from 'uuid';
import {
  type BookableCommand,
  type BookingRefusal,
  earlierStep,
  finishIntended,
  finishStep,
  intendStep,
  type KeyedRequest,
} from '../../budgets/index.ts';
import type { Actor, StoredEntry } from '../../ledger/index.ts';
import { firstOpenDay } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { bankLegs } from '../items/bank-legs.ts';
import { matchBookingKinds, UNDO, type UndoDetails } from './booking-kinds.ts';
import type { MatchDesk } from './match-desk.ts';
import { moveMatches, postedEntries, readMatches } from './store.ts';
import { itemIdsOf } from './write-matches.ts';

export type UndoMatchRefusal =
  | BookingRefusal
  | { readonly code: 'idempotency-conflict' | 'match-not-found' | 'match-not-standing' | 'item-not-undoable' | 'no-open-day' };

/**
 * Takes a match back: reversing entries on the entries' own days, or on the first open day where a period was closed since. Once the books
 * have them, the items are awaited again and the lines are open; the engine never makes this match again.
 */
export async function undoMatch(
  desk: MatchDesk,
  actor: Actor,
  { matchId, reason }: { readonly matchId: string; readonly reason: string },
  request: KeyedRequest,
): Promise<Result<{ readonly replayed: boolean }, UndoMatchRefusal>> {
  const { database, ledger, clock, rooms } = desk;
  const { authorityId, principal } = actor;
  const entryIds = await inTransaction(database, { authorityId, readOnly: true }, (tx) => postedEntries(tx, authorityId, matchId));
  const entries = await ledger.entries(authorityId, entryIds);
  const periods = await ledger.periods(authorityId);
  const commands: BookableCommand[] = [];
  const byHand = await reversedByHand(desk, authorityId, entries);
  for (const { entryId, effectiveDate: booked } of entries) {
    if (byHand.has(entryId)) continue;
    const effectiveDate = firstOpenDay(periods, booked);
    if (effectiveDate === undefined) return refused({ code: 'no-open-day' });
    commands.push({ kind: 'reversal', id: uuidv5('reversed', entryId), principal, reverses: entryId, effectiveDate });
  }
  const asked = await inTransaction(database, { authorityId }, async (tx): Promise<Result<boolean, UndoMatchRefusal>> => {
    const earlier = await earlierStep(tx, authorityId, request);
    if (!earlier.ok) return earlier;
    if (earlier.value !== undefined) return accepted(true);
    const [record] = await readMatches(tx, authorityId, [matchId], 'update');
    if (record === undefined) return refused({ code: 'match-not-found' });
    if (record.state !== 'matched') return refused({ code: 'match-not-standing' });
    for (const room of rooms) {
      const own = itemIdsOf(record).filter((itemId) => itemId.startsWith(`${room.prefix}:`));
      const kept = own.length === 0 ? undefined : await room.keepsFromUndoing?.(tx, authorityId, own);
      if (kept !== undefined) return refused({ code: kept });
    }
    await moveMatches(tx, authorityId, [matchId], { state: 'undoing', undoneBy: principal, undoReason: reason });
    const details: UndoDetails = { matchId, reason, reversals: [...commands.map(({ id }) => id), ...byHand.values()] };
    const { stepId, fingerprint } = request;
    await intendStep(tx, actor, { stepId, kind: UNDO, subjectId: matchId, commands, details, fingerprint }, clock.now());
    return accepted(false);
  });
  if (!asked.ok) return asked;
  const booked = await (asked.value ? finishStep : finishIntended)({ ...desk, kinds: matchBookingKinds }, authorityId, request.stepId);
  return booked.ok ? accepted({ replayed: asked.value }) : booked;
}

/** Entries that somebody took back in the books already, each with its reversal: the match has only to follow. */
async function reversedByHand(desk: MatchDesk, authorityId: number, entries: readonly StoredEntry[]): Promise<Map<string, string>> {
  const reversed = new Map<string, string>();
  for (const { entryId, effectiveDate, postings } of entries) {
    const [bank] = postings;
    if (bank === undefined) continue;
    const legs = await bankLegs(desk.ledger, authorityId, bank.account, { from: effectiveDate });
    const own = legs.find((leg) => leg.entryId === entryId)?.amountMinor ?? 0n;
    const back = legs.find(({ reverses, amountMinor }) => reverses === entryId && amountMinor === -own);
    if (back !== undefined) reversed.set(entryId, back.entryId);
  }
  return reversed;
}
