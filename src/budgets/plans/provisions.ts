import { and, eq } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mayStillChange, type PlanNotOpen } from './may-still-change.ts';
import { changePlan, type PlanAddress, type PlanAtHand, type PlanChangeRefusal, type PlanRoom, type Revised } from './plan-at-hand.ts';
import type { ProvisionWords } from './plan-view.ts';
import { type FieldRefusal, fieldRefusal } from './rules/field-refusal.ts';
import { isOnPremises, judgeProvision, type ProvisionTermsRefusal } from './rules/provision-terms.ts';
import { provisions } from './schema.ts';
import { type ProvisionRow, readOutcomes, readProvisions } from './store.ts';

type At = PlanAddress & { readonly ifMatch: string };
export type ProvisionRefusal = PlanChangeRefusal | PlanNotOpen | ProvisionTermsRefusal | FieldRefusal<'outcome-unknown'>;

export interface NewProvision extends ProvisionWords {
  readonly section: ProvisionRow['section'];
  readonly outcomeId?: string | undefined;
  readonly kind: string;
  readonly unit: ProvisionRow['unit'];
  readonly unitsPerWeek?: string | undefined;
  readonly weeks?: number | undefined;
  readonly totalUnits?: string | undefined;
  readonly termTimeOnly: boolean;
  readonly deliveredIn: ProvisionRow['deliveredIn'];
  readonly from: PlainDate;
  readonly until?: PlainDate | undefined;
}

export async function addProvision(
  room: PlanRoom,
  caller: Caller,
  at: At,
  { description, byWhom, ...terms }: NewProvision,
  provisionId: string = uuidV7(),
): Promise<Result<Revised<{ readonly provisionId: string }>, ProvisionRefusal>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.add-provision' }, async (plan) => {
    const judged = await judge(plan, terms);
    if (!judged.ok) return judged;
    const { planId, familyId } = plan.plan;
    await plan.tx.insert(provisions).values({
      authorityId: caller.authorityId,
      provisionId,
      planId,
      familyId,
      ...terms,
      premises: isOnPremises(terms.deliveredIn),
      sealed: plan.key.seal({ description, byWhom } satisfies ProvisionWords, provisionId),
      createdAt: plan.now,
      createdBy: caller.principal,
    });
    return accepted({ value: { provisionId }, event: { kind: 'changed', on: plan.today, facts: { provisionId, added: true } } });
  });
}

export type ProvisionChange = { readonly [Field in keyof NewProvision]?: NewProvision[Field] | null | undefined };

/** What shall stand instead; null takes something away, what is left out stays. */
export async function changeProvision(
  room: PlanRoom,
  caller: Caller,
  at: At & { readonly provisionId: string },
  change: ProvisionChange,
): Promise<Result<Revised<object>, ProvisionRefusal>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.change-provision' }, async (plan) => {
    const { provisionId } = at;
    const row = (await readProvisions(plan.tx, caller.authorityId, at.planId)).find((each) => each.provisionId === provisionId);
    if (row === undefined) return refused({ code: 'record-not-found' });
    const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const { description, byWhom, ...terms } = said as Partial<ProvisionRow> & Partial<ProvisionWords>;
    const next = { ...row, ...terms };
    const judged = await judge(plan, next);
    if (!judged.ok) return judged;
    const words = { ...plan.key.open<ProvisionWords>(row.sealed, provisionId), ...('description' in said && { description }) };
    await plan.tx
      .update(provisions)
      .set({
        ...terms,
        premises: isOnPremises(next.deliveredIn),
        sealed: plan.key.seal({ ...words, ...('byWhom' in said && { byWhom: byWhom ?? undefined }) }, provisionId),
      })
      .where(and(eq(provisions.authorityId, caller.authorityId), eq(provisions.provisionId, provisionId)));
    return accepted({ value: {}, event: { kind: 'changed', on: plan.today, facts: { provisionId, fields: Object.keys(said) } } });
  });
}

async function judge(
  { tx, plan }: PlanAtHand,
  terms: Parameters<typeof judgeProvision>[0] & { readonly outcomeId?: string | null | undefined },
): Promise<Result<undefined, PlanNotOpen | ProvisionTermsRefusal | FieldRefusal<'outcome-unknown'>>> {
  const open = mayStillChange(plan);
  if (!open.ok) return open;
  const outcomes = terms.outcomeId == null ? [] : await readOutcomes(tx, plan.authorityId, plan.planId);
  if (terms.outcomeId != null && !outcomes.some(({ outcomeId }) => outcomeId === terms.outcomeId))
    return refused(fieldRefusal('outcome-unknown', 'outcomeId', 'This plan has no such outcome.'));
  return judgeProvision(terms, plan);
}
