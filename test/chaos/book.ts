import type { AccountDraft } from '../../src/ledger/accounts.ts';
import type { LedgerCommand } from '../../src/ledger/commands.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { PostResult } from '../../src/ledger/post-commands.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { isOutage } from '../../src/platform/database/outage.ts';
import type { Command, Outcome, Request } from './journal.ts';

export const AUTHORITY = 1;
const PRINCIPAL = 'chaos';
const PURSES = 12;

export const purse = (side: 'budget' | 'actual', n: number) => `${side}-purse:${n % PURSES}`;
/** Has a floor of nothing and never receives anything: whatever is taken from it is refused. */
export const EMPTY_PURSE = 'budget-purse:empty';

/** A book of purses without limits on both sides, and the one that is always empty. */
export async function openChaosBook(ledger: Ledger): Promise<void> {
  await ledger.createBook(AUTHORITY);
  const actor = { authorityId: AUTHORITY, principal: PRINCIPAL };
  const draft = (code: string, side: 'budget' | 'actual'): AccountDraft => ({
    code,
    side,
    class: 'asset',
    normalSide: 'debit',
    opensOn: '2026-04-01',
  });
  const purses = Array.from({ length: PURSES }, (_, n) => [draft(purse('budget', n), 'budget'), draft(purse('actual', n), 'actual')]);
  const opened = [
    await ledger.openPeriods(actor, [{ periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' }]),
    await ledger.openAccounts(actor, [...purses.flat(), { ...draft(EMPTY_PURSE, 'budget'), floor: 0n }]),
  ];
  const refusal = opened.find((each) => !each.ok);
  if (refusal !== undefined) throw new Error(`the book was not opened: ${JSON.stringify(refusal)}`);
}

export interface Answer {
  readonly id: string;
  readonly outcome: Outcome;
  readonly detail?: string;
}

/** Sends a request and says of each command how it ended, as a caller behind HTTP would be told. */
export async function send(ledger: Ledger, { linked, commands }: Request): Promise<Answer[]> {
  try {
    const results = await ledger.post(AUTHORITY, commands.map(asLedgerCommand), { linked });
    return commands.map(({ id }, n) => ({ id, ...outcomeOf(results[n]) }));
  } catch (error) {
    const outcome: Outcome = isOutage(error) ? 'unknown' : 'broken';
    return commands.map(({ id }) => ({ id, outcome, detail: String(error) }));
  }
}

function asLedgerCommand({ id, legs, reverses }: Command): LedgerCommand {
  const effectiveDate: PlainDate = '2026-04-15';
  if (reverses !== undefined) return { kind: 'reversal', id, principal: PRINCIPAL, reverses, effectiveDate };
  const postings = legs.map(([account, pence]) => ({ account, amount: BigInt(pence) }));
  return { kind: 'entry', id, principal: PRINCIPAL, entry: { effectiveDate, description: 'chaos', postings } };
}

function outcomeOf(result: PostResult | undefined): { outcome: Outcome; detail?: string } {
  if (result === undefined) return { outcome: 'broken', detail: 'a command without a result' };
  if (result.ok) return { outcome: 'ok' };
  const { code } = result.refusal;
  const isUnknown = code === 'service-unavailable' || code === 'service-busy';
  return { outcome: isUnknown ? 'unknown' : 'refused', detail: code };
}
