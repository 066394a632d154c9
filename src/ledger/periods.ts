import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Database } from '../platform/database/database.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { refusalOf } from './accounts.ts';
import { isLedgerCode, type LedgerRefusal } from './refusals.ts';
import { isStorable } from './storable-text.ts';

export type PeriodState = 'open' | 'soft-closed' | 'closed';

export interface PeriodDraft {
  /** Such as `2026-04`. */
  readonly periodId: string;
  readonly firstDay: PlainDate;
  readonly lastDay: PlainDate;
}

export interface AccountingPeriod extends PeriodDraft {
  readonly state: PeriodState;
}

export async function openPeriods(
  database: Database,
  authorityId: number,
  recordedAt: Date,
  principal: string,
  periods: readonly PeriodDraft[],
): Promise<Result<undefined, LedgerRefusal>> {
  if (!isStorable(periods)) return refused({ code: 'text-malformed' });
  try {
    await database.sql`select ledger.open_periods(${authorityId}, ${recordedAt}, ${principal}, ${JSON.stringify(periods)}::text::jsonb)`;
    return accepted(undefined);
  } catch (error) {
    return refused(refusalOf(error));
  }
}

/**
 * Closes, soft-closes or reopens a period. Closing carries every balance forward and goes in order of time; reopening goes backwards from
 * the last closed period, needs a reason and is kept in the audit.
 */
export async function setPeriodState(
  database: Database,
  authorityId: number,
  recordedAt: Date,
  principal: string,
  periodId: string,
  state: PeriodState,
  reason?: string,
): Promise<Result<{ changed: boolean }, LedgerRefusal>> {
  if (!isStorable([periodId, reason])) return refused({ code: 'text-malformed' });
  const [row] = await database.sql<{ outcome: string }[]>`
    select ledger.set_period_state(${authorityId}, ${recordedAt}, ${principal}, ${periodId}, ${state}, ${reason ?? null}) as outcome`;
  const outcome = row?.outcome ?? '';
  if (outcome === 'changed' || outcome === 'unchanged') return accepted({ changed: outcome === 'changed' });
  if (outcome === 'period-unknown') return refused({ code: 'period-not-found', facts: { periodId } });
  if (isLedgerCode(outcome)) return refused({ code: outcome, facts: { periodId } });
  throw new Error(`ledger.set_period_state answered ${outcome}`);
}

export async function readPeriods(database: Database, authorityId: number): Promise<AccountingPeriod[]> {
  const rows = await database.sql<{ period_id: string; first_day: PlainDate; last_day: PlainDate; state: PeriodState }[]>`
    select * from ledger.read_periods(${authorityId})`;
  return rows.map((row) => ({ periodId: row.period_id, firstDay: row.first_day, lastDay: row.last_day, state: row.state }));
}
