import { budgetControlAccount, type LineInForce, linesInForce, shareAccount } from '../../budgets/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { daysBetween, earlierOf, laterOf } from '../../platform/calendar/date-arithmetic.ts';
import { firstDayOfFinancialYear, lastDayOfFinancialYear } from '../../platform/calendar/financial-year.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { WatchedShare, WatchedSource } from './compile-watches.ts';

/** The live lines of an authority with what is given to each share and put up in each source, as the books have it now. */
export async function watchedMoney(
  { database, ledger }: { readonly database: Database; readonly ledger: Pick<Ledger, 'balances'> },
  authorityId: number,
): Promise<{ readonly shares: readonly WatchedShare[]; readonly sources: readonly WatchedSource[] }> {
  const lines = await inTransaction(database, { authorityId, readOnly: true }, (tx) => linesInForce(tx, authorityId));
  const pots = potsOf(lines);
  const codes = [
    ...lines.flatMap((line) =>
      line.shares.flatMap(({ share }) => (['available', 'committed', 'paid'] as const).map((s) => shareAccount(share, s))),
    ),
    ...pots.map(({ source, financialYear }) => budgetControlAccount(source, financialYear)),
  ];
  const found = codes.length === 0 ? [] : await ledger.balances(authorityId, codes);
  const balances = new Map(found.map(({ account, balance }) => [account, balance]));
  const at = (code: string) => balances.get(code) ?? 0n;
  return {
    // A share whose accounts are not open yet has nothing to watch.
    shares: lines.flatMap((line) =>
      line.shares.filter(({ share }) => balances.has(shareAccount(share, 'paid'))).map((each) => watchedShare(line, each, at)),
    ),
    sources: pots
      .map((pot) => ({ ...pot, putUp: at(budgetControlAccount(pot.source, pot.financialYear)) }))
      .filter(({ source, financialYear }) => balances.has(budgetControlAccount(source, financialYear))),
  };
}

function watchedShare(line: LineInForce, { share, amount }: LineInForce['shares'][number], at: (code: string) => bigint): WatchedShare {
  const year = share.financialYear;
  const from = laterOf(line.from, firstDayOfFinancialYear(year));
  const until = earlierOf(line.until, lastDayOfFinancialYear(year));
  const states = ['available', 'committed', 'paid'] as const;
  return {
    share,
    familyId: line.familyId,
    allocated: states.reduce((sum, state) => sum + at(shareAccount(share, state)), 0n),
    contingency: line.amount === 0n ? 0n : (line.contingency * amount) / line.amount,
    days: Math.max(1, daysBetween(from, until) + 1),
  };
}

function potsOf(lines: readonly LineInForce[]): Omit<WatchedSource, 'putUp'>[] {
  const pots = new Map<string, Omit<WatchedSource, 'putUp'>>();
  for (const { share } of lines.flatMap((line) => line.shares)) {
    const { source, financialYear, stream } = share;
    pots.set(`${source}:${financialYear}`, { source, financialYear, stream });
  }
  return [...pots.values()];
}
