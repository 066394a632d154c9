import { expenseAccount, type LineInForce } from '../../budgets/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { earlierOf, firstDayOfMonth, laterOf, monthOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

export interface LineUse {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly pence: bigint;
}

const PAGE = 1_000;

/**
 * What each line has used, as its expense accounts have it by effective date: back-dated and corrected postings count on their own day. An
 * arranged service is invoiced for its month, so a cost covers the month up to its day.
 */
export async function usesOfLines(
  { ledger }: { readonly ledger: Pick<Ledger, 'accountStatement' | 'balances'> },
  authorityId: number,
  lines: readonly LineInForce[],
  today: PlainDate,
): Promise<ReadonlyMap<string, readonly LineUse[]>> {
  const all = new Map<string, LineUse[]>();
  for (const line of lines) {
    const uses: LineUse[] = [];
    const codes = line.shares.map(({ share }) => expenseAccount(share));
    // Accounts that are not open yet have no statement to read.
    const known = new Set((await ledger.balances(authorityId, codes)).map(({ account }) => account));
    for (const code of codes.filter((each) => known.has(each)))
      uses.push(...(await usesOfAccount(ledger, authorityId, code, { line, today })));
    all.set(line.lineCode, uses);
  }
  return all;
}

async function usesOfAccount(
  ledger: Pick<Ledger, 'accountStatement'>,
  authorityId: number,
  code: string,
  { line, today }: { readonly line: LineInForce; readonly today: PlainDate },
): Promise<LineUse[]> {
  const uses: LineUse[] = [];
  let after: { readonly blockSeq: bigint; readonly version: bigint } | undefined;
  for (;;) {
    const page = await ledger.accountStatement(authorityId, code, { to: today, limit: PAGE, ...(after && { after }) });
    for (const { effectiveDate: until, amount: pence } of page) {
      const from = line.mechanism === 'ARRANGEMENT' ? laterOf(line.from, firstDayOfMonth(monthOf(until))) : until;
      uses.push({ from: earlierOf(from, until), until, pence });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return uses;
    after = { blockSeq: last.blockSeq, version: last.version };
  }
}
