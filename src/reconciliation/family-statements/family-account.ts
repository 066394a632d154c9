import { and, asc, eq, isNull } from 'drizzle-orm';
import { type MonitoredAgreement, spendingsToMatch } from '../../payments/index.ts';
import type { FamilyKey } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { type LineMatch, matchSpendings, type PossibleMatch } from './match-spendings.ts';
import { type CategoryRule, ruleFor } from './rules/category-rules.ts';
import type { SpendingCategory } from './rules/kinds.ts';
import { familyCategoryRules, familyStatementLines, familyStatements } from './schema.ts';
import { type MissingThing, whatIsMissing } from './what-is-missing.ts';

/** What lies sealed of a file, and of a line. */
export interface StatementWords {
  readonly fileName: string;
  /** The last figures of the account, where the file names one. */
  readonly account?: string;
}
export interface LineWords {
  readonly text: string;
}

export interface FamilyLine {
  readonly lineId: string;
  readonly statementId: string;
  readonly day: PlainDate;
  readonly amount: bigint;
  readonly text: string;
  readonly spendingId?: string;
  readonly not: readonly string[];
  readonly category?: SpendingCategory;
  readonly categoryBy?: 'rule' | 'person';
}

export interface FamilyAccount {
  readonly statements: readonly (typeof familyStatements.$inferSelect & { readonly words: StatementWords })[];
  readonly lines: readonly (FamilyLine & { readonly match?: LineMatch; readonly suggestions: readonly PossibleMatch[] })[];
  readonly missing: readonly MissingThing[];
}

interface OfAgreement {
  readonly authorityId: number;
  readonly agreementId: string;
}

/** Every line once, earliest first, with what a person or a rule says it is for. */
export async function readLines(tx: Transaction, key: FamilyKey, { authorityId, agreementId }: OfAgreement): Promise<FamilyLine[]> {
  const rows = await tx
    .select()
    .from(familyStatementLines)
    .where(and(eq(familyStatementLines.authorityId, authorityId), eq(familyStatementLines.agreementId, agreementId)))
    .orderBy(asc(familyStatementLines.day), asc(familyStatementLines.lineId));
  const rules = await readCategoryRules(tx, key, { authorityId, agreementId });
  const seen = new Set<string>();
  return rows.flatMap(({ lineId, statementId, day, amount, mark, occurrence, sealed, category, spendingId, notSpendings }) => {
    const once = `${mark.toString('base64')} ${occurrence}`;
    if (seen.has(once)) return [];
    seen.add(once);
    const text = key.open<LineWords>(sealed, lineId)?.text ?? '';
    const byRule = category === null ? ruleFor(rules, { amount, text })?.category : undefined;
    return {
      ...{ lineId, statementId, day, amount, text, not: notSpendings },
      ...(spendingId !== null && { spendingId }),
      ...(category !== null && { category, categoryBy: 'person' as const }),
      ...(byRule !== undefined && { category: byRule, categoryBy: 'rule' as const }),
    };
  });
}

export async function readCategoryRules(
  tx: Transaction,
  key: FamilyKey,
  { authorityId, agreementId }: OfAgreement,
): Promise<CategoryRule[]> {
  const rows = await tx
    .select()
    .from(familyCategoryRules)
    .where(
      and(
        eq(familyCategoryRules.authorityId, authorityId),
        eq(familyCategoryRules.agreementId, agreementId),
        isNull(familyCategoryRules.endedAt),
      ),
    )
    .orderBy(asc(familyCategoryRules.ruleId));
  return rows.map(({ ruleId, category, direction, limit, sealed }) => ({
    ...{ ruleId, category, direction },
    words: key.open<{ words: readonly string[] }>(sealed, ruleId)?.words ?? [],
    ...(limit !== null && { limit }),
  }));
}

/** The account as it stands: lines, what they are for, which spends they show, and what is missing. */
export async function accountOf(
  tx: Transaction,
  key: FamilyKey,
  authorityId: number,
  { agreementId, from, receiptAbove }: MonitoredAgreement,
): Promise<FamilyAccount> {
  const of = { authorityId, agreementId };
  const lines = await readLines(tx, key, of);
  const spends = await spendingsToMatch(tx, key, of);
  const rows = await tx
    .select()
    .from(familyStatements)
    .where(and(eq(familyStatements.authorityId, authorityId), eq(familyStatements.agreementId, agreementId)))
    .orderBy(asc(familyStatements.statementId));
  const statements = rows.map((row) => ({ ...row, words: key.open<StatementWords>(row.sealed, row.statementId) ?? { fileName: '' } }));
  const matches = matchSpendings(lines, spends);
  const covered = rows.flatMap(({ covers }) => covers);
  return {
    statements,
    lines: lines.map((line) => {
      const match = matches.matched.get(line.lineId);
      return { ...line, ...(match !== undefined && { match }), suggestions: matches.suggested.get(line.lineId) ?? [] };
    }),
    missing: whatIsMissing({ lines, spends, matches, covered, from, receiptAbove }),
  };
}
