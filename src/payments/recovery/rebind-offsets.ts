import { and, eq, inArray } from 'drizzle-orm';
import type { BudgetRoom } from '../../budgets/index.ts';
import { laterOf } from '../../platform/calendar/date-arithmetic.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { readAgreement } from '../agreements/store.ts';
import { findByDueRefs } from '../schedules/store.ts';
import { openPaymentsOf } from './open-payments.ts';
import { recoveryCases, recoveryTakings } from './schema.ts';
import { changeTaking } from './takings.ts';

/**
 * An offset whose instalment was paid whole or cancelled goes to the next payment that can bear it: never to an earlier one, never two on
 * one. Read from the record each day, so a day that was missed needs nothing. What finds no payment waits for an officer.
 */
export async function rebindOffsets(
  desk: Pick<BudgetRoom, 'database' | 'businessDate'>,
  authorityId: number,
): Promise<{ readonly moved: number; readonly waiting: number }> {
  const day = await desk.businessDate(authorityId);
  return inTransaction(desk.database, { authorityId }, async (tx) => {
    const rows = await tx
      .select({ taking: recoveryTakings, agreementId: recoveryCases.agreementId })
      .from(recoveryTakings)
      .innerJoin(
        recoveryCases,
        and(eq(recoveryCases.authorityId, recoveryTakings.authorityId), eq(recoveryCases.caseId, recoveryTakings.caseId)),
      )
      .where(
        and(
          eq(recoveryTakings.authorityId, authorityId),
          eq(recoveryTakings.kind, 'offset'),
          eq(recoveryTakings.state, 'planned'),
          inArray(recoveryCases.state, ['decided']),
        ),
      )
      .orderBy(recoveryTakings.dueOn, recoveryTakings.takingId)
      .for('update');
    const instalments = await findByDueRefs(
      tx,
      authorityId,
      rows.flatMap(({ taking }) => taking.dueRef ?? []),
    );
    const gone = new Set(
      instalments.filter(({ state }) => state === 'paid' || state === 'cancelled' || state === 'returned').map(({ dueRef }) => dueRef),
    );
    let moved = 0;
    let waiting = 0;
    for (const { taking, agreementId } of rows) {
      if (taking.dueRef === null || !gone.has(taking.dueRef)) continue;
      const agreement = await readAgreement(tx, authorityId, agreementId);
      const from = laterOf(taking.dueOn, day);
      const open = agreement === undefined ? [] : await openPaymentsOf(tx, agreement, from);
      // As much as was planned for one payment and no more: the needs that limited it still count.
      const next = open.find(({ amount }) => amount > taking.amount);
      if (next === undefined) waiting += 1;
      else {
        await changeTaking(tx, taking, { dueRef: next.dueRef, dueOn: next.payOn });
        moved += 1;
      }
    }
    return { moved, waiting };
  });
}
