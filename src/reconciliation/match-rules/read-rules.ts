import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { matchAllocations, matches } from '../matches/schema.ts';
import type { ChargedBefore, DifferenceRule } from '../matching/rules/difference-rules.ts';
import { bankLines } from '../schema.ts';
import { defined } from '../statements/defined.ts';
import { matchRules } from './schema.ts';

export interface MatchRule {
  readonly rule: DifferenceRule;
  readonly validFrom: PlainDate;
  readonly validUntil?: PlainDate;
  readonly madeBy: string;
  readonly madeAt: Date;
}

/** In the order in which they were made, the ended ones too. */
export async function readRules(tx: Transaction, authorityId: number): Promise<MatchRule[]> {
  const rows = await tx.select().from(matchRules).where(eq(matchRules.authorityId, authorityId)).orderBy(asc(matchRules.ruleId));
  return rows.map(ruleOf);
}

export async function findRule(tx: Transaction, authorityId: number, ruleId: string): Promise<MatchRule | undefined> {
  const [row] = await tx
    .select()
    .from(matchRules)
    .where(and(eq(matchRules.authorityId, authorityId), eq(matchRules.ruleId, ruleId)));
  return row && ruleOf(row);
}

export function rulesOn(rules: readonly MatchRule[], day: PlainDate): DifferenceRule[] {
  return rules
    .filter(({ validFrom, validUntil }) => validFrom <= day && (validUntil === undefined || day <= validUntil))
    .map(({ rule }) => rule);
}

/** By rule and month, in pence: what standing matches took by it. */
export async function chargedByRules(tx: Transaction, authorityId: number): Promise<Map<string, ChargedBefore>> {
  const month = sql<string>`to_char(${bankLines.bookingDate}, 'YYYY-MM')`;
  const rows = await tx
    .select({ ruleId: matchAllocations.target, month, charged: sql<string>`sum(-${matchAllocations.amountMinor})::text` })
    .from(matchAllocations)
    .innerJoin(matches, and(eq(matches.authorityId, matchAllocations.authorityId), eq(matches.matchId, matchAllocations.matchId)))
    .innerJoin(bankLines, and(eq(bankLines.authorityId, matchAllocations.authorityId), eq(bankLines.lineId, matchAllocations.lineId)))
    .where(
      and(
        eq(matchAllocations.authorityId, authorityId),
        eq(matchAllocations.kind, 'rule'),
        inArray(matches.state, ['posting', 'matched', 'undoing']),
      ),
    )
    .groupBy(matchAllocations.target, month);
  const byRule = new Map<string, Map<string, bigint>>();
  for (const { ruleId, month: of, charged } of rows) {
    const months = byRule.get(ruleId) ?? new Map<string, bigint>();
    byRule.set(ruleId, months.set(of, BigInt(charged)));
  }
  return byRule;
}

function ruleOf(row: typeof matchRules.$inferSelect): MatchRule {
  const { ruleId, kind, words, typeCode, limitMinor, monthlyLimitMinor, limitBasisPoints, validFrom, validUntil, madeBy, madeAt } = row;
  const rule: DifferenceRule =
    kind === 'bank-charge'
      ? { kind, ruleId, words, limitMinor, monthlyLimitMinor: monthlyLimitMinor ?? 0n, ...(typeCode !== null && { typeCode }) }
      : { kind, ruleId, limitMinor, limitBasisPoints: limitBasisPoints ?? 0 };
  return { rule, validFrom, madeBy, madeAt, ...defined({ validUntil: validUntil ?? undefined }) };
}
