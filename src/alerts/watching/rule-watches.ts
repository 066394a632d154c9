import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { RuleCode } from '../rules/rule-kinds.ts';
import { ruleWatches } from '../schema.ts';
import { clearStanding } from '../settle-fact.ts';
import type { RuleWatch } from './compile-watches.ts';

/** Which of the ledger's watches are a rule's, and which rule's. */
export type KnownWatch = typeof ruleWatches.$inferSelect & { readonly rule: RuleCode };

export async function findRuleWatch(database: Database, authorityId: number, watchId: string): Promise<KnownWatch | undefined> {
  const [row] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(ruleWatches)
      .where(and(eq(ruleWatches.authorityId, authorityId), eq(ruleWatches.watchId, watchId))),
  );
  return row as KnownWatch | undefined;
}

export async function clearOfWatch(
  database: Database,
  authorityId: number,
  { rule, subject }: KnownWatch,
  { seq, at }: { readonly seq: bigint; readonly at: Date },
): Promise<void> {
  await inTransaction(database, { authorityId }, (tx) => clearStanding(tx, authorityId, { rule, subject, seq, at }));
}

export async function readRuleWatches(tx: Transaction, authorityId: number): Promise<KnownWatch[]> {
  const rows = await tx
    .select()
    .from(ruleWatches)
    .where(and(eq(ruleWatches.authorityId, authorityId), isNull(ruleWatches.removedAt)));
  return rows as KnownWatch[];
}

/** Kept before the ledger is asked: a crossing that comes of adding it must find its rule. */
export async function writeRuleWatch(database: Database, authorityId: number, addedAt: Date, watch: RuleWatch): Promise<void> {
  const { watchId, rule, subject, account, direction, bound, clearBound, about } = watch;
  const row = { rule, subject, account, direction, bound, clearBound, familyId: about.familyId ?? null, lineCode: about.lineCode ?? null };
  await inTransaction(database, { authorityId }, (tx) =>
    tx
      .insert(ruleWatches)
      .values({ authorityId, watchId, ...row, addedAt })
      .onConflictDoUpdate({ target: [ruleWatches.authorityId, ruleWatches.watchId], set: { removedAt: null, addedAt } }),
  );
}

export async function endRuleWatch(database: Database, authorityId: number, removedAt: Date, watchId: string): Promise<void> {
  await inTransaction(database, { authorityId }, (tx) =>
    tx
      .update(ruleWatches)
      .set({ removedAt })
      .where(and(eq(ruleWatches.authorityId, authorityId), eq(ruleWatches.watchId, watchId))),
  );
}
