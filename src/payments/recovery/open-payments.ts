import { isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { AgreementRow } from '../agreements/store.ts';
import { instalmentsOfAgreement } from '../schedules/store.ts';
import type { OpenPayment } from './rules/taking-plan.ts';
import { offsetsOn } from './takings.ts';

/** The payments to come from which something may be kept: planned, on or after the day, with nothing kept from them yet. */
export async function openPaymentsOf(tx: Transaction, { authorityId, agreementId }: AgreementRow, from: PlainDate): Promise<OpenPayment[]> {
  const open = (await instalmentsOfAgreement(tx, authorityId, agreementId)).filter(
    ({ state, payOn, kind }) => state === 'planned' && kind !== 'outlay' && !isBefore(payOn, from),
  );
  const kept = await offsetsOn(
    tx,
    authorityId,
    open.map(({ dueRef }) => dueRef),
  );
  const taken = new Set(kept.filter(({ state }) => state !== 'cancelled').map(({ dueRef }) => dueRef));
  return open.filter(({ dueRef }) => !taken.has(dueRef)).map(({ dueRef, payOn, amount }) => ({ dueRef, payOn, amount }));
}
