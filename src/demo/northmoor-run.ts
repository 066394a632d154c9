import { type PlannedLine, type PlanPaymentRun, SANDBOX_RAIL } from '../payments/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { NURSE, PAYEES } from './northmoor-budget.ts';
import { monthsOfNights } from './northmoor-nights.ts';
import { NURSE_INSTALMENTS } from './northmoor-promises.ts';
import { TAXI_FIRM, TAXI_INVOICE, TAXI_PARTS } from './northmoor-taxi.ts';
import { NORTHMOOR_TODAY } from './northmoor-year.ts';

/** Who planned it and who approved it: opaque ids of two made-up officers, and what the demo calls them. */
export const OFFICERS = {
  planner: { principal: 'officer:northmoor-1', called: 'Priya (finance officer)' },
  approver: { principal: 'officer:northmoor-2', called: 'Tom (finance manager)' },
} as const;

/**
 * What a day of December brings beside direct payments, for a run planned line by line: the managed account's instalment, and on the last day
 * two invoices. Undefined when there is nothing.
 */
export function northmoorRun(runId: string, payDate: PlainDate, paymentsBefore: number): PlanPaymentRun | undefined {
  const lines = [...nurseLines(payDate), ...nightsLines(payDate), ...(payDate === NORTHMOOR_TODAY ? [taxiLine()] : [])];
  return lines.length === 0 ? undefined : { runId, payDate, rail: SANDBOX_RAIL, numbersAfter: BigInt(paymentsBefore), lines };
}

function nurseLines(day: PlainDate): PlannedLine[] {
  return NURSE_INSTALMENTS.filter(({ payDate }) => payDate === day).map(({ number, amount }) => {
    return { dueRef: `L3:instalment:${number}`, kind: 'instalment', payee: PAYEES.managedAccount, parts: [{ share: NURSE, amount }] };
  });
}

function nightsLines(day: PlainDate): PlannedLine[] {
  return monthsOfNights()
    .filter(({ paidOn }) => paidOn === day)
    .map(({ invoice, parts }) => ({ dueRef: `invoice:${invoice}`, kind: 'invoice', payee: PAYEES.shortBreaks, parts }));
}

function taxiLine(): PlannedLine {
  return { dueRef: `invoice:${TAXI_INVOICE}`, kind: 'invoice', payee: TAXI_FIRM, parts: TAXI_PARTS };
}
