import { v5 as uuidv5 } from 'uuid';
import { isBefore, lastDayOfMonth, type Month } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import {
  type BookingKind,
  type BookingRefusal,
  earlierStep,
  finishIntended,
  finishStep,
  intendStep,
  type KeyedRequest,
  pendingStepOf,
} from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { accountsForPartner } from '../rules/account-drafts.ts';
import { ACCOUNTS_OPEN_ON } from '../rules/accounts-open-on.ts';
import { rechargedToPartner } from '../rules/recharge-entries.ts';
import { totalOf } from '../rules/share.ts';
import { paidByMonth } from './paid-by-month.ts';
import { type RechargeLine, rechargeLines, rechargeReference } from './rules/recharge-lines.ts';
import { insertInvoice, invoicedSoFar, invoiceOfMonth, lastInvoiceNumber, sharesOfPartner } from './store.ts';

export interface PartnerMonth {
  readonly partnerCode: string;
  readonly month: Month;
}

export type SealRefusal =
  | BookingRefusal
  | { readonly code: 'partner-not-found' | 'month-not-over' | 'month-sealed' | 'nothing-to-recharge' | 'change-under-way' }
  | { readonly code: 'idempotency-conflict' };

export interface SealedInvoice {
  readonly invoiceId: string;
  readonly reference: string;
}

interface StoredLine extends Omit<RechargeLine, 'amount'> {
  readonly amount: string;
}
interface SealDetails extends PartnerMonth, SealedInvoice {
  readonly number: number;
  readonly amount: string;
  readonly sealedOn: PlainDate;
  readonly lines: readonly StoredLine[];
}

export const SEAL = 'budgets.recharge-invoice';

export const sealBooking: BookingKind = {
  onBooked: async (tx, { authorityId, details, askedBy, askedAt }) => {
    const { lines, amount, ...invoice } = details as SealDetails;
    const rows = lines.map(({ share, month, kind, amount: pence }, index) => ({
      ...{ authorityId, invoiceId: invoice.invoiceId, number: index + 1, kind, month },
      ...{ lineCode: share.line, sourceCode: share.source, financialYear: share.financialYear },
      ...{ stream: share.stream, costCentre: share.costCentre, subjective: share.subjective },
      amount: BigInt(pence),
    }));
    await insertInvoice(tx, { authorityId, ...invoice, amount: BigInt(amount), sealedBy: askedBy, createdAt: askedAt }, rows);
  },
};

/** What the invoice of a month would say if it were sealed now. */
export async function previewRecharge(
  room: BudgetRoom,
  authorityId: number,
  { partnerCode, month }: PartnerMonth,
): Promise<RechargeLine[]> {
  const { database, ledger } = room;
  const { shares, invoiced } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => ({
    shares: await sharesOfPartner(tx, authorityId, partnerCode),
    invoiced: await invoicedSoFar(tx, authorityId, partnerCode),
  }));
  return rechargeLines(await paidByMonth(ledger, authorityId, shares, month), invoiced, month);
}

/**
 * Invoices a partner for a month that is over: one line for each share, with what earlier months still lack. The receivable is booked and the
 * invoice sealed in one step; what changes later is a line of a later invoice.
 */
export async function sealRecharge(
  room: BudgetRoom,
  caller: Caller,
  { partnerCode, month }: PartnerMonth,
  request: KeyedRequest,
): Promise<Result<SealedInvoice & { readonly replayed: boolean }, SealRefusal>> {
  const { authorityId } = caller;
  const sealedOn = await room.businessDate(authorityId);
  const paid = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) =>
    sharesOfPartner(tx, authorityId, partnerCode),
  ).then((shares) => paidByMonth(room.ledger, authorityId, shares, month));
  const asked = await inTransaction(room.database, { authorityId }, async (tx): Promise<Result<boolean, SealRefusal>> => {
    const earlier = await earlierStep(tx, authorityId, request);
    if (!earlier.ok) return earlier;
    if (earlier.value !== undefined) return accepted(true);
    const refusal = await refusalToSeal(tx, authorityId, { partnerCode, month }, sealedOn);
    if (refusal !== undefined) return refused(refusal);
    const lines = rechargeLines(paid, await invoicedSoFar(tx, authorityId, partnerCode), month);
    if (lines.length === 0) return refused({ code: 'nothing-to-recharge' });
    const number = (await lastInvoiceNumber(tx, authorityId, partnerCode)) + 1;
    await intendStep(tx, caller, intentOf({ partnerCode, month, number, sealedOn }, lines, caller.principal, request), room.clock.now());
    return accepted(false);
  });
  if (!asked.ok) return asked;
  const desk = { ...room, kinds: { [SEAL]: sealBooking } };
  const booked = await (asked.value ? finishStep : finishIntended)(desk, authorityId, request.stepId);
  if (!booked.ok) return booked;
  const { invoiceId, reference } = booked.value.details as SealDetails;
  return accepted({ invoiceId, reference, replayed: asked.value });
}

async function refusalToSeal(
  tx: Transaction,
  authorityId: number,
  { partnerCode, month }: PartnerMonth,
  today: PlainDate,
): Promise<SealRefusal | undefined> {
  if ((await sharesOfPartner(tx, authorityId, partnerCode, 'update')).length === 0) return { code: 'partner-not-found' };
  if ((await pendingStepOf(tx, authorityId, partnerCode)) !== undefined) return { code: 'change-under-way' };
  // The last day itself is late enough: what is still booked on it follows as an adjustment.
  if (isBefore(today, lastDayOfMonth(month))) return { code: 'month-not-over' };
  return (await invoiceOfMonth(tx, authorityId, partnerCode, month)) === undefined ? undefined : { code: 'month-sealed' };
}

function intentOf(
  invoice: PartnerMonth & { readonly number: number; readonly sealedOn: PlainDate },
  lines: readonly RechargeLine[],
  principal: string,
  { stepId, fingerprint }: KeyedRequest,
) {
  const { partnerCode, month, number } = invoice;
  const reference = rechargeReference(partnerCode, number);
  const entry = rechargedToPartner({ effectiveDate: lastDayOfMonth(month), partner: partnerCode, parts: lines, reference });
  const shares = lines.map(({ share }) => share);
  const details: SealDetails = {
    ...invoice,
    invoiceId: stepId,
    reference,
    amount: `${totalOf(lines)}`,
    lines: lines.map((line) => ({ ...line, amount: `${line.amount}` })),
  };
  return {
    stepId,
    kind: SEAL,
    subjectId: partnerCode,
    accounts: accountsForPartner(partnerCode, shares).map((draft) => ({ ...draft, opensOn: ACCOUNTS_OPEN_ON })),
    commands: [{ kind: 'entry' as const, id: uuidv5('recharged', stepId), principal, entry }],
    details,
    fingerprint,
  };
}
