import { type ShareAmount, shareKey, totalOf } from '../budgets/index.ts';
import {
  type Instalment,
  instalmentReleased,
  paymentReference,
  paymentReturned,
  paymentSeenAtBank,
  paymentSent,
  recoveryTakenByOffset,
} from '../payments/index.ts';
import { compareDates, isAfter } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { formatPounds } from '../platform/money/pounds.ts';
import { ASSISTANT, BANK, NURSE, PAYEES, RAILS, RECOVERY_CASE } from './northmoor-budget.ts';
import type { NorthmoorEvent } from './northmoor-event.ts';
import { monthsOfNights } from './northmoor-nights.ts';
import { ASSISTANT_INSTALMENTS, NURSE_INSTALMENTS, TUTOR_INSTALMENTS, tutorShareOf } from './northmoor-promises.ts';
import { MORE_THAN_NEEDED } from './northmoor-review.ts';

/** Every payment of the year up to the demo's date: instalments, provider invoices, and the one that came back. */

interface Outgoing {
  readonly on: PlainDate;
  readonly what: string;
  readonly payee: string;
  readonly parts: readonly ShareAmount[];
  readonly rail: string;
  /** Instalments are charged when they are released; an invoice was charged when it was approved. */
  readonly isInstalment: boolean;
  readonly keptBack?: readonly ShareAmount[];
  readonly returnedOn?: PlainDate;
}

const RETURNED_PAY_DATE: PlainDate = '2026-10-14';
const RETURNED_ON: PlainDate = '2026-10-16';
const NEW_DETAILS_ON: PlainDate = '2026-10-19';
const PAID_AGAIN_ON: PlainDate = '2026-10-23';
const OFFSET_PAY_DATE: PlainDate = '2026-11-11';

export function northmoorPayments(authorityId: number, until: PlainDate): NorthmoorEvent[] {
  const outgoing = [...tutorPayments(), ...assistantPayments(), ...nursePayments(), ...invoicePayments()]
    .filter(({ on }) => !isAfter(on, until))
    .sort((one, other) => compareDates(one.on, other.on));
  return [
    ...outgoing.flatMap((payment, index) => eventsOf(payment, paymentReference({ authorityId, instructionNumber: BigInt(index + 1) }))),
    {
      date: NEW_DETAILS_ON,
      what: 'L2: the new bank details pass the check, a second officer confirms them, and four working days of cooling-off begin',
      kind: 'told',
      drafts: [],
    },
  ];
}

function tutorPayments(): Outgoing[] {
  return TUTOR_INSTALMENTS.map((instalment) => {
    const parts = [{ share: tutorShareOf(instalment.financialYear), amount: instalment.amount }];
    return { ...instalmentPayment('L1', instalment), payee: PAYEES.family, parts };
  });
}

function nursePayments(): Outgoing[] {
  return NURSE_INSTALMENTS.map((instalment) => {
    return { ...instalmentPayment('L3', instalment), payee: PAYEES.managedAccount, parts: [{ share: NURSE, amount: instalment.amount }] };
  });
}

function assistantPayments(): Outgoing[] {
  return ASSISTANT_INSTALMENTS.flatMap((instalment) => {
    const payment = {
      ...instalmentPayment('L2', instalment),
      payee: PAYEES.family,
      parts: [{ share: ASSISTANT, amount: instalment.amount }],
    };
    if (payment.on === OFFSET_PAY_DATE) return [{ ...payment, keptBack: [{ share: ASSISTANT, amount: MORE_THAN_NEEDED }] }];
    if (payment.on !== RETURNED_PAY_DATE) return [payment];
    const again = { ...payment, on: PAID_AGAIN_ON, rail: RAILS.fasterPayments, what: `${payment.what}, paid again to the new account` };
    return [{ ...payment, returnedOn: RETURNED_ON }, again];
  });
}

function instalmentPayment(line: string, { number, of, payDate }: Instalment): Pick<Outgoing, 'on' | 'what' | 'rail' | 'isInstalment'> {
  return { on: payDate, what: `${line}: instalment ${number} of ${of}`, rail: RAILS.bacs, isInstalment: true };
}

function invoicePayments(): Outgoing[] {
  return monthsOfNights().map(({ invoice, paidOn, parts }) => {
    return { on: paidOn, what: `L4: invoice ${invoice}`, payee: PAYEES.shortBreaks, parts, rail: RAILS.bacs, isInstalment: false };
  });
}

function eventsOf(payment: Outgoing, reference: string): NorthmoorEvent[] {
  const { on: date, what, payee, parts, rail, keptBack = [], returnedOn } = payment;
  const facts = { effectiveDate: date, reference, payee };
  const sent = less(parts, keptBack);
  const amount = formatPounds(totalOf(sent));
  const events: NorthmoorEvent[] = [];
  if (payment.isInstalment) {
    events.push({ date, what: `${what} released`, kind: 'released', drafts: [instalmentReleased({ ...facts, parts })] });
  }
  if (keptBack.length > 0) {
    const offset = recoveryTakenByOffset({ ...facts, recoveryCase: RECOVERY_CASE, parts: keptBack, freed: { to: 'line' } });
    events.push({
      date,
      what: `${what}: ${formatPounds(totalOf(keptBack))} kept back and free for the line again`,
      kind: 'money-to-return',
      drafts: [offset],
    });
  }
  events.push({ date, what: `${what}: ${amount} sent`, kind: 'sent', drafts: [paymentSent({ ...facts, parts: sent, rail })] });
  const seen = paymentSeenAtBank({ effectiveDate: date, reference, parts: sent, rail, bank: BANK });
  events.push({ date, what: `${what}: ${amount} seen at the bank`, kind: 'seen-at-bank', drafts: [seen] });
  if (returnedOn !== undefined) {
    const drafts = paymentReturned({ ...facts, effectiveDate: returnedOn, parts: sent, rail, bank: BANK });
    events.push({
      date: returnedOn,
      what: `${what}: ${amount} comes back (account closed); officer and family are told`,
      kind: 'returned',
      drafts,
    });
  }
  return events;
}

function less(parts: readonly ShareAmount[], keptBack: readonly ShareAmount[]): ShareAmount[] {
  return parts.map(({ share, amount }) => {
    const kept = keptBack.filter((part) => shareKey(part.share) === shareKey(share));
    return { share, amount: amount - totalOf(kept) };
  });
}
