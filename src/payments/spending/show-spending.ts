import { and, arrayOverlaps, asc, eq, inArray } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import {
  type BookingKinds,
  type BookingRefusal,
  type BookingStep,
  type BudgetRoom,
  earlierStep,
  finishIntended,
  finishStep,
  intendStep,
  type KeyedRequest,
  pendingStepOf,
  type ShareAmount,
  totalOf,
} from '../../budgets/index.ts';
import { changeFamily, readFamily } from '../../people/index.ts';
import { addMonths, isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import { financialYearOf } from '../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mayKnowOf } from '../agreements/agreement-desk.ts';
import { readAgreement } from '../agreements/store.ts';
import { monitoringPolicyOn } from '../monitoring/monitoring-policy.ts';
import { moneyOfAgreement, stillHolds } from '../recovery/recovery-desk.ts';
import { cutByHoldings } from '../recovery/rules/taking-plan.ts';
import { refundToFamilyShown, spendingShown } from '../rules/payment-entries.ts';
import { storedParts } from '../runs/rows.ts';
import type { StoredPart } from '../schema.ts';
import type { ProofKind, SpendingRefusalReason } from './rules/kinds.ts';
import { receipts, spendings } from './schema.ts';

export interface ShownSpending {
  readonly familyId: string;
  readonly agreementId: string;
  readonly spentOn: PlainDate;
  readonly amount: bigint;
  readonly receiptIds: readonly string[];
  /** Of a paper that is lost: what became of it, in the family's words. */
  readonly lostReceipt?: string | undefined;
  readonly what: string;
  readonly paidTo: string;
}

type Under = BookingRefusal | { readonly code: 'idempotency-conflict' | 'change-under-way' | 'record-not-found' | 'errand-for-a-stranger' };
export type ShowRefusal =
  | Under
  | PapersRefusal
  | { readonly code: 'agreement-not-found' | 'spending-ahead' }
  | { readonly code: 'spending-outside-agreement'; readonly facts: { readonly from: PlainDate; readonly until: PlainDate } }
  | { readonly code: 'receipt-needed'; readonly facts: { readonly above: string } }
  | { readonly code: 'spending-above-advance'; readonly facts: { readonly held: string } };

const STEP = 'payments.spending';

type StoredSpending = Omit<
  typeof spendings.$inferInsert,
  'authorityId' | 'amount' | 'sealed' | 'createdAt' | 'createdBy' | 'refusedSealed'
> & {
  readonly amount: string;
  readonly sealed: string;
};
type StepDetails =
  | { readonly shown: StoredSpending }
  | {
      readonly refuse: {
        readonly spendingId: string;
        readonly reason: SpendingRefusalReason;
        readonly on: PlainDate;
        readonly sealed: string;
      };
    };

export interface SpendingWords {
  readonly what: string;
  readonly paidTo: string;
  readonly lostReceipt?: string | undefined;
}

/**
 * The family shows what it spent. With papers, below a sum that needs none, or with its word for a paper that is lost, it is taken at once:
 * an advance becomes cost. An officer may look later; nobody waits for that.
 */
export async function showSpending(
  room: BudgetRoom,
  caller: Caller,
  shown: ShownSpending,
  request: KeyedRequest,
): Promise<Result<{ readonly spendingId: string; readonly proof: ProofKind; readonly replayed: boolean }, ShowRefusal>> {
  const { authorityId, principal } = caller;
  const { familyId, agreementId, spentOn, amount, receiptIds, lostReceipt, what, paidTo } = shown;
  const day = await room.businessDate(authorityId);
  const money = await moneyOfAgreement(room, authorityId, agreementId);
  const asked = await changeFamily(room, caller, { familyId, operation: 'payments.show-spending' }, async ({ tx, key, now }) => {
    const earlier = await earlierStep(tx, authorityId, request);
    if (!earlier.ok) return earlier;
    if (earlier.value !== undefined) return accepted({ value: true, facts: { agreementId, replayed: true } });
    const agreement = await readAgreement(tx, authorityId, agreementId);
    if (agreement === undefined || agreement.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId))
      return refused({ code: 'agreement-not-found' });
    if (!(await stillHolds(tx, authorityId, agreementId, money))) return refused({ code: 'change-under-way' });
    if (isAfter(spentOn, day)) return refused({ code: 'spending-ahead' });
    const { from, until, childId, lineCode } = agreement;
    // Last wages and bills come in after the last day; another year's spending belongs to that year's agreement.
    if (isBefore(spentOn, from) || isAfter(spentOn, addMonths(until, 3)))
      return refused({ code: 'spending-outside-agreement', facts: { from, until } });
    const papers = await judgePapers(tx, authorityId, familyId, receiptIds);
    if (!papers.ok) return papers;
    const above = BigInt((await monitoringPolicyOn(tx, authorityId, spentOn))['receipt-above']);
    const proof =
      receiptIds.length > 0 ? 'receipt' : amount <= above ? 'small-sum' : lostReceipt === undefined ? undefined : 'lost-receipt';
    if (proof === undefined) return refused({ code: 'receipt-needed', facts: { above: `${above}` } });
    const parts = partsSpent(money.advance, amount, spentOn);
    if (parts === undefined) return refused({ code: 'spending-above-advance', facts: { held: `${totalOf(money.advance)}` } });
    const spendingId = uuidv5('spending', request.stepId);
    const words: SpendingWords = { what, paidTo, lostReceipt };
    const row: StoredSpending = {
      ...{ spendingId, familyId, childId, agreementId, lineCode, spentOn, shownOn: day, amount: `${amount}`, proof, state: 'shown' },
      ...{ parts: storedParts(parts), receiptIds: [...receiptIds], sealed: key.seal(words, spendingId).toString('base64') },
    };
    const entry = spendingShown({ effectiveDate: day, parts });
    const commands = [{ kind: 'entry' as const, id: uuidv5('shown', spendingId), principal, entry }];
    await intendStep(
      tx,
      caller,
      { ...request, kind: STEP, subjectId: agreementId, commands, details: { shown: row } satisfies StepDetails },
      now,
    );
    return accepted({ value: false, personId: childId, facts: { agreementId, spendingId, proof } });
  });
  if (!asked.ok) return asked;
  const booked = await (asked.value ? finishStep : finishIntended)({ ...room, kinds: spendingBookingKinds }, authorityId, request.stepId);
  if (!booked.ok) return booked;
  const details = booked.value.details as { readonly shown: StoredSpending };
  return accepted({ spendingId: details.shown.spendingId, proof: details.shown.proof, replayed: asked.value });
}

type PapersRefusal =
  | { readonly code: 'receipt-not-found' | 'receipt-quarantined' }
  | { readonly code: 'receipt-shown-already'; readonly facts: { readonly spentOn: PlainDate } };

async function judgePapers(
  tx: Transaction,
  authorityId: number,
  familyId: string,
  receiptIds: readonly string[],
): Promise<
  Result<undefined, Extract<ShowRefusal, { readonly code: 'receipt-not-found' | 'receipt-quarantined' | 'receipt-shown-already' }>>
> {
  if (receiptIds.length === 0) return accepted(undefined);
  const ids = [...new Set(receiptIds)];
  const found = await tx
    .select({ state: receipts.state })
    .from(receipts)
    .where(and(eq(receipts.authorityId, authorityId), eq(receipts.familyId, familyId), inArray(receipts.receiptId, ids)));
  // Another family's receipt is as unknown as one that never was.
  if (found.length < ids.length) return refused({ code: 'receipt-not-found' });
  if (found.some(({ state }) => state === 'quarantined')) return refused({ code: 'receipt-quarantined' });
  const [used] = await tx
    .select({ spentOn: spendings.spentOn })
    .from(spendings)
    .where(and(eq(spendings.authorityId, authorityId), eq(spendings.state, 'shown'), arrayOverlaps(spendings.receiptIds, ids)));
  return used === undefined ? accepted(undefined) : refused({ code: 'receipt-shown-already', facts: { spentOn: used.spentOn } });
}

/** Of the money of the year in which it was spent and before, while there is enough; otherwise of all that is held. */
function partsSpent(advance: readonly ShareAmount[], amount: bigint, spentOn: PlainDate): ShareAmount[] | undefined {
  const held = advance.filter((each) => each.amount > 0n);
  const ofThen = held.filter(({ share }) => share.financialYear <= financialYearOf(spentOn));
  if (amount <= totalOf(ofThen)) return cutByHoldings(amount, ofThen);
  return amount <= totalOf(held) ? cutByHoldings(amount, held) : undefined;
}

export type RefuseRefusal = Under | { readonly code: 'spending-not-found' | 'spending-refused-already' };

/** An officer does not take it after all, and says why: the money counts as held again. Asking for it is another matter, with its own notice. */
export async function refuseSpending(
  room: BudgetRoom,
  caller: Caller,
  { familyId, spendingId }: { readonly familyId: string; readonly spendingId: string },
  { reason, words }: { readonly reason: SpendingRefusalReason; readonly words: string },
  request: KeyedRequest,
): Promise<Result<{ readonly replayed: boolean }, RefuseRefusal>> {
  const { authorityId, principal } = caller;
  const day = await room.businessDate(authorityId);
  const asked = await changeFamily(room, caller, { familyId, operation: 'payments.refuse-spending' }, async ({ tx, key, now }) => {
    const earlier = await earlierStep(tx, authorityId, request);
    if (!earlier.ok) return earlier;
    if (earlier.value !== undefined) return accepted({ value: true, facts: { spendingId, replayed: true } });
    const [found] = await tx
      .select()
      .from(spendings)
      .where(and(eq(spendings.authorityId, authorityId), eq(spendings.familyId, familyId), eq(spendings.spendingId, spendingId)))
      .for('update');
    if (found === undefined) return refused({ code: 'spending-not-found' });
    if (found.state === 'refused') return refused({ code: 'spending-refused-already' });
    if ((await pendingStepOf(tx, authorityId, found.agreementId)) !== undefined) return refused({ code: 'change-under-way' });
    const entry = refundToFamilyShown({ effectiveDate: day, parts: readParts(found.parts) });
    const commands = [{ kind: 'entry' as const, id: uuidv5('refused', spendingId), principal, entry }];
    const sealed = key.seal({ words }, `${spendingId}/refused`).toString('base64');
    const details: StepDetails = { refuse: { spendingId, reason, on: day, sealed } };
    await intendStep(tx, caller, { ...request, kind: STEP, subjectId: found.agreementId, commands, details }, now);
    return accepted({ value: false, personId: found.childId, facts: { spendingId, reason } });
  });
  if (!asked.ok) return asked;
  const booked = await (asked.value ? finishStep : finishIntended)({ ...room, kinds: spendingBookingKinds }, authorityId, request.stepId);
  return booked.ok ? accepted({ replayed: asked.value }) : booked;
}

const readParts = (parts: readonly StoredPart[]): ShareAmount[] => parts.map(({ share, pence }) => ({ share, amount: BigInt(pence) }));

async function onBooked(tx: Transaction, { authorityId, details, askedBy }: BookingStep, at: Date): Promise<void> {
  const step = details as StepDetails;
  if ('shown' in step) {
    const { amount, sealed, ...row } = step.shown;
    const values = {
      ...row,
      authorityId,
      amount: BigInt(amount),
      sealed: Buffer.from(sealed, 'base64'),
      createdAt: at,
      createdBy: askedBy,
    };
    await tx.insert(spendings).values(values).onConflictDoNothing();
    return;
  }
  const { spendingId, reason, on, sealed } = step.refuse;
  await tx
    .update(spendings)
    .set({ state: 'refused', refusedReason: reason, refusedOn: on, refusedSealed: Buffer.from(sealed, 'base64') })
    .where(and(eq(spendings.authorityId, authorityId), eq(spendings.spendingId, spendingId)));
}

export const spendingBookingKinds: BookingKinds = { [STEP]: { onBooked } };

export type SpendingView = typeof spendings.$inferSelect & { readonly words: SpendingWords; readonly refusedWords?: string };

/** What was shown, earliest first, with what was refused and why. */
export async function listSpendings(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId }: { readonly familyId: string; readonly agreementId: string },
): Promise<Result<SpendingView[], { readonly code: 'record-not-found' }>> {
  const { authorityId } = caller;
  return readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const rows = await tx
      .select()
      .from(spendings)
      .where(and(eq(spendings.authorityId, authorityId), eq(spendings.familyId, familyId), eq(spendings.agreementId, agreementId)))
      .orderBy(asc(spendings.spentOn), asc(spendings.spendingId));
    return rows
      .filter(({ childId }) => mayKnowOf(caller, familyId, childId))
      .map((row) => {
        const refusedWords = key.open<{ words: string }>(row.refusedSealed, `${row.spendingId}/refused`)?.words;
        const words = key.open<SpendingWords>(row.sealed, row.spendingId) ?? { what: '', paidTo: '' };
        return { ...row, words, ...(refusedWords !== undefined && { refusedWords }) };
      });
  });
}
