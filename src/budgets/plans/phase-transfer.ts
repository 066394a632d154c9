import { and, eq } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import { isAfter } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mustBeInForce, type PlanNotOpen } from './may-still-change.ts';
import { changePlan, type PlanAddress, type PlanChangeRefusal, type PlanRoom, type Revised } from './plan-at-hand.ts';
import { type FieldRefusal, fieldRefusal } from './rules/field-refusal.ts';
import { phaseDueOn } from './rules/phases.ts';
import type { SettingKind } from './rules/plan-words.ts';
import { phaseTransfers } from './schema.ts';
import { readOutcomes, readPhaseTransfers, readProvisions } from './store.ts';

type At = PlanAddress & { readonly ifMatch: string };

export type PhaseTransferRefusal =
  | PlanChangeRefusal
  | PlanNotOpen
  | FieldRefusal<'phase-unknown' | 'plan-dates-crossed' | 'outcome-unknown' | 'provision-unknown'>
  | { readonly code: 'phase-transfer-open'; readonly transferId: string };

/** A move to the next phase is coming: from now on there is a day by which it must be decided. */
export async function planPhaseTransfer(
  room: PlanRoom,
  caller: Caller,
  at: At,
  { phase, transfersOn }: { readonly phase: string; readonly transfersOn: PlainDate },
): Promise<Result<Revised<{ readonly transferId: string; readonly dueOn: PlainDate }>, PhaseTransferRefusal>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.plan-phase-transfer' }, async ({ tx, now, today, plan }) => {
    const inForce = mustBeInForce(plan);
    if (!inForce.ok) return inForce;
    const { authorityId, planId, familyId } = plan;
    const open = (await readPhaseTransfers(tx, authorityId, planId)).find(({ state }) => state === 'planned' || state === 'decided');
    if (open !== undefined) return refused({ code: 'phase-transfer-open', transferId: open.transferId });
    if (!isAfter(transfersOn, plan.startsOn))
      return refused(fieldRefusal('plan-dates-crossed', 'transfersOn', `The plan begins on ${plan.startsOn}; the move comes after.`));
    const dueOn = phaseDueOn(phase, transfersOn);
    if (dueOn === undefined) return refused(fieldRefusal('phase-unknown', 'phase', 'There is no such move on that day.'));
    const transferId = uuidV7();
    await tx.insert(phaseTransfers).values({
      authorityId,
      transferId,
      planId,
      familyId,
      phase,
      transfersOn,
      dueOn,
      state: 'planned',
      createdAt: now,
      createdBy: caller.principal,
    });
    const facts = { transferId, phase, transfersOn, dueOn };
    return accepted({ value: { transferId, dueOn }, event: { kind: 'phase-transfer-planned', on: today, facts } });
  });
}

export interface PhaseDecision {
  readonly settingKind: SettingKind;
  readonly element2Held: boolean;
  readonly settingName?: string | undefined;
  /** What goes on in the next phase; what is not named ends with this one. */
  readonly outcomes: readonly string[];
  readonly provisions: readonly string[];
}

/** Where the child learns next, and what of the plan goes on there. It takes effect on the day of the move, not before. */
export async function decidePhaseTransfer(
  room: PlanRoom,
  caller: Caller,
  at: At & { readonly transferId: string },
  { settingKind, element2Held, settingName, ...carried }: PhaseDecision,
): Promise<Result<Revised<object>, PhaseTransferRefusal>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.decide-phase-transfer' }, async ({ tx, key, today, plan }) => {
    const inForce = mustBeInForce(plan);
    if (!inForce.ok) return inForce;
    const { authorityId, planId } = plan;
    const { transferId } = at;
    const transfer = (await readPhaseTransfers(tx, authorityId, planId)).find((each) => each.transferId === transferId);
    if (transfer === undefined || !['planned', 'decided'].includes(transfer.state)) return refused({ code: 'record-not-found' });
    const known = new Set((await readOutcomes(tx, authorityId, planId)).map(({ outcomeId }) => outcomeId));
    const stranger = carried.outcomes.findIndex((id) => !known.has(id));
    if (stranger >= 0) return refused(fieldRefusal('outcome-unknown', `outcomes/${stranger}`, 'This plan has no such outcome.'));
    const support = new Set((await readProvisions(tx, authorityId, planId)).map(({ provisionId }) => provisionId));
    const unknown = carried.provisions.findIndex((id) => !support.has(id));
    if (unknown >= 0) return refused(fieldRefusal('provision-unknown', `provisions/${unknown}`, 'This plan has no such support.'));
    await tx
      .update(phaseTransfers)
      .set({
        state: 'decided',
        decidedOn: today,
        settingKind,
        element2Held,
        outcomesCarried: [...new Set(carried.outcomes)],
        provisionsCarried: [...new Set(carried.provisions)],
        sealed: key.seal({ settingName }, transferId),
      })
      .where(and(eq(phaseTransfers.authorityId, authorityId), eq(phaseTransfers.transferId, transferId)));
    const facts = { transferId, settingKind, element2Held, outcomes: carried.outcomes, provisions: carried.provisions };
    return accepted({ value: {}, event: { kind: 'phase-transfer-decided', on: today, facts } });
  });
}
