import { and, desc, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type NotPayable, payableAccount } from '../payees/rules/payable-account.ts';
import { readAccounts, readPayee } from '../payees/store.ts';
import type { PunctualityRoom } from './promised-payments.ts';
import type { UrgentReason } from './rules/kinds.ts';
import { urgentPayments } from './schema.ts';

export interface AskUrgent {
  readonly familyId: string;
  readonly dueRef: string;
  readonly reason: UrgentReason;
  readonly words: string;
}

type Family = { readonly code: 'record-not-found' | 'errand-for-a-stranger' };
export type AskUrgentRefusal =
  | Family
  | NotPayable
  | { readonly code: 'promised-payment-not-found' | 'payment-not-open' | 'urgent-payment-asked-already' | 'payee-not-found' };

/** States in which money is still owed. */
const OPEN = ['planned', 'held', 'returned'];

/**
 * A family cannot wait: an officer asks that a payment goes out the day it is agreed. The account must have been checked and confirmed by two
 * people as always; only the days of cooling-off are waived, for this one payment, by the person who asks and the one who agrees.
 */
export async function askUrgentPayment(
  room: PunctualityRoom,
  caller: Caller,
  { familyId, dueRef, reason, words }: AskUrgent,
): Promise<Result<{ readonly urgentId: string; readonly waivesCoolingOff: boolean }, AskUrgentRefusal>> {
  const { authorityId, principal: askedBy } = caller;
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'payments.ask-urgent-payment' }, async ({ tx, key, now }) => {
    const payment = await room.promised.find(tx, authorityId, dueRef);
    if (payment?.familyId !== familyId) return refused({ code: 'promised-payment-not-found' });
    if (!OPEN.includes(payment.state)) return refused({ code: 'payment-not-open' });
    const payee = payment.payeeId === null ? undefined : await readPayee(tx, authorityId, payment.payeeId, 'update');
    if (payee === undefined) return refused({ code: 'payee-not-found' });
    const accounts = await readAccounts(tx, authorityId, [payee.payeeId]);
    const usual = payableAccount(payee, accounts, today);
    const newest = accounts.find(({ state }) => state === 'confirmed')?.accountId;
    const account = usual.ok ? usual : payableAccount(payee, accounts, today, newest);
    if (!account.ok) return account;
    const { accountId, usableFrom } = account.value;
    const waivesCoolingOff = usableFrom !== null && usableFrom > today;
    const urgentId = uuidV4();
    const made = await tx
      .insert(urgentPayments)
      .values({
        authorityId,
        urgentId,
        familyId,
        dueRef,
        payeeId: payee.payeeId,
        accountId,
        amount: payment.amount,
        reason,
        sealed: key.seal({ words }, urgentId),
        waivesCoolingOff,
        state: 'asked',
        askedBy,
        askedAt: now,
      })
      .onConflictDoNothing()
      .returning({ urgentId: urgentPayments.urgentId });
    if (made.length === 0) return refused({ code: 'urgent-payment-asked-already' });
    return accepted({ value: { urgentId, waivesCoolingOff }, facts: { urgentId, dueRef, accountId, reason, waivesCoolingOff } });
  });
}

/** The second person: yes, and it goes out today, or no. Asked again with the same answer it answers the same. */
export async function decideUrgentPayment(
  room: PunctualityRoom,
  caller: Caller,
  { familyId, urgentId, decision }: { readonly familyId: string; readonly urgentId: string; readonly decision: 'approved' | 'refused' },
): Promise<
  Result<
    { readonly payOn?: PlainDate },
    | Family
    | {
        readonly code:
          | 'urgent-payment-not-found'
          | 'urgent-payment-decided'
          | 'confirmer-is-proposer'
          | 'person-needed'
          | 'payment-not-open';
      }
  >
> {
  const { authorityId, principal: decidedBy } = caller;
  if (caller.kind === 'machine') return refused({ code: 'person-needed' });
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'payments.decide-urgent-payment' }, async ({ tx, now }) => {
    const which = and(
      eq(urgentPayments.authorityId, authorityId),
      eq(urgentPayments.familyId, familyId),
      eq(urgentPayments.urgentId, urgentId),
    );
    const [row] = await tx.select().from(urgentPayments).where(which).for('update');
    if (row === undefined) return refused({ code: 'urgent-payment-not-found' });
    const facts = { urgentId, decision, dueRef: row.dueRef, waivesCoolingOff: row.waivesCoolingOff };
    if (row.state === decision && row.decidedBy === decidedBy)
      return accepted({ value: row.payOn === null ? {} : { payOn: row.payOn }, facts: { ...facts, standing: true } });
    if (row.state !== 'asked') return refused({ code: 'urgent-payment-decided' });
    if (row.askedBy === decidedBy) return refused({ code: 'confirmer-is-proposer' });
    if (decision === 'refused') {
      await tx.update(urgentPayments).set({ state: 'refused', decidedBy, decidedAt: now }).where(which);
      return accepted({ value: {}, facts });
    }
    const payment = await room.promised.find(tx, authorityId, row.dueRef);
    if (payment === undefined || !OPEN.includes(payment.state)) return refused({ code: 'payment-not-open' });
    await tx.update(urgentPayments).set({ state: 'approved', decidedBy, decidedAt: now, payOn: today }).where(which);
    return accepted({ value: { payOn: today }, facts });
  });
}

export interface UrgentPayment {
  readonly urgentId: string;
  readonly familyId: string;
  readonly dueRef: string;
  readonly payeeId: string;
  readonly accountId: string;
  readonly amount: bigint;
}

/** What two people have agreed must go out on a day: planned into a run of its own, which is approved and released like any other. */
export async function urgentPaymentsOn(tx: Transaction, authorityId: number, on: PlainDate): Promise<UrgentPayment[]> {
  const { urgentId, familyId, dueRef, payeeId, accountId, amount } = urgentPayments;
  return tx
    .select({ urgentId, familyId, dueRef, payeeId, accountId, amount })
    .from(urgentPayments)
    .where(and(eq(urgentPayments.authorityId, authorityId), eq(urgentPayments.state, 'approved'), eq(urgentPayments.payOn, on)))
    .orderBy(desc(urgentPayments.decidedAt));
}

/** Accounts that may be paid on a day although they cool off, by payee, for these payments and no others: `payablePayees` takes it as it is. */
export async function waivedAccounts(
  tx: Transaction,
  authorityId: number,
  dueRefs: readonly string[],
  on: PlainDate,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(dueRefs);
  const urgent = await urgentPaymentsOn(tx, authorityId, on);
  return new Map(urgent.filter(({ dueRef }) => wanted.has(dueRef)).map(({ payeeId, accountId }) => [payeeId, accountId]));
}
