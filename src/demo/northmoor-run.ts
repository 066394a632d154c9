import { type PlannedLine, type PlanPaymentRun, SANDBOX_RAIL } from '../payments/index.ts';
import { NURSE, PAYEES } from './northmoor-budget.ts';
import { monthsOfNights } from './northmoor-nights.ts';
import { NURSE_INSTALMENTS, TUTOR_INSTALMENTS, tutorShareOf } from './northmoor-promises.ts';
import { TAXI_FIRM, TAXI_INVOICE, TAXI_PARTS } from './northmoor-taxi.ts';
import { NORTHMOOR_TODAY } from './northmoor-year.ts';

/** Who planned it and who approved it: opaque ids of two made-up officers, and what the demo calls them. */
export const OFFICERS = {
  planner: { principal: 'officer:northmoor-1', called: 'Priya (finance officer)' },
  approver: { principal: 'officer:northmoor-2', called: 'Tom (finance manager)' },
} as const;

/** What falls due on the demo's last day, for the real payment run by the made-up bank: two instalments and two invoices. */
export function northmoorRun(runId: string, paymentsBefore: number): PlanPaymentRun {
  return {
    runId,
    payDate: NORTHMOOR_TODAY,
    rail: SANDBOX_RAIL,
    numbersAfter: BigInt(paymentsBefore),
    lines: [...tutorLines(), ...nurseLines(), ...nightsLines(), taxiLine()],
  };
}

function tutorLines(): PlannedLine[] {
  return TUTOR_INSTALMENTS.filter(({ payDate }) => payDate === NORTHMOOR_TODAY).map(({ number, amount, financialYear }) => {
    return {
      dueRef: `L1:instalment:${number}`,
      kind: 'instalment',
      payee: PAYEES.family,
      parts: [{ share: tutorShareOf(financialYear), amount }],
    };
  });
}

function nurseLines(): PlannedLine[] {
  return NURSE_INSTALMENTS.filter(({ payDate }) => payDate === NORTHMOOR_TODAY).map(({ number, amount }) => {
    return { dueRef: `L3:instalment:${number}`, kind: 'instalment', payee: PAYEES.managedAccount, parts: [{ share: NURSE, amount }] };
  });
}

function nightsLines(): PlannedLine[] {
  return monthsOfNights()
    .filter(({ paidOn }) => paidOn === NORTHMOOR_TODAY)
    .map(({ invoice, parts }) => ({ dueRef: `invoice:${invoice}`, kind: 'invoice', payee: PAYEES.shortBreaks, parts }));
}

function taxiLine(): PlannedLine {
  return { dueRef: `invoice:${TAXI_INVOICE}`, kind: 'invoice', payee: TAXI_FIRM, parts: TAXI_PARTS };
}
