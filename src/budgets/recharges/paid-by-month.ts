import type { Ledger } from '../../ledger/index.ts';
import { addDays, addMonths, firstDayOfMonth, lastDayOfMonth, type Month, monthOf } from '../../platform/calendar/date-arithmetic.ts';
import { shareAccount } from '../rules/account-codes.ts';
import type { Share } from '../rules/share.ts';
import type { MonthOfShare } from './rules/recharge-lines.ts';

/** A month that was closed longer ago than this is not read again: its invoice is older than any correction that still reaches the partner. */
const MONTHS_LOOKED_BACK = 24;

/**
 * What the books charged to each share, month by month, less what came back: what stood on `paid` at the end of a month less what stood there
 * at the end of the month before. The effective date decides, so an instalment counts in the month in which the payee was promised it.
 */
export async function paidByMonth(ledger: Ledger, authorityId: number, shares: readonly Share[], until: Month): Promise<MonthOfShare[]> {
  if (shares.length === 0) return [];
  const codes = shares.map((share) => shareAccount(share, 'paid'));
  const first = addMonths(firstDayOfMonth(until), -MONTHS_LOOKED_BACK + 1);
  let before = await standingAt(ledger, authorityId, codes, addDays(first, -1));
  const moved: MonthOfShare[] = [];
  for (let day = first; monthOf(day) <= until; day = addMonths(day, 1)) {
    const month = monthOf(day);
    const after = await standingAt(ledger, authorityId, codes, lastDayOfMonth(month));
    for (const [index, share] of shares.entries()) {
      const code = codes[index] ?? '';
      moved.push({ share, month, amount: (after.get(code) ?? 0n) - (before.get(code) ?? 0n) });
    }
    before = after;
  }
  return moved.filter(({ amount }) => amount !== 0n);
}

async function standingAt(
  ledger: Ledger,
  authorityId: number,
  codes: readonly string[],
  effectiveDate: ReturnType<typeof lastDayOfMonth>,
): Promise<ReadonlyMap<string, bigint>> {
  const balances = await ledger.balances(authorityId, codes, { effectiveDate });
  return new Map(balances.map(({ account, balance }) => [account, balance]));
}
