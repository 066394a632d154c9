import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Database } from '../platform/database/database.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { isLedgerCode, type LedgerRefusal } from './refusals.ts';
import { isStorable } from './storable-text.ts';

/** A further revision of what is said about an entry; `expectedRevision` is the one the writer saw, 0 for none. */
export async function describeEntry(
  database: Database,
  authorityId: number,
  recordedAt: Date,
  principal: string,
  entryId: string,
  data: Readonly<Record<string, unknown>>,
  expectedRevision: number,
): Promise<Result<{ revision: number }, LedgerRefusal>> {
  if (!isStorable(data)) return refused({ code: 'text-malformed' });
  const [row] = await database.sql<{ outcome: string; revision: number | null }[]>`
    select * from ledger.describe_entry(${authorityId}, ${recordedAt}, ${principal}, ${entryId}::text::uuid, ${JSON.stringify(data)}::text::jsonb, ${expectedRevision})`;
  const outcome = row?.outcome ?? '';
  if (outcome === 'described') return accepted({ revision: row?.revision ?? 0 });
  if (outcome === 'entry-unknown') return refused({ code: 'entry-not-found', facts: { entryId } });
  if (isLedgerCode(outcome)) return refused({ code: outcome, facts: { entryId, revision: row?.revision } });
  throw new Error(`ledger.describe_entry answered ${outcome}`);
}

export interface BalanceAssertion {
  readonly assertionId: string;
  readonly account: string;
  readonly asOf: PlainDate;
  /** In the account's normal direction, in pence. */
  readonly balance: bigint;
}

/** Keeps "this account stood at this on that day" for ever; refused when it does not. Every check holds the book to it again. */
export async function assertBalance(
  database: Database,
  authorityId: number,
  recordedAt: Date,
  principal: string,
  { assertionId, account, asOf, balance }: BalanceAssertion,
): Promise<Result<{ asserted: boolean }, LedgerRefusal>> {
  if (!isStorable(account)) return refused({ code: 'text-malformed' });
  const [row] = await database.sql<{ outcome: string; balance: bigint | null }[]>`
    select * from ledger.assert_balance(${authorityId}, ${recordedAt}, ${principal}, ${assertionId}::text::uuid, ${account}, ${asOf}, ${balance.toString()}::text::bigint)`;
  const outcome = row?.outcome ?? '';
  if (outcome === 'asserted' || outcome === 'exists') return accepted({ asserted: outcome === 'asserted' });
  if (isLedgerCode(outcome)) return refused({ code: outcome, facts: { account, asOf, asserted: balance, balance: row?.balance } });
  throw new Error(`ledger.assert_balance answered ${outcome}`);
}
