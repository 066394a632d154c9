import type { Database } from '../platform/database/database.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { isLedgerCode, type LedgerRefusal } from './refusals.ts';
import { isStorable } from './storable-text.ts';

/** A bound on an account's figure. A crossing is noted once, and again only after the figure has come back past the clear bound. */
export interface Watch {
  readonly watchId: string;
  readonly account: string;
  /** The balance, or the balance less what holds would take; both in the normal direction. */
  readonly metric: 'balance' | 'available';
  readonly direction: 'below' | 'above';
  readonly bound: bigint;
  readonly clearBound: bigint;
  /** What it is for, in the watcher's terms. The ledger does not read it. */
  readonly label: string;
}

export interface Crossing {
  readonly watchId: string;
  readonly label?: string;
  readonly account?: string;
  readonly blockSeq: bigint;
  readonly recordedAt: Date;
  readonly kind: 'crossed' | 'cleared';
  readonly value: bigint;
  readonly bound: bigint;
}

export async function addWatch(
  database: Database,
  authorityId: number,
  recordedAt: Date,
  principal: string,
  watch: Watch,
): Promise<Result<{ added: boolean }, LedgerRefusal>> {
  const { watchId, account, metric, direction, bound, clearBound, label } = watch;
  if (!isStorable(watch)) return refused({ code: 'text-malformed' });
  const contradictory = direction === 'below' ? clearBound < bound : clearBound > bound;
  if (contradictory) return refused({ code: 'limits-contradict', facts: { watchId } });
  const [row] = await database.sql<{ outcome: string }[]>`
    select ledger.add_watch(${authorityId}, ${recordedAt}, ${principal}, ${watchId}::text::uuid, ${account}, ${metric}, ${direction},
      ${bound.toString()}::text::bigint, ${clearBound.toString()}::text::bigint, ${label}) as outcome`;
  const outcome = row?.outcome ?? '';
  if (outcome === 'added' || outcome === 'exists') return accepted({ added: outcome === 'added' });
  if (isLedgerCode(outcome)) return refused({ code: outcome, facts: { watchId, account } });
  throw new Error(`ledger.add_watch answered ${outcome}`);
}

export async function removeWatch(
  database: Database,
  authorityId: number,
  recordedAt: Date,
  principal: string,
  watchId: string,
): Promise<Result<undefined, LedgerRefusal>> {
  const [row] = await database.sql<{ outcome: string }[]>`
    select ledger.remove_watch(${authorityId}, ${recordedAt}, ${principal}, ${watchId}::text::uuid) as outcome`;
  return row?.outcome === 'removed' ? accepted(undefined) : refused({ code: 'watch-not-found', facts: { watchId } });
}

interface CrossingRow {
  readonly watch_id: string;
  readonly label: string | null;
  readonly account: string | null;
  readonly block_seq: bigint;
  readonly recorded_at: Date;
  readonly kind: 'crossed' | 'cleared';
  readonly value: bigint;
  readonly bound: bigint;
}

/** Crossings after a block, in the order in which they happened. */
export async function readCrossings(database: Database, authorityId: number, afterBlock: bigint, limit: number): Promise<Crossing[]> {
  const rows = await database.sql<CrossingRow[]>`
    select * from ledger.read_crossings(${authorityId}, ${afterBlock.toString()}::text::bigint, ${limit})`;
  return rows.map(crossingOf);
}

export async function readCrossing(
  database: Database,
  authorityId: number,
  { watchId, blockSeq }: Pick<Crossing, 'watchId' | 'blockSeq'>,
): Promise<Crossing | undefined> {
  const [row] = await database.sql<CrossingRow[]>`
    select * from ledger.read_crossing(${authorityId}, ${watchId}::text::uuid, ${blockSeq.toString()}::text::bigint)`;
  return row && crossingOf(row);
}

function crossingOf({ watch_id, label, account, block_seq, recorded_at, kind, value, bound }: CrossingRow): Crossing {
  return {
    watchId: watch_id,
    ...(label !== null && { label }),
    ...(account !== null && { account }),
    blockSeq: block_seq,
    recordedAt: recorded_at,
    kind,
    value,
    bound,
  };
}
