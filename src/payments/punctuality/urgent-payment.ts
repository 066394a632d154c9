import { and, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type NotPayable, payableAccount } from '../payees/rules/payable-account.ts';
import { readAccounts, readPayee } from '../payees/store.ts';
import { readRailSettings } from '../rails/rail-settings.ts';
import { type UrgentRunRefusal, urgentRunIdOf } from '../runs/urgent-run.ts';
import type { PunctualityRoom } from './promised-payments.ts';
import type { UrgentReason } from './rules/kinds.ts';
import { urgentPayments } from './schema.ts';

export interface AskUrgent {
  readonly familyId: string;
  readonly dueRef: string;
  readonly reason: UrgentReason;
  readonly words: string;
  /** By which rail: one that pays the same day. */
  readonly rail: string;
}

type Family = { readonly code: 'record-not-found' | 'errand-for-a-stranger' };
export type AskUrgentRefusal =
  | Family
  | NotPayable
  | {
      readonly code:
        | 'promised-payment-not-found'
        | 'payment-not-open'
        | 'payment-not-due-yet'
        | 'urgent-payment-asked-already'
        | 'payee-not-found'
        | 'rail-not-set-up'
        | 'rail-not-same-day';
    };

/** Bacs takes three working days, whatever it is told. */
const THREE_DAY_RAIL = 'bacs';
/** States in which money is still owed. */
const OPEN = ['planned', 'held', 'returned'];

/**
 * A family cannot wait: an officer asks that a payment goes out the day it is agreed. The account must have been checked and confirmed by two
 * people as always; only the days of cooling-off are waived, for this one payment, by the person who asks and the one who agrees.
 */
export async function askUrgentPayment(
  room: PunctualityRoom,
  caller: Caller,
  { familyId, dueRef, reason, words, rail }: AskUrgent,
): Promise<Result<{ readonly urgentId: string; readonly waivesCoolingOff: boolean }, AskUrgentRefusal>> {
  const { authorityId, principal: askedBy } = caller;
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'payments.ask-urgent-payment' }, async ({ tx, key, now }) => {
    const payment = await room.promised.find(tx, authorityId, dueRef);
    if (payment?.familyId !== familyId) return refused({ code: 'promised-payment-not-found' });
    if (!OPEN.includes(payment.state)) return refused({ code: 'payment-not-open' });
    if (payment.promisedOn > today) return refused({ code: 'payment-not-due-yet' });
    if (rail === THREE_DAY_RAIL) return refused({ code: 'rail-not-same-day' });
    if ((await readRailSettings(tx, authorityId, rail)) === undefined) return refused({ code: 'rail-not-set-up' });
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
        rail,
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

/**
 * The second person: yes, and it goes out today, or no. A yes makes the payment's own run in the same transaction, approved by the one who
 * says it, so that it leaves exactly once and by the way of every run. Asked again with the same answer it answers the same.
 */
export async function decideUrgentPayment(
  room: PunctualityRoom,
  caller: Caller,
  { familyId, urgentId, decision }: { readonly familyId: string; readonly urgentId: string; readonly decision: 'approved' | 'refused' },
): Promise<
  Result<
    { readonly payOn?: PlainDate; readonly runId?: string },
    | Family
    | UrgentRunRefusal
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
  const dueRef = await dueRefOf(room, authorityId, urgentId);
  const promised = dueRef === undefined ? new Map() : await room.urgentRuns.promised(authorityId, dueRef, today);
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
      return accepted({
        value: row.payOn === null ? {} : { payOn: row.payOn, runId: urgentRunIdOf(urgentId) },
        facts: { ...facts, standing: true },
      });
    if (row.state !== 'asked') return refused({ code: 'urgent-payment-decided' });
    if (row.askedBy === decidedBy) return refused({ code: 'confirmer-is-proposer' });
    if (decision === 'refused') {
      await tx.update(urgentPayments).set({ state: 'refused', decidedBy, decidedAt: now }).where(which);
      return accepted({ value: {}, facts });
    }
    const payment = await room.promised.find(tx, authorityId, row.dueRef);
    if (payment === undefined || !OPEN.includes(payment.state)) return refused({ code: 'payment-not-open' });
    const { payeeId, accountId, rail, askedBy } = row;
    const asked = { urgentId, dueRef: row.dueRef, rail, payDate: today, payeeId, accountId, askedBy };
    const opened = await room.urgentRuns.open(tx, caller, asked, promised);
    if (!opened.ok) return opened;
    const { runId, amount } = opened.value;
    await tx.update(urgentPayments).set({ state: 'approved', decidedBy, decidedAt: now, payOn: today, amount }).where(which);
    return accepted({ value: { payOn: today, runId }, facts: { ...facts, runId } });
  });
}

async function dueRefOf({ database }: PunctualityRoom, authorityId: number, urgentId: string): Promise<string | undefined> {
  const which = and(eq(urgentPayments.authorityId, authorityId), eq(urgentPayments.urgentId, urgentId));
  const [row] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx.select({ dueRef: urgentPayments.dueRef }).from(urgentPayments).where(which),
  );
  return row?.dueRef;
}
