import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type AgreementDesk, mayKnowOf } from '../agreements/agreement-desk.ts';
import { paymentPolicyOn } from '../rules/dated-policy.ts';
import { absences } from './schema.ts';

export interface NewAbsence {
  readonly childId: string;
  readonly from: PlainDate;
  readonly until?: PlainDate | undefined;
  /** Where and why: sealed with the family's record. */
  readonly words: string;
}

/** A stay away from home. Payments go on; on the day that policy names an officer is asked to look, and decides with reasons. */
export async function recordAbsence(
  desk: AgreementDesk,
  caller: Caller,
  familyId: string,
  { childId, from, until, words }: NewAbsence,
): Promise<
  Result<
    { readonly absenceId: string; readonly lookAtOn: PlainDate },
    { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'person-unknown' | 'dates-crossed' }
  >
> {
  const { authorityId, principal } = caller;
  return changeFamily(desk, caller, { familyId, operation: 'payments.record-absence' }, async ({ tx, rows, key, now }) => {
    if (!mayKnowOf(caller, familyId, childId)) return refused({ code: 'record-not-found' });
    if (!rows.persons.some(({ personId, kind }) => personId === childId && kind === 'young-person'))
      return refused({ code: 'person-unknown' });
    if (until !== undefined && until < from) return refused({ code: 'dates-crossed' });
    const absenceId = uuidv7();
    const lookAtOn = addDays(from, paymentPolicyOn('look-at-absence-on-day', from) - 1);
    await tx.insert(absences).values({
      ...{ authorityId, absenceId, familyId, childId, from, until: until ?? null, lookAtOn, sealed: key.seal({ words }, absenceId) },
      ...{ revision: 1, createdAt: now, createdBy: principal },
    });
    return accepted({ value: { absenceId, lookAtOn }, personId: childId, facts: { absenceId } });
  });
}

export interface AbsenceChange {
  readonly until?: PlainDate | undefined;
  /** The officer has looked at it; a pause, if there is one, is a decision on the agreement. */
  readonly lookedAt?: boolean | undefined;
}

export async function changeAbsence(
  desk: AgreementDesk,
  caller: Caller,
  { familyId, absenceId }: { readonly familyId: string; readonly absenceId: string },
  { until, lookedAt }: AbsenceChange,
): Promise<Result<undefined, { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'absence-not-found' | 'dates-crossed' }>> {
  const { authorityId } = caller;
  const day = await desk.businessDate(authorityId);
  return changeFamily(desk, caller, { familyId, operation: 'payments.change-absence' }, async ({ tx }) => {
    const key = and(eq(absences.authorityId, authorityId), eq(absences.familyId, familyId), eq(absences.absenceId, absenceId));
    const [row] = await tx.select().from(absences).where(key);
    if (row === undefined || !mayKnowOf(caller, familyId, row.childId)) return refused({ code: 'absence-not-found' });
    if (until !== undefined && until < row.from) return refused({ code: 'dates-crossed' });
    await tx
      .update(absences)
      .set({ revision: row.revision + 1, ...(until !== undefined && { until }), ...(lookedAt === true && { lookedAtOn: day }) })
      .where(key);
    return accepted({ value: undefined, personId: row.childId, facts: { absenceId } });
  });
}

/** Stays that have reached the day on which an officer looks, and nobody has. One that ended before that day is none of them. */
export async function absencesToLookAt(tx: Transaction, authorityId: number, day: PlainDate) {
  const rows = await tx
    .select()
    .from(absences)
    .where(and(eq(absences.authorityId, authorityId), lte(absences.lookAtOn, day), isNull(absences.lookedAtOn)))
    .orderBy(asc(absences.lookAtOn), asc(absences.absenceId));
  return rows.filter(({ until, lookAtOn }) => until === null || until >= lookAtOn);
}
