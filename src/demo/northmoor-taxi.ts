import { type AccountDraft, accountForPayee, accountsForShare, allocatedToLine, committed, type Share } from '../budgets/index.ts';
import { invoiceApproved, invoiceEffectiveDate } from '../commissioning/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { ASSISTANT, pounds } from './northmoor-budget.ts';
import type { NorthmoorEvent } from './northmoor-event.ts';

/**
 * One line of another made-up family: taxis to respite care, ordered for 300.00 and driven for 372.00, because a child was fetched home by
 * night. The cost has happened and is right, so it is booked under a named permission, the line goes below nothing, and somebody is told.
 */

export const TAXI: Share = { ...ASSISTANT, line: 'L5' };
export const TAXI_FIRM = 'northmoor-provider-2';
export const TAXI_INVOICE = 'NTX-2026-12';
export const TAXI_PARTS = [{ share: TAXI, amount: pounds('372.00') }];

const AGREED_ON: PlainDate = '2026-10-01';
const APPROVED_ON: PlainDate = '2026-12-18';
const ORDERED = pounds('300.00');

export function northmoorTaxiAccounts(): AccountDraft[] {
  return [...accountsForShare(TAXI), accountForPayee(TAXI_FIRM)];
}

export function northmoorTaxi(): NorthmoorEvent[] {
  const parts = [{ share: TAXI, amount: ORDERED }];
  const invoice = invoiceApproved({
    effectiveDate: invoiceEffectiveDate({ endOfMonthOfService: '2026-12-31', approvedOn: APPROVED_ON }),
    payee: TAXI_FIRM,
    parts: TAXI_PARTS.map(({ share, amount }) => ({ share, cost: amount, vatReclaimed: 0n, stillCommitted: ORDERED })),
    reference: TAXI_INVOICE,
    override: 'cost-has-happened',
  });
  if (!invoice.ok) throw new Error(`The demo's invoice ${TAXI_INVOICE} is refused: ${invoice.refusal.code}`);
  return [
    {
      date: AGREED_ON,
      what: 'L5 respite taxi: agreed and given to the line',
      kind: 'allocated',
      drafts: [allocatedToLine({ effectiveDate: AGREED_ON, parts })],
    },
    { date: AGREED_ON, what: 'L5: taxis ordered', kind: 'promised', drafts: [committed({ effectiveDate: AGREED_ON, parts })] },
    {
      date: APPROVED_ON,
      what: `L5: invoice ${TAXI_INVOICE} approved, for more than was ordered`,
      kind: 'invoice-approved',
      drafts: [invoice.value],
    },
  ];
}
