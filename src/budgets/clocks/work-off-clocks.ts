import { and, asc, eq, exists, gt, or } from 'drizzle-orm';
import { appendAudit, eventOf, serviceCaller } from '../../people/index.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { makePhaseTransfers } from '../plans/make-phase-transfers.ts';
import type { PlanRoom } from '../plans/plan-at-hand.ts';
import { plans } from '../plans/schema.ts';
import { clocks } from './schema.ts';
import { settleClocks } from './settle-clocks.ts';

/** So many plans share a transaction: few enough that nobody waits long for a plan that is being settled. */
const AT_ONCE = 250;

export interface WorkedOff {
  readonly phaseTransfersMade: number;
  readonly plansSettled: number;
  readonly clocksMoved: number;
}

/**
 * A day's work on the clocks of one authority: moves whose day has come are made, then the clocks of every plan in force are settled. It
 * follows from the record and the authority's day alone, so after weeks of downtime one run catches up with everything, and a second one,
 * or one beside it, finds nothing left to do.
 */
export async function workOffClocks(room: PlanRoom, authorityId: number, signal?: AbortSignal): Promise<WorkedOff> {
  const phaseTransfersMade = await makePhaseTransfers(room, authorityId, signal);
  const today = await room.businessDate(authorityId);
  const caller = serviceCaller(authorityId, 'system');
  let plansSettled = 0;
  let clocksMoved = 0;
  let after: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const ids = await inTransaction(room.database, { authorityId }, async (tx, client) => {
      const page = await tx
        .select({ planId: plans.planId })
        .from(plans)
        .where(
          and(
            eq(plans.authorityId, authorityId),
            // An answer is owed when the plan has ended too.
            or(eq(plans.state, 'in-force'), exists(openClocksOf(tx))),
            after === undefined ? undefined : gt(plans.planId, after),
          ),
        )
        .orderBy(asc(plans.planId))
        .limit(AT_ONCE);
      const planIds = page.map(({ planId }) => planId);
      const now = room.clock.now();
      const settled = await settleClocks(tx, { authorityId, principal: caller.principal, now, today }, planIds);
      const events = [...settled].map(([familyId, changed]) =>
        eventOf(caller, 'budgets.work-off-clocks', 'change', now, { familyId }, { clocks: changed }),
      );
      await appendAudit(client, authorityId, events);
      clocksMoved += [...settled.values()].reduce((sum, changed) => sum + changed.length, 0);
      return planIds;
    });
    plansSettled += ids.length;
    after = ids.at(-1);
    if (ids.length < AT_ONCE) return { phaseTransfersMade, plansSettled, clocksMoved };
  }
}

function openClocksOf(tx: Transaction) {
  return tx
    .select({ clockId: clocks.clockId })
    .from(clocks)
    .where(and(eq(clocks.authorityId, plans.authorityId), eq(clocks.planId, plans.planId), eq(clocks.state, 'open')));
}
