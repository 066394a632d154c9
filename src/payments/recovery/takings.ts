import { and, eq, inArray } from 'drizzle-orm';
import { totalOf } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { storedParts } from '../runs/rows.ts';
import type { PlannedPart, UsedPlan } from './rules/use-plans.ts';
import { recoveryTakings } from './schema.ts';
import { readParts, type TakingRow, takingsOf } from './store.ts';

export async function changeTaking(
  tx: Transaction,
  { authorityId, takingId }: Pick<TakingRow, 'authorityId' | 'takingId'>,
  set: Partial<TakingRow>,
): Promise<void> {
  await tx
    .update(recoveryTakings)
    .set(set)
    .where(and(eq(recoveryTakings.authorityId, authorityId), eq(recoveryTakings.takingId, takingId)));
}

/** What is planned and not yet on its way, in the order of its days. */
export async function plannedOf(tx: Transaction, authorityId: number, caseId: string): Promise<PlannedPart[]> {
  const rows = await takingsOf(tx, authorityId, caseId);
  return rows
    .filter(({ state }) => state === 'planned')
    .map(({ takingId, kind, amount, parts }) => ({ takingId, kind, amount, parts: readParts(parts) }));
}

/** Of a plan that is used up by money that came, the row says taken; by anything else, cancelled. */
export async function usePlanned(
  tx: Transaction,
  authorityId: number,
  plans: readonly UsedPlan[],
  how: { readonly came: boolean; readonly on: PlainDate },
): Promise<void> {
  for (const { takingId, left } of plans) {
    const amount = totalOf(left);
    const isPayment = how.came && (await kindOf(tx, authorityId, takingId)) === 'payment';
    const ended = isPayment ? { state: 'taken' as const, takenOn: how.on } : { state: 'cancelled' as const };
    await changeTaking(tx, { authorityId, takingId }, amount === 0n ? ended : { amount, parts: storedParts(left) });
  }
}

async function kindOf(tx: Transaction, authorityId: number, takingId: string) {
  const [row] = await tx
    .select({ kind: recoveryTakings.kind })
    .from(recoveryTakings)
    .where(and(eq(recoveryTakings.authorityId, authorityId), eq(recoveryTakings.takingId, takingId)));
  return row?.kind;
}

/** The offsets that lie on these instalments, whatever their state. */
export async function offsetsOn(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<TakingRow[]> {
  if (dueRefs.length === 0) return [];
  return tx
    .select()
    .from(recoveryTakings)
    .where(
      and(eq(recoveryTakings.authorityId, authorityId), eq(recoveryTakings.kind, 'offset'), inArray(recoveryTakings.dueRef, [...dueRefs])),
    );
}
