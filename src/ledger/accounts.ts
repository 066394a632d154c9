import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Database } from '../platform/database/database.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import type { Directory } from './directory.ts';
import { type DimensionRow, dimensionOf } from './read-entries.ts';
import { isLedgerCode, type LedgerRefusal } from './refusals.ts';
import type { Dimension, Side } from './rules/entry-draft.ts';
import { isStorable } from './storable-text.ts';

export type AccountClass = 'asset' | 'liability' | 'equity' | 'income' | 'expense';
export type NormalSide = 'debit' | 'credit';

export interface AccountDraft {
  /** What the rest of the service calls it: `share:L1:high-needs:2026-27:available`. */
  readonly code: string;
  readonly class: AccountClass;
  readonly side: Side;
  readonly normalSide: NormalSide;
  readonly currency?: string;
  readonly opensOn: PlainDate;
  readonly closesOn?: PlainDate;
  /** In pence, in the normal direction: 0 means that the account may not go below nothing. */
  readonly floor?: bigint;
  readonly ceiling?: bigint;
  readonly dimension?: Dimension;
}

export interface Account extends AccountDraft {
  readonly currency: string;
  readonly dimension: Dimension;
  readonly loweredFloor?: { readonly floor: bigint; readonly until: PlainDate };
  readonly version: bigint;
  /** How often it was changed since it was opened. */
  readonly revision: number;
  /** In the normal direction, in pence. */
  readonly balance: bigint;
  readonly pendingIn: bigint;
  readonly pendingOut: bigint;
}

export interface AccountChange {
  readonly closesOn?: PlainDate | null;
  readonly floor?: bigint | null;
  readonly ceiling?: bigint | null;
  /** The officer's permission to go lower, with its last day; null takes it back. */
  readonly loweredFloor?: { readonly floor: bigint; readonly until: PlainDate } | null;
}

const SIDES = ['budget', 'actual', 'memo'] as const;

/** Opens accounts in order. One that exists as described counts as opened; one that differs refuses them all. */
export async function openAccounts(
  { database, directory }: { database: Database; directory: Directory },
  authorityId: number,
  recordedAt: Date,
  principal: string,
  drafts: readonly AccountDraft[],
): Promise<Result<{ opened: number; existed: number }, LedgerRefusal>> {
  if (!isStorable(drafts)) return refused({ code: 'text-malformed' });
  const contradictory = drafts.find(({ floor, ceiling }) => floor !== undefined && ceiling !== undefined && floor > ceiling);
  if (contradictory) return refused({ code: 'limits-contradict', facts: { account: contradictory.code } });
  const dimensions = await directory.dimensions(
    authorityId,
    drafts.map((draft) => draft.dimension),
  );
  const wanted = drafts.map((draft, n) => ({
    code: draft.code,
    class: draft.class,
    side: SIDES.indexOf(draft.side),
    normalSide: draft.normalSide === 'debit' ? 1 : -1,
    currency: draft.currency ?? 'GBP',
    opensOn: draft.opensOn,
    closesOn: draft.closesOn ?? null,
    floor: draft.floor?.toString() ?? null,
    ceiling: draft.ceiling?.toString() ?? null,
    dimensionId: dimensions[n],
  }));
  try {
    const rows = await database.sql<{ outcome: string }[]>`
      select outcome from ledger.open_accounts(${authorityId}, ${recordedAt}, ${principal}, ${JSON.stringify(wanted)}::text::jsonb)`;
    const opened = rows.filter((row) => row.outcome === 'opened').length;
    return accepted({ opened, existed: rows.length - opened });
  } catch (error) {
    return refused(refusalOf(error));
  }
}

/** With `revision`, only the account that was read is changed; one that has changed since is refused as `revision-stale`. */
export async function changeAccount(
  database: Database,
  authorityId: number,
  recordedAt: Date,
  principal: string,
  code: string,
  change: AccountChange,
  reason: string,
  revision?: number,
): Promise<Result<undefined, LedgerRefusal>> {
  if (!isStorable([code, reason])) return refused({ code: 'text-malformed' });
  const { loweredFloor, ...rest } = change;
  const members = {
    ...rest,
    ...(rest.floor !== undefined && { floor: rest.floor?.toString() ?? null }),
    ...(rest.ceiling !== undefined && { ceiling: rest.ceiling?.toString() ?? null }),
    ...(loweredFloor !== undefined && {
      loweredFloor: loweredFloor?.floor.toString() ?? null,
      loweredFloorUntil: loweredFloor?.until ?? null,
    }),
  };
  const [row] = await database.sql<{ outcome: string }[]>`
    select ledger.change_account(${authorityId}, ${recordedAt}, ${principal}, ${code}, ${JSON.stringify(members)}::text::jsonb, ${reason},
      ${revision ?? null}::integer) as outcome`;
  const outcome = row?.outcome ?? '';
  if (outcome === 'changed') return accepted(undefined);
  if (outcome === 'account-unknown') return refused({ code: 'account-not-found', facts: { account: code } });
  if (isLedgerCode(outcome)) return refused({ code: outcome, facts: { account: code } });
  throw new Error(`ledger.change_account answered ${outcome}`);
}

export interface AccountRow extends DimensionRow {
  code: string;
  class: AccountClass;
  side: number;
  normal_side: 1 | -1;
  currency: string;
  opens_on: PlainDate;
  closes_on: PlainDate | null;
  floor: bigint | null;
  ceiling: bigint | null;
  lowered_floor: bigint | null;
  lowered_floor_until: PlainDate | null;
  version: bigint;
  posted: bigint;
  pending_debit: bigint;
  pending_credit: bigint;
  revision: number;
}

export interface AccountsQuery {
  readonly codes?: readonly string[];
  readonly prefix?: string;
  readonly after?: string;
  readonly limit?: number;
}

/** Accounts with where they stand now, in the order of their codes. */
export async function readAccounts(database: Database, authorityId: number, query: AccountsQuery): Promise<Account[]> {
  const rows = await database.sql<AccountRow[]>`
    select * from ledger.read_accounts(${authorityId}, ${query.codes ? JSON.stringify(query.codes) : null}::text::jsonb,
      ${query.prefix ?? null}, ${query.after ?? null}, ${query.limit ?? null})`;
  return rows.map(accountOf);
}

export function accountOf(row: AccountRow): Account {
  const debitNormal = row.normal_side === 1;
  return {
    code: row.code,
    class: row.class,
    side: SIDES[row.side] as Side,
    normalSide: debitNormal ? 'debit' : 'credit',
    currency: row.currency,
    opensOn: row.opens_on,
    ...(row.closes_on !== null && { closesOn: row.closes_on }),
    ...(row.floor !== null && { floor: row.floor }),
    ...(row.ceiling !== null && { ceiling: row.ceiling }),
    ...(row.lowered_floor !== null &&
      row.lowered_floor_until !== null && { loweredFloor: { floor: row.lowered_floor, until: row.lowered_floor_until } }),
    dimension: dimensionOf(row),
    version: row.version,
    revision: row.revision,
    balance: row.posted * BigInt(row.normal_side),
    pendingIn: debitNormal ? row.pending_debit : row.pending_credit,
    pendingOut: debitNormal ? row.pending_credit : row.pending_debit,
  };
}

/** Functions that refuse a whole call raise SQLSTATE TF001 with the code as message. */
export function refusalOf(error: unknown): LedgerRefusal {
  const { code, message, detail } = error as { code?: string; message?: string; detail?: string };
  if (code === 'TF001' && message && isLedgerCode(message)) return { code: message, ...(detail && { facts: { names: detail } }) };
  throw error;
}
