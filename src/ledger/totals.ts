import type { Database } from '../platform/database/database.ts';
import type { AsOf } from './balances.ts';
import type { Dimension } from './rules/entry-draft.ts';

/** What all accounts of one kind stand at together, for one stream, source and year. */
export interface AccountsTotal extends Pick<Dimension, 'stream' | 'source' | 'financialYear'> {
  /** The first part of their codes: `share` of `share:L1:high-needs:2026-27:paid`. */
  readonly head: string;
  /** The last part of their codes: `paid`. */
  readonly tail: string;
  /** In the accounts' normal direction, in pence. */
  readonly balance: bigint;
}

interface TotalRow {
  head: string;
  tail: string;
  stream: Dimension['stream'] | null;
  source: string | null;
  financial_year: Dimension['financialYear'] | null;
  balance: bigint;
}

/** Accounts without dimensions take no part: they belong to nobody's money. Accounts at nothing may be absent. */
export async function readTotals(database: Database, authorityId: number, asOf: AsOf): Promise<AccountsTotal[]> {
  const on = asOf && 'effectiveDate' in asOf ? asOf.effectiveDate : null;
  const at = asOf && 'recordedAt' in asOf ? asOf.recordedAt : null;
  const rows = await database.sql<TotalRow[]>`select * from ledger.read_totals(${authorityId}, ${on}, ${at})`;
  return rows.map(({ head, tail, stream, source, financial_year, balance }) => ({
    head,
    tail,
    balance,
    ...(stream && { stream }),
    ...(source !== null && { source }),
    ...(financial_year && { financialYear: financial_year }),
  }));
}
