import { and, asc, eq, ne } from 'drizzle-orm';
import type { Ledger } from '../../ledger/index.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { HandoverFigures } from '../plans/handovers/figures.ts';
import { advanceAccount, shareAccount } from '../rules/account-codes.ts';
import { shareOf } from './rules/line-money.ts';
import { type LineVersion, movementsOfShare } from './rules/share-movements.ts';
import { budgetLines, budgetRows, budgetVersions, lineShares } from './schema.ts';

/**
 * What each share of a plan's lines was given and gave back by the budget's versions, beside what the ledger holds of it at the end of the
 * last day. The two are kept apart on purpose: a handover is signed only where they agree.
 */
export function handoverFigures(ledger: Ledger): HandoverFigures {
  return {
    linesOf: async (tx, { authorityId, planId, lastDay }) => {
      const found = await sharesOfPlan(tx, authorityId, planId);
      const shares = found.map(({ line, share }) => shareOf(line.lineCode, share));
      const codes = shares.flatMap((share) => [...STATES.map((state) => shareAccount(share, state)), advanceAccount(share)]);
      const balances = await ledger.balances(authorityId, codes, { effectiveDate: lastDay });
      const held = new Map(balances.map(({ account, balance }) => [account, balance]));
      const versions = await versionsOfPlan(tx, authorityId, planId);
      return found.flatMap(({ line, share }, index) => {
        const of = shares[index];
        if (of === undefined) return [];
        const at = (code: string) => held.get(code) ?? 0n;
        const { sourceCode, financialYear, stream } = share;
        return [
          {
            ...{ lineCode: line.lineCode, stream, sourceCode, financialYear },
            ...movementsOfShare(line, share, versions.get(line.budgetId) ?? []),
            paid: at(shareAccount(of, 'paid')),
            advance: at(advanceAccount(of)),
            stillOpen: at(shareAccount(of, 'available')) + at(shareAccount(of, 'committed')),
          },
        ];
      });
    },
  };
}

const STATES = ['available', 'committed', 'paid'] as const;

/** Of lines that were agreed: a draft has never had any money. */
async function sharesOfPlan(tx: Transaction, authorityId: number, planId: string) {
  return tx
    .select({
      line: { lineCode: budgetLines.lineCode, budgetId: budgetLines.budgetId, state: budgetLines.state },
      share: lineShares,
    })
    .from(budgetLines)
    .innerJoin(budgetRows, and(eq(budgetRows.authorityId, authorityId), eq(budgetRows.budgetId, budgetLines.budgetId)))
    .innerJoin(lineShares, and(eq(lineShares.authorityId, authorityId), eq(lineShares.lineId, budgetLines.lineId)))
    .where(and(eq(budgetLines.authorityId, authorityId), eq(budgetRows.planId, planId), ne(budgetLines.state, 'indicative')))
    .orderBy(asc(budgetLines.lineCode), asc(lineShares.financialYear), asc(lineShares.sourceCode));
}

async function versionsOfPlan(tx: Transaction, authorityId: number, planId: string): Promise<ReadonlyMap<string, LineVersion[][]>> {
  const rows = await tx
    .select({ budgetId: budgetVersions.budgetId, lines: budgetVersions.lines })
    .from(budgetVersions)
    .innerJoin(budgetRows, and(eq(budgetRows.authorityId, authorityId), eq(budgetRows.budgetId, budgetVersions.budgetId)))
    .where(and(eq(budgetVersions.authorityId, authorityId), eq(budgetRows.planId, planId)))
    .orderBy(asc(budgetVersions.budgetId), asc(budgetVersions.version));
  const versions = new Map<string, LineVersion[][]>();
  for (const { budgetId, lines } of rows) versions.set(budgetId, [...(versions.get(budgetId) ?? []), lines as LineVersion[]]);
  return versions;
}
