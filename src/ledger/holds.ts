import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Database } from '../platform/database/database.ts';

export interface Hold {
  readonly holdId: string;
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly debitAccountId: number;
  readonly creditAccountId: number;
  readonly currency: string;
  readonly dimensionId: number;
  readonly amount: bigint;
  readonly captured: bigint;
  readonly state: HoldState;
  readonly effectiveDate: PlainDate;
  readonly expiresAt?: Date;
}

const STATES = ['pending', 'posted', 'voided', 'expired'] as const;
export type HoldState = (typeof STATES)[number];

interface HoldRow {
  hold_id: string;
  debit_account: string;
  credit_account: string;
  debit_account_id: number;
  credit_account_id: number;
  currency: string;
  dimension_id: number;
  amount: bigint;
  captured: bigint;
  state: number;
  effective_date: PlainDate;
  expires_at: Date | null;
}

export async function readHolds(database: Database, authorityId: number, holdIds: readonly string[]): Promise<Hold[]> {
  if (holdIds.length === 0) return [];
  const rows = await database.sql<HoldRow[]>`select * from ledger.read_holds(${authorityId}, ${JSON.stringify(holdIds)}::text::jsonb)`;
  return rows.map((row) => ({
    holdId: row.hold_id,
    debitAccount: row.debit_account,
    creditAccount: row.credit_account,
    debitAccountId: row.debit_account_id,
    creditAccountId: row.credit_account_id,
    currency: row.currency,
    dimensionId: row.dimension_id,
    amount: row.amount,
    captured: row.captured,
    state: STATES[row.state - 1] as HoldState,
    effectiveDate: row.effective_date,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
  }));
}

/** Pending holds whose time has run out at `at`, oldest first. */
export async function listExpiredHolds(database: Database, authorityId: number, at: Date, limit = 1_000): Promise<string[]> {
  const rows = await database.sql<{ hold_id: string }[]>`
    select x as hold_id from ledger.list_expired_holds(${authorityId}, ${at}, ${limit}) x`;
  return rows.map((row) => row.hold_id);
}
