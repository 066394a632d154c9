import { expenseAccount, type LineInForce } from '../../budgets/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { earlierOf, firstDayOfMonth, laterOf, monthOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

export interface LineUse {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly pence: bigint;
}

/** So many lines are read in one statement: each answer stays far below the deadline of a reading. */
const LINES_AT_ONCE = 500;

/**
 * What each line has used, as its expense accounts have it by effective date: back-dated and corrected postings count on their own day. An
 * arranged service is invoiced for its month, so a cost covers the month up to its day.
 */
export async function usesOfLines(
  { ledger }: { readonly ledger: Pick<Ledger, 'dayChanges'> },
  authorityId: number,
  lines: readonly LineInForce[],
  today: PlainDate,
): Promise<ReadonlyMap<string, readonly LineUse[]>> {
  const all = new Map<string, LineUse[]>(lines.map(({ lineCode }) => [lineCode, []]));
  for (let first = 0; first < lines.length; first += LINES_AT_ONCE) {
    const owners = new Map(
      lines.slice(first, first + LINES_AT_ONCE).flatMap((line) => line.shares.map(({ share }) => [expenseAccount(share), line] as const)),
    );
    for (const { account, effectiveDate: until, amount: pence } of await ledger.dayChanges(authorityId, [...owners.keys()], today)) {
      const line = owners.get(account);
      if (line !== undefined) all.get(line.lineCode)?.push({ from: firstDayOfUse(line, until), until, pence });
    }
  }
  return all;
}

function firstDayOfUse({ mechanism, from }: LineInForce, until: PlainDate): PlainDate {
  return mechanism === 'ARRANGEMENT' ? earlierOf(laterOf(from, firstDayOfMonth(monthOf(until))), until) : until;
}
