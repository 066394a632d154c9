import { linesInForce } from '../../budgets/index.ts';
import {
  type AnswerAwaited,
  type PaymentGoneWrong,
  paymentsGoneWrong,
  paymentsNotThere,
  receiptsAwaited,
  returnsAwaited,
  type StandsOut,
  spendingThatStandsOut,
  stoppedAgreements,
} from '../../payments/index.ts';
import { daysBetween } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { AlertFacts, FactReading } from './alert-facts.ts';

type Read = (tx: Transaction, authorityId: number, today: PlainDate) => Promise<readonly FactReading[]>;

/** What payments know: money that is not where it was promised, answers that are awaited, and spending unlike what came before. */
export function factsOfPayments({ database }: { readonly database: Database }): readonly AlertFacts[] {
  const fact = (rule: AlertFacts['rule'], read: Read): AlertFacts => ({
    rule,
    read: (authorityId, today) => inTransaction(database, { authorityId, readOnly: true }, (tx) => read(tx, authorityId, today)),
  });
  return [
    fact('payment-returned', goneWrong('returned')),
    fact('payment-failed', goneWrong('refused')),
    fact('payment-late', late),
    fact('payments-stopped', stopped),
    fact('return-due', async (tx, authorityId, today) => (await returnsAwaited(tx, authorityId)).map((each) => awaited(each, today))),
    fact('receipt-due', async (tx, authorityId, today) =>
      (await receiptsAwaited(tx, authorityId, today)).map((each) => awaited(each, today)),
    ),
    fact('unusual-payee', standsOut('payee')),
    fact('unusual-amount', standsOut('amount')),
    fact('unusual-category', standsOut('category')),
  ];
}

/** Told from the first day on, and over once the sum is paid again. */
function goneWrong(what: PaymentGoneWrong['what']): Read {
  return async (tx, authorityId, today) =>
    (await paymentsGoneWrong(tx, authorityId))
      .filter((each) => each.what === what)
      .map(({ dueRef, since, reason, familyId }) => ({
        subject: dueRef,
        value: String(daysBetween(since, today) + 1),
        ...(familyId !== null && { familyId }),
        detail: { since, ...(reason !== null && { reason }) },
      }));
}

/** What came back or was turned down has its own alert: one fact is told once. */
const late: Read = async (tx, authorityId, today) => {
  const told = new Set((await paymentsGoneWrong(tx, authorityId)).map(({ dueRef }) => dueRef));
  return (await paymentsNotThere(tx, authorityId, today))
    .filter(({ dueRef }) => !told.has(dueRef))
    .map(({ dueRef: subject, promisedOn, ...about }) => ({
      subject,
      value: String(daysBetween(promisedOn, today)),
      ...about,
      detail: { promisedOn },
    }));
};

/** Only where the line still runs as money to a family: what the council arranges now has no gap. */
const stopped: Read = async (tx, authorityId, today) => {
  const running = (await linesInForce(tx, authorityId)).filter(
    ({ mechanism, from, until }) => mechanism !== 'ARRANGEMENT' && from <= today && today <= until,
  );
  const codes = new Set(running.map(({ lineCode }) => lineCode));
  return (await stoppedAgreements(tx, authorityId, today))
    .filter(({ lineCode }) => codes.has(lineCode))
    .map(({ lineCode, familyId, stream, stoppedFrom, stopGround, agreementId }) => ({
      subject: lineCode,
      value: String(daysBetween(stoppedFrom, today) + 1),
      ...{ lineCode, familyId, stream },
      detail: { agreementId, stoppedFrom, ...(stopGround !== null && { stopGround }) },
    }));
};

function awaited({ subject, dueOn, ...about }: AnswerAwaited, today: PlainDate): FactReading {
  return { subject, value: String(daysBetween(today, dueOn)), ...about, detail: { dueOn } };
}

function standsOut(what: StandsOut['what']): Read {
  return async (tx, authorityId, today) =>
    (await spendingThatStandsOut(tx, authorityId, today))
      .filter((each) => each.what === what)
      .map(({ subject, percent, on, familyId, lineCode }) => ({
        subject,
        value: percent ?? String(daysBetween(on, today) + 1),
        ...{ familyId, lineCode },
        detail: { line: lineCode, on },
      }));
}
