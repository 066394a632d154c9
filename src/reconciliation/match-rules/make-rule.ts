import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Actor } from '../../ledger/index.ts';
import { addDays, isAfter } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { lineText } from '../matching/prepare.ts';
import { type ChargedLine, chargesBy, checkRule, type DifferenceRule, type RuleRefusal } from '../matching/rules/difference-rules.ts';
import { bankLines } from '../schema.ts';
import { findRule, type MatchRule } from './read-rules.ts';
import { matchRules } from './schema.ts';

interface RuleDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}

/** A rule is tried on as many of the latest lines as a busy month has. */
const TRIED_ON = 2_000;

export interface TriedRule {
  /** How many of the latest lines it was tried on, and which of them it would take. */
  readonly triedOn: number;
  readonly takes: readonly string[];
}

/** What a rule would do, before it is made. A rule that would take everything is refused with the reason. */
export async function tryRule(
  { database }: Pick<RuleDesk, 'database'>,
  authorityId: number,
  rule: DifferenceRule,
): Promise<Result<TriedRule, RuleRefusal>> {
  const lines = await inTransaction(database, { authorityId, readOnly: true }, (tx) => latestLines(tx, authorityId));
  const checked = checkRule(rule, lines);
  if (!checked.ok) return checked;
  return accepted({ triedOn: lines.length, takes: rule.kind === 'bank-charge' ? chargesBy(rule, lines) : [] });
}

/** Holds from its first day on; the engine takes it into its next run. */
export async function makeRule(
  desk: RuleDesk,
  { authorityId, principal }: Actor,
  wanted: DifferenceRule,
  validFrom: PlainDate,
): Promise<Result<MatchRule, RuleRefusal>> {
  const madeAt = desk.clock.now();
  const rule = { ...wanted, ruleId: timeOrderedId(madeAt) };
  const tried = await tryRule(desk, authorityId, rule);
  if (!tried.ok) return tried;
  const { ruleId, kind, limitMinor } = rule;
  const isCharge = rule.kind === 'bank-charge';
  await inTransaction(desk.database, { authorityId }, (tx) =>
    tx.insert(matchRules).values({
      ...{ authorityId, ruleId, kind, limitMinor, validFrom, madeBy: principal, madeAt },
      words: isCharge ? [...rule.words] : [],
      typeCode: isCharge ? (rule.typeCode ?? null) : null,
      monthlyLimitMinor: isCharge ? rule.monthlyLimitMinor : null,
      limitBasisPoints: isCharge ? null : rule.limitBasisPoints,
    }),
  );
  return accepted({ rule, validFrom, madeBy: principal, madeAt });
}

export type EndRuleRefusal = { readonly code: 'match-rule-not-found' | 'match-rule-ended' };

/** It holds to the end of yesterday. What it has taken stays, and can be undone like any match. */
export async function endRule(
  { database, clock, businessDate }: RuleDesk,
  { authorityId, principal }: Actor,
  ruleId: string,
): Promise<Result<MatchRule, EndRuleRefusal>> {
  const yesterday = addDays(await businessDate(authorityId), -1);
  return inTransaction(database, { authorityId }, async (tx) => {
    const key = and(eq(matchRules.authorityId, authorityId), eq(matchRules.ruleId, ruleId));
    const [row] = await tx.select().from(matchRules).where(key).for('update');
    if (row === undefined) return refused({ code: 'match-rule-not-found' });
    if (row.validUntil !== null) return refused({ code: 'match-rule-ended' });
    const validUntil = isAfter(row.validFrom, yesterday) ? addDays(row.validFrom, -1) : yesterday;
    await tx.update(matchRules).set({ validUntil, endedBy: principal, endedAt: clock.now() }).where(key);
    return accepted((await findRule(tx, authorityId, ruleId)) as MatchRule);
  });
}

async function latestLines(tx: Transaction, authorityId: number): Promise<ChargedLine[]> {
  const rows = await tx
    .select()
    .from(bankLines)
    .where(and(eq(bankLines.authorityId, authorityId), isNull(bankLines.undoneAt)))
    .orderBy(desc(bankLines.bookingDate), desc(bankLines.lineId))
    .limit(TRIED_ON);
  return rows.map(({ lineId: id, bookingDate: date, amountMinor, remittance, counterpartyName, typeCode }) => ({
    ...{ id, date, amountMinor },
    text: lineText({ memo: remittance, ...(counterpartyName !== null && { payeeName: counterpartyName }) }),
    ...(typeCode !== null && { typeCode }),
  }));
}
