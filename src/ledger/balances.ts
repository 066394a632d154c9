import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Database } from '../platform/database/database.ts';
import type { AccountClass } from './accounts.ts';
import { kindOf } from './commands.ts';
import { type DimensionRow, dimensionOf, type StoredEntry, type StoredPosting } from './read-entries.ts';
import type { Side } from './rules/entry-draft.ts';

/** Which balance: now, at the end of an effective date, or as the book knew it at an instant. */
export type AsOf = { readonly effectiveDate: PlainDate } | { readonly recordedAt: Date } | undefined;

export interface Balance {
  readonly account: string;
  readonly currency: string;
  /** In the account's normal direction, in pence. */
  readonly balance: bigint;
  /** Of now only: what holds would bring and take. */
  readonly pendingIn?: bigint;
  readonly pendingOut?: bigint;
  readonly version?: bigint;
}

interface BalanceRow {
  code: string;
  currency: string;
  version: bigint | null;
  balance: bigint;
  pending_in: bigint | null;
  pending_out: bigint | null;
}

/** Balances of accounts by code, in the order asked for; unknown accounts are absent. */
export async function readBalances(database: Database, authorityId: number, codes: readonly string[], asOf: AsOf): Promise<Balance[]> {
  const on = asOf && 'effectiveDate' in asOf ? asOf.effectiveDate : null;
  const at = asOf && 'recordedAt' in asOf ? asOf.recordedAt : null;
  const rows = await database.sql<BalanceRow[]>`
    select * from ledger.read_balances(${authorityId}, ${JSON.stringify(codes)}::text::jsonb, ${on}, ${at})`;
  return rows.map((row) => ({
    account: row.code,
    currency: row.currency,
    balance: row.balance,
    ...(row.version !== null && { version: row.version }),
    ...(row.pending_in !== null && { pendingIn: row.pending_in }),
    ...(row.pending_out !== null && { pendingOut: row.pending_out }),
  }));
}

/** By how much an account changed on a day, in its normal direction. */
export interface DayChange {
  readonly account: string;
  readonly effectiveDate: PlainDate;
  readonly amount: bigint;
}

/** The days up to one on which accounts changed, account by account in the order asked for; unknown accounts are absent. */
export async function readDayChanges(
  database: Database,
  authorityId: number,
  codes: readonly string[],
  to: PlainDate,
): Promise<DayChange[]> {
  const rows = await database.sql<{ code: string; effective_date: PlainDate; change: bigint }[]>`
    select * from ledger.read_day_changes(${authorityId}, ${JSON.stringify(codes)}::text::jsonb, ${to})`;
  return rows.map(({ code: account, effective_date: effectiveDate, change: amount }) => ({ account, effectiveDate, amount }));
}

export interface TrialBalanceLine {
  readonly account: string;
  readonly class: AccountClass;
  readonly side: Side;
  readonly currency: string;
  readonly debit: bigint;
  readonly credit: bigint;
  /** Signed: a debit balance is positive. */
  readonly balance: bigint;
}

/** Every account's debits and credits up to the end of `on`, or of all. On each side they add up to the same, or the book is wrong. */
export async function readTrialBalance(database: Database, authorityId: number, on?: PlainDate): Promise<TrialBalanceLine[]> {
  const rows = await database.sql<
    { code: string; class: AccountClass; side: number; currency: string; debit: bigint; credit: bigint; balance: bigint }[]
  >`
    select * from ledger.read_trial_balance(${authorityId}, ${on ?? null})`;
  return rows.map(({ code, side, ...row }) => ({ ...row, account: code, side: (['budget', 'actual', 'memo'] as const)[side] as Side }));
}

export interface StatementQuery {
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  /** The last line of the page before. */
  readonly after?: { readonly blockSeq: bigint; readonly version: bigint };
  readonly newestFirst?: boolean;
  readonly limit: number;
}

export type StatementLine = Pick<
  StoredEntry,
  'entryId' | 'kind' | 'effectiveDate' | 'recordedAt' | 'blockSeq' | 'reference' | 'description' | 'override' | 'reverses'
> &
  Pick<StoredPosting, 'posting' | 'amount' | 'version' | 'balanceAfter' | 'dimension'>;

interface StatementRow extends DimensionRow {
  block_seq: bigint;
  version: bigint;
  entry_id: string;
  kind: number;
  effective_date: PlainDate;
  recorded_at: Date;
  reference: string | null;
  description: string | null;
  override: string | null;
  reverses: string | null;
  leg: number;
  amount: bigint;
  balance_after: bigint;
}

/** A page of an account's postings in the order in which they were recorded, each with the balance after it. */
export async function readAccountStatement(
  database: Database,
  authorityId: number,
  code: string,
  query: StatementQuery,
): Promise<StatementLine[]> {
  const rows = await database.sql<StatementRow[]>`
    select * from ledger.read_account_statement(${authorityId}, ${code}, ${query.from ?? null}, ${query.to ?? null},
      ${query.after?.blockSeq.toString() ?? null}::text::bigint, ${query.after?.version.toString() ?? null}::text::bigint, ${query.newestFirst ?? false}, ${query.limit})`;
  return rows.map((row) => ({
    entryId: row.entry_id,
    kind: kindOf(row.kind),
    effectiveDate: row.effective_date,
    recordedAt: row.recorded_at,
    blockSeq: row.block_seq,
    ...(row.reference !== null && { reference: row.reference }),
    ...(row.description !== null && { description: row.description }),
    ...(row.override !== null && { override: row.override }),
    ...(row.reverses !== null && { reverses: row.reverses }),
    posting: row.leg,
    amount: row.amount,
    version: row.version,
    balanceAfter: row.balance_after,
    dimension: dimensionOf(row),
  }));
}
