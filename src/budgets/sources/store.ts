import { and, asc, eq, inArray } from 'drizzle-orm';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { FundingStream } from '../rules/share.ts';
import { costCodes, fundingSources, sourceYears } from './schema.ts';

export type SourceRow = typeof fundingSources.$inferSelect;
export type SourceYearRow = typeof sourceYears.$inferSelect;

const ofSource = (authorityId: number, sourceCode: string) =>
  and(eq(fundingSources.authorityId, authorityId), eq(fundingSources.sourceCode, sourceCode));
const ofYear = (authorityId: number, sourceCode: string, financialYear: FinancialYear) =>
  and(eq(sourceYears.authorityId, authorityId), eq(sourceYears.sourceCode, sourceCode), eq(sourceYears.financialYear, financialYear));

export async function readSource(
  tx: Transaction,
  authorityId: number,
  sourceCode: string,
  lock?: 'update',
): Promise<SourceRow | undefined> {
  const found = tx.select().from(fundingSources).where(ofSource(authorityId, sourceCode));
  const [row] = lock ? await found.for('update') : await found;
  return row;
}

export async function readSources(tx: Transaction, authorityId: number, codes?: readonly string[]): Promise<SourceRow[]> {
  return tx
    .select()
    .from(fundingSources)
    .where(
      and(eq(fundingSources.authorityId, authorityId), codes === undefined ? undefined : inArray(fundingSources.sourceCode, [...codes])),
    )
    .orderBy(asc(fundingSources.sourceCode));
}

export async function insertSource(tx: Transaction, row: typeof fundingSources.$inferInsert): Promise<void> {
  await tx.insert(fundingSources).values(row);
}

export async function updateSource(
  tx: Transaction,
  authorityId: number,
  sourceCode: string,
  change: Partial<typeof fundingSources.$inferInsert>,
): Promise<void> {
  await tx.update(fundingSources).set(change).where(ofSource(authorityId, sourceCode));
}

/** The stream that the code belongs to from now on: that of whoever came first. */
export async function claimCostCode(
  tx: Transaction,
  authorityId: number,
  code: { readonly costCentre: string; readonly subjective: string; readonly stream: FundingStream },
): Promise<FundingStream> {
  await tx
    .insert(costCodes)
    .values({ authorityId, ...code })
    .onConflictDoNothing();
  const [kept] = await tx
    .select({ stream: costCodes.stream })
    .from(costCodes)
    .where(
      and(eq(costCodes.authorityId, authorityId), eq(costCodes.costCentre, code.costCentre), eq(costCodes.subjective, code.subjective)),
    );
  return kept?.stream ?? code.stream;
}

export async function readSourceYear(
  tx: Transaction,
  authorityId: number,
  sourceCode: string,
  financialYear: FinancialYear,
): Promise<SourceYearRow | undefined> {
  const [row] = await tx
    .select()
    .from(sourceYears)
    .where(ofYear(authorityId, sourceCode, financialYear));
  return row;
}

export async function readSourceYears(tx: Transaction, authorityId: number, codes: readonly string[]): Promise<SourceYearRow[]> {
  if (codes.length === 0) return [];
  return tx
    .select()
    .from(sourceYears)
    .where(and(eq(sourceYears.authorityId, authorityId), inArray(sourceYears.sourceCode, [...codes])))
    .orderBy(asc(sourceYears.sourceCode), asc(sourceYears.financialYear));
}

export async function keepSourceYear(tx: Transaction, row: typeof sourceYears.$inferInsert): Promise<void> {
  const { amount, indicative, confirmedOn, revision } = row;
  await tx
    .insert(sourceYears)
    .values(row)
    .onConflictDoUpdate({
      target: [sourceYears.authorityId, sourceYears.sourceCode, sourceYears.financialYear],
      set: { amount, indicative, confirmedOn: confirmedOn ?? null, revision },
    });
}
