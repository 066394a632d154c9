import type { DatedRule } from '../bank-files/dated-rule.ts';

const BACS_GUIDE = 'Bacs Direct Credit guides of banks and bureaux; compare with the agreement with the paying bank before the first file';

/** The scheme's most for one payment; the bank often sets less for a service user. */
export const ITEM_LIMIT_PENCE: readonly DatedRule<bigint>[] = [
  { from: '2000-01-01', value: 2_000_000_000n, source: BACS_GUIDE, verified: false },
];

/** How many calendar days after it is submitted a file may be processed. */
export const MOST_DAYS_AHEAD: readonly DatedRule<number>[] = [{ from: '2000-01-01', value: 30, source: BACS_GUIDE, verified: false }];

/** Europe/London, on a working day. */
export const SUBMISSION_CLOSES_AT: readonly DatedRule<string>[] = [
  { from: '2000-01-01', value: '22:30', source: BACS_GUIDE, verified: false },
];
