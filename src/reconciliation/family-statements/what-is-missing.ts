import { addDays, isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';
import type { LineToMatch, ShownSpend, SpendingMatches } from './match-spendings.ts';
import { needsReceipt, type SpendingCategory } from './rules/kinds.ts';

export interface CoveredDays {
  readonly from: PlainDate;
  readonly until: PlainDate;
}

/** What we would still like to have from a family, in words for the family. */
export type MissingThing = { readonly words: string } & (
  | { readonly kind: 'receipt' | 'what-for'; readonly lineId: string }
  | { readonly kind: 'not-on-statement'; readonly spendingId: string }
  | { readonly kind: 'statement-days'; readonly from: PlainDate; readonly until: PlainDate }
);

export interface AccountSoFar {
  readonly lines: readonly (LineToMatch & { readonly category?: SpendingCategory })[];
  readonly spends: readonly ShownSpend[];
  readonly matches: SpendingMatches;
  /** The days that the bank statements cover. */
  readonly covered: readonly CoveredDays[];
  /** The first day that is asked about. */
  readonly from: PlainDate;
  readonly receiptAbove: bigint;
}

/** A payment of the last days may not be at the bank yet. */
const DAYS_TO_THE_BANK = 5;

/** Days without a bank statement first, then line by line and spend by spend, earliest first. */
export function whatIsMissing({ lines, spends, matches, covered, from, receiptAbove }: AccountSoFar): MissingThing[] {
  const shown = new Set([...matches.matched.values()].map(({ spendingId }) => spendingId));
  const days = joined(covered);
  const ofLines = lines
    .filter(
      ({ lineId, day, amount, category }) => amount < 0n && !isBefore(day, from) && !matches.matched.has(lineId) && needsReceipt(category),
    )
    .map(({ lineId, day, amount }): MissingThing => {
      const paid = `£${showPounds(-amount)} left the account on ${showDate(day)}.`;
      return -amount > receiptAbove
        ? { kind: 'receipt', lineId, words: `${paid} Please send the receipt, or tell us what became of it.` }
        : { kind: 'what-for', lineId, words: `${paid} Please tell us what it was for; it needs no receipt.` };
    });
  const ofSpends = spends
    .filter(({ spendingId, spentOn }) => !shown.has(spendingId) && isCovered(days, spentOn))
    .map(
      ({ spendingId, spentOn, amount }): MissingThing => ({
        ...{ kind: 'not-on-statement', spendingId },
        words: `You told us of £${showPounds(amount)} on ${showDate(spentOn)}, and we do not see it on the bank statements. Was it paid another way?`,
      }),
    );
  return [...daysBetweenStatements(days, from), ...ofLines, ...ofSpends];
}

function isCovered(days: readonly CoveredDays[], spentOn: PlainDate): boolean {
  return days.some(({ from, until }) => !isBefore(spentOn, from) && !isAfter(addDays(spentOn, DAYS_TO_THE_BANK), until));
}

function daysBetweenStatements(days: readonly CoveredDays[], begin: PlainDate): MissingThing[] {
  let next = begin;
  return days.flatMap(({ from, until }): MissingThing[] => {
    const first = next;
    const last = addDays(from, -1);
    if (!isBefore(addDays(until, 1), next)) next = addDays(until, 1);
    if (isAfter(first, last)) return [];
    const words = `We have no bank statement from ${showDate(first)} to ${showDate(last)}. Please send it.`;
    return [{ kind: 'statement-days', from: first, until: last, words }];
  });
}

/** Days that touch or overlap, as one. */
function joined(covered: readonly CoveredDays[]): CoveredDays[] {
  const stretches: CoveredDays[] = [];
  for (const { from, until } of [...covered].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = stretches.at(-1);
    if (last === undefined || isAfter(from, addDays(last.until, 1))) stretches.push({ from, until });
    else if (isAfter(until, last.until)) stretches[stretches.length - 1] = { from: last.from, until };
  }
  return stretches;
}
