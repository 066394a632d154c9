import { and, asc, eq, lte, notInArray } from 'drizzle-orm';
import { v5 as uuidV5 } from 'uuid';
import { serviceCaller } from '../../people/index.ts';
import { addDays, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, refused } from '../../platform/result.ts';
import type { PlanWords } from './open-plan.ts';
import { changePlan, type PlanAtHand, type PlanRoom } from './plan-at-hand.ts';
import type { ProvisionWords } from './plan-view.ts';
import { outcomes, phaseTransfers, provisions } from './schema.ts';
import { type PhaseTransferRow, readPhaseTransfers, readProvisions } from './store.ts';

/**
 * Makes every move to the next phase whose day has come, each in its own transaction. Run twice, late or broken off, each is made once: it
 * is asked for again under the lock of its family.
 */
export async function makePhaseTransfers(room: PlanRoom, authorityId: number, signal?: AbortSignal): Promise<number> {
  const today = await room.businessDate(authorityId);
  const due = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(phaseTransfers)
      .where(and(eq(phaseTransfers.authorityId, authorityId), eq(phaseTransfers.state, 'decided'), lte(phaseTransfers.transfersOn, today)))
      .orderBy(asc(phaseTransfers.transfersOn)),
  );
  let made = 0;
  for (const transfer of due) {
    signal?.throwIfAborted();
    if (await makeOne(room, authorityId, transfer)) made += 1;
  }
  return made;
}

async function makeOne(room: PlanRoom, authorityId: number, { transferId, planId, familyId }: PhaseTransferRow): Promise<boolean> {
  const at = { familyId, planId, ifMatch: '*', operation: 'budgets.make-phase-transfer' };
  const done = await changePlan(room, serviceCaller(authorityId, 'system'), at, async (plan) => {
    const transfers = await readPhaseTransfers(plan.tx, authorityId, planId);
    const transfer = transfers.find((each) => each.transferId === transferId && each.state === 'decided');
    if (transfer === undefined || transfer.settingKind === null || transfer.element2Held === null)
      return refused({ code: 'record-not-found' });
    await moveProvisions(plan, transfer);
    await endOutcomes(plan, transfer);
    await plan.tx
      .update(phaseTransfers)
      .set({ state: 'made' })
      .where(and(eq(phaseTransfers.authorityId, authorityId), eq(phaseTransfers.transferId, transferId)));
    const { settingKind, element2Held, transfersOn: on } = transfer;
    const words = plan.key.open<PlanWords>(transfer.sealed, transferId) ?? {};
    return accepted({
      value: {},
      set: { settingKind, element2Held, sealed: plan.key.seal(words, planId) },
      event: { kind: 'phase-transfer-made', on, facts: { transferId, settingKind, element2Held } },
    });
  });
  return done.ok;
}

/** Support of the old phase ends the day before; what is carried over begins anew under an id that follows from the move. */
async function moveProvisions({ tx, key, now, plan }: PlanAtHand, { transferId, transfersOn, provisionsCarried }: PhaseTransferRow) {
  const { authorityId, planId } = plan;
  const lastDay = addDays(transfersOn, -1);
  for (const row of await readProvisions(tx, authorityId, planId)) {
    const { provisionId } = row;
    const here = and(eq(provisions.authorityId, authorityId), eq(provisions.provisionId, provisionId));
    if (!isBefore(row.from, transfersOn)) continue;
    if (row.until === null || !isBefore(row.until, transfersOn)) await tx.update(provisions).set({ until: lastDay }).where(here);
    if (provisionsCarried?.includes(provisionId) !== true) continue;
    const nextId = uuidV5(provisionId, transferId);
    await tx.insert(provisions).values({
      ...row,
      provisionId: nextId,
      from: transfersOn,
      until: row.until === null || isBefore(row.until, transfersOn) ? null : row.until,
      carriedFrom: provisionId,
      sealed: key.seal(key.open<ProvisionWords>(row.sealed, provisionId) ?? { description: '' }, nextId),
      createdAt: now,
      createdBy: 'system',
    });
  }
}

async function endOutcomes({ tx, plan }: PlanAtHand, { outcomesCarried }: PhaseTransferRow) {
  await tx
    .update(outcomes)
    .set({ state: 'ended' })
    .where(
      and(
        eq(outcomes.authorityId, plan.authorityId),
        eq(outcomes.planId, plan.planId),
        eq(outcomes.state, 'open'),
        outcomesCarried === null || outcomesCarried.length === 0 ? undefined : notInArray(outcomes.outcomeId, outcomesCarried),
      ),
    );
}
