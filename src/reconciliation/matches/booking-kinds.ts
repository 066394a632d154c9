import type { BookingKind, BookingKinds } from '../../budgets/index.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { ItemRoom } from '../items/item-room.ts';
import { itemRooms } from '../items/item-rooms.ts';
import { forgetWork, reopenWork } from '../work-list/store.ts';
import type { MatchRecord } from './match.ts';
import {
  appendEvents,
  giveBackItem,
  insertMatchEntries,
  type LineRow,
  lockLines,
  moveMatches,
  readMatches,
  releaseLines,
} from './store.ts';
import { itemIdsOf, MATCH } from './write-matches.ts';

export const UNDO = 'reconciliation.undo-match';

interface MatchDetails {
  readonly matchIds: readonly string[];
}
export interface UndoDetails {
  readonly matchId: string;
  readonly reversals: readonly string[];
  readonly reason: string;
}

function matchBooking(rooms: readonly ItemRoom[]): BookingKind {
  return {
    onBooked: async (tx, { authorityId, details, askedBy }, at) => {
      const records = await readMatches(tx, authorityId, (details as MatchDetails).matchIds, 'update');
      const lineIds = records.flatMap((record) => record.lineIds);
      const lines = await lockLines(tx, authorityId, lineIds);
      await moveMatches(
        tx,
        authorityId,
        records.map(({ matchId }) => matchId),
        { state: 'matched' },
      );
      for (const record of records) await tellRooms(tx, authorityId, rooms, record, { lines, at });
      await forgetWork(tx, authorityId, lineIds);
      await appendEvents(
        tx,
        authorityId,
        records.flatMap((record) => eventsOf(record, 'matched', { actor: askedBy, at })),
      );
    },
    onRefused: async (tx, { authorityId, details }, refusal, at) => {
      const records = await readMatches(tx, authorityId, (details as MatchDetails).matchIds, 'update');
      const ids = records.map(({ matchId }) => matchId);
      await moveMatches(tx, authorityId, ids, { state: 'refused', refusal });
      await letGo(tx, authorityId, records, at);
    },
  };
}

function undoBooking(rooms: readonly ItemRoom[]): BookingKind {
  const onlyOne = async (tx: Transaction, authorityId: number, details: unknown) => {
    const [record] = await readMatches(tx, authorityId, [(details as UndoDetails).matchId], 'update');
    if (record === undefined) throw new Error('The match that is to be undone is gone.');
    return record;
  };
  return {
    onBooked: async (tx, { authorityId, details, askedBy }, at) => {
      const { matchId, reversals, reason } = details as UndoDetails;
      const record = await onlyOne(tx, authorityId, details);
      await moveMatches(tx, authorityId, [matchId], { state: 'undone', undoneAt: at });
      await insertMatchEntries(
        tx,
        reversals.map((entryId) => ({ authorityId, matchId, entryId, role: 'reversal' })),
      );
      for (const room of rooms) {
        const own = itemIdsOf(record).filter((itemId) => itemId.startsWith(`${room.prefix}:`));
        if (own.length > 0) await room.unseen?.(tx, authorityId, own);
      }
      await letGo(tx, authorityId, [record], at);
      await reopenWork(tx, authorityId, [...(await lockLines(tx, authorityId, record.lineIds)).values()], 'match-undone', at);
      await appendEvents(tx, authorityId, eventsOf(record, 'undone', { actor: askedBy, at, reason }));
    },
    onRefused: async (tx, { authorityId, details }) => {
      const { matchId } = await onlyOne(tx, authorityId, details);
      await moveMatches(tx, authorityId, [matchId], { state: 'matched', undoneBy: null, undoReason: null });
    },
  };
}

/** Every kind of step of this room, for whoever finishes it: the caller, or the sweeper after a kill. */
export const matchBookingKinds: BookingKinds = { [MATCH]: matchBooking(itemRooms), [UNDO]: undoBooking(itemRooms) };

async function letGo(tx: Transaction, authorityId: number, records: readonly MatchRecord[], at: Date): Promise<void> {
  const ids = records.map(({ matchId }) => matchId);
  await releaseLines(tx, authorityId, ids, at);
  for (const { kind, target, amountMinor } of records.flatMap(({ parts }) => parts)) {
    if (kind === 'item' || kind === 'let-go') await giveBackItem(tx, authorityId, target, amountMinor);
  }
}

/** Each item with the line that it was seen on. */
async function tellRooms(
  tx: Transaction,
  authorityId: number,
  rooms: readonly ItemRoom[],
  { parts }: MatchRecord,
  { lines, at }: { readonly lines: ReadonlyMap<string, LineRow>; readonly at: Date },
): Promise<void> {
  const byLine = new Map<string, string[]>();
  for (const { kind, target, lineId } of parts) {
    if (kind === 'item' && lineId !== undefined) byLine.set(lineId, [...(byLine.get(lineId) ?? []), target]);
  }
  for (const [lineId, itemIds] of byLine) {
    const line = lines.get(lineId);
    if (line === undefined) continue;
    const { bookingDate: seenOn, bankReference } = line;
    for (const room of rooms) {
      const own = itemIds.filter((itemId) => itemId.startsWith(`${room.prefix}:`));
      if (own.length > 0) await room.seen?.(tx, authorityId, own, { seenOn, at, ...(bankReference !== null && { bankReference }) });
    }
  }
}

function eventsOf(
  record: MatchRecord,
  kind: 'matched' | 'undone',
  { actor, at, reason }: { readonly actor: string; readonly at: Date; readonly reason?: string },
) {
  const { matchId, decidedBy, payeeId } = record;
  return record.lineIds.map((lineId) => ({
    kind,
    matchId,
    lineId,
    itemIds: record.parts.flatMap((part) => (part.lineId === lineId && part.kind === 'item' ? [part.target] : [])),
    payeeId: payeeId ?? null,
    decidedBy,
    actor,
    at,
    reason: reason ?? null,
  }));
}
