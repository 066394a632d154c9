import { and, asc, eq, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { agreements, headAgreements } from '../agreements/schema.ts';
import type { HoldReason } from '../rules/agreement-kinds.ts';
import { holdReasonOf } from '../rules/instalment-holds.ts';
import type { ScheduledInstalment } from './instalment.ts';
import { findByDueRefs, openInstalmentsUpTo } from './store.ts';

export interface DueInstalment extends ScheduledInstalment {
  readonly childId: string;
  readonly payeeId: string | null;
  /** Why it may not be paid today; absent when it may, as far as the agreement goes. */
  readonly hold?: HoldReason;
}

/**
 * What is to be paid on a day: the instalments of that day, and those of earlier days that were missed, held back until now, or came back.
 * Those with a `hold` are listed too, so that whoever plans a run sees what is kept back and why.
 */
export async function dueInstalments(
  tx: Transaction,
  authorityId: number,
  { payOn }: { readonly payOn: PlainDate },
): Promise<DueInstalment[]> {
  return withHolds(tx, authorityId, await openInstalmentsUpTo(tx, authorityId, payOn));
}

/**
 * Asked once more when a run is approved and when it is released: consent that was withdrawn in between keeps the payment back
 * (SI 2014/1652 reg 14). Answers the held ones by `dueRef`; an instalment that was cancelled or is unknown counts as stopped.
 */
export async function holdsFor(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<ReadonlyMap<string, HoldReason>> {
  const found = await withHolds(tx, authorityId, await findByDueRefs(tx, authorityId, dueRefs));
  const reasons = new Map(found.map((each) => [each.dueRef, each.state === 'cancelled' ? 'stopped' : each.hold]));
  const held = dueRefs.flatMap((dueRef) => {
    const reason = reasons.has(dueRef) ? reasons.get(dueRef) : 'stopped';
    return reason === undefined ? [] : [[dueRef, reason] as const];
  });
  return new Map(held);
}

/** An instalment with what a remittance, a late list or a return needs to know of its agreement. */
export async function agreementOfInstalment(tx: Transaction, authorityId: number, dueRef: string) {
  const [instalment] = await findByDueRefs(tx, authorityId, [dueRef]);
  if (instalment === undefined) return undefined;
  const [agreement] = await tx
    .select()
    .from(agreements)
    .where(and(eq(agreements.authorityId, authorityId), eq(agreements.agreementId, instalment.agreementId)));
  return agreement === undefined ? undefined : { instalment, agreement };
}

async function withHolds(tx: Transaction, authorityId: number, rows: readonly ScheduledInstalment[]): Promise<DueInstalment[]> {
  const ids = [...new Set(rows.map(({ agreementId }) => agreementId))];
  if (ids.length === 0) return [];
  const found = await tx
    .select()
    .from(agreements)
    .where(and(eq(agreements.authorityId, authorityId), sql`${agreements.agreementId} = any(${sql.param(ids)}::uuid[])`));
  const onPremises = found.filter((each) => each.onPremises).map(({ agreementId }) => agreementId);
  const heads = await latestHeadAgreements(tx, authorityId, onPremises);
  const byId = new Map(found.map((each) => [each.agreementId, each]));
  return rows.flatMap((row) => {
    const agreement = byId.get(row.agreementId);
    if (agreement === undefined) return [];
    const hold = holdReasonOf({ ...agreement, headAgrees: heads.get(row.agreementId) === true }, row);
    return [{ ...row, childId: agreement.childId, payeeId: agreement.payeeId, ...(hold !== undefined && { hold }) }];
  });
}

async function latestHeadAgreements(
  tx: Transaction,
  authorityId: number,
  agreementIds: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  if (agreementIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(headAgreements)
    .where(
      and(eq(headAgreements.authorityId, authorityId), sql`${headAgreements.agreementId} = any(${sql.param([...agreementIds])}::uuid[])`),
    )
    .orderBy(asc(headAgreements.agreedOn), asc(headAgreements.createdAt));
  return new Map(rows.map(({ agreementId, agrees }) => [agreementId, agrees]));
}
