import type { Share } from '../budgets/index.ts';
import { recoveryDecided, spendingShown } from '../payments/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { formatPounds } from '../platform/money/pounds.ts';
import { weeksOfFunding } from '../platform/money/round.ts';
import { ASSISTANT, NURSE, pounds, RECOVERY_CASE, TUTOR_THIS_YEAR } from './northmoor-budget.ts';
import type { NorthmoorEvent } from './northmoor-event.ts';
import { ASSISTANT_AGREED } from './northmoor-promises.ts';

/** What the family showed as spent, and the September review of L2 that found more in its account than it needs to keep. */

const SHOWN: readonly (readonly [PlainDate, Share, string])[] = [
  ['2026-06-30', ASSISTANT, '1700.00'],
  ['2026-06-30', NURSE, '1300.00'],
  ['2026-09-30', TUTOR_THIS_YEAR, '1000.00'],
  ['2026-09-30', ASSISTANT, '1784.62'],
  ['2026-09-30', NURSE, '1300.00'],
  ['2026-10-30', ASSISTANT, '1005.13'],
  ['2026-10-31', TUTOR_THIS_YEAR, '1000.00'],
  ['2026-11-30', TUTOR_THIS_YEAR, '1000.00'],
  ['2026-11-30', ASSISTANT, '1005.13'],
  ['2026-12-31', TUTOR_THIS_YEAR, '1000.00'],
  ['2026-12-31', ASSISTANT, '1005.12'],
  ['2026-12-31', NURSE, '1300.00'],
];

/** From the family's bank statement of 30 September, never from our books: a gap between the two is a question to the family. */
const HELD = pounds('1900.00');
const WAGES_AND_TAX_OWED = pounds('300.00');
const WEEKS_TO_KEEP = 8;

export const MORE_THAN_NEEDED = HELD - WAGES_AND_TAX_OWED - weeksOfFunding(ASSISTANT_AGREED, WEEKS_TO_KEEP);

export function northmoorReview(): NorthmoorEvent[] {
  const sum = formatPounds(MORE_THAN_NEEDED);
  const decided = recoveryDecided({
    effectiveDate: '2026-11-02',
    recoveryCase: RECOVERY_CASE,
    reference: RECOVERY_CASE,
    of: 'advance',
    parts: [{ share: ASSISTANT, amount: MORE_THAN_NEEDED }],
  });
  return [
    ...SHOWN.map(([date, share, amount]) => shown(date, share, pounds(amount))),
    {
      date: '2026-10-05',
      what: `L2: notice that ${sum} is more than the family needs to keep, with reasons and 28 days to answer`,
      kind: 'told',
      drafts: [],
    },
    { date: '2026-11-02', what: `L2: the decision on ${sum} is final`, kind: 'money-to-return', drafts: [decided] },
  ];
}

function shown(date: PlainDate, share: Share, amount: bigint): NorthmoorEvent {
  const draft = spendingShown({ effectiveDate: date, parts: [{ share, amount }] });
  return { date, what: `${share.line}: ${formatPounds(amount)} shown as spent`, kind: 'spending-shown', drafts: [draft] };
}
