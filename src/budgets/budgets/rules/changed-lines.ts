import { earlierOf, isAfter, isBefore, laterOf } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { applyRate, roundHalfUp } from '../../../platform/money/round.ts';
import { splitByWeights } from '../../../platform/money/split.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { FundingStream } from '../../rules/share.ts';
import type { LineState, YearCut } from './budget-words.ts';
import type { ChangeTerms } from './change-terms.ts';
import { changedShares, type FundedShare } from './line-money.ts';
import { daysOf } from './year-cut.ts';

/** A line as the change finds it. `available` is what is promised to nobody, per share, asked of the books when the budget is to end. */
export interface LineBefore {
  readonly lineId: string;
  readonly lineCode: string;
  readonly outcomeId: string | null;
  readonly stream: FundingStream;
  readonly state: LineState;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly yearCut: YearCut;
  readonly amount: bigint;
  readonly contingency: bigint;
  readonly rate: bigint | null;
  readonly cost: bigint | null;
  readonly shares: readonly FundedShare[];
}

/** What of a share is promised to nobody. */
export type AvailableOf = (lineCode: string, share: FundedShare) => bigint;

export interface LineAfter {
  readonly before: LineBefore;
  readonly amount: bigint;
  readonly shares: readonly FundedShare[];
  readonly rate?: bigint;
  readonly cost?: bigint;
  readonly until?: PlainDate;
  readonly state?: LineState;
}

export type ChangeFault =
  | 'line-not-found'
  | 'virement-other-stream'
  | 'move-outside-outcome'
  | 'more-than-the-line'
  | 'line-is-over'
  | 'same-year'
  | 'year-not-in-line'
  | 'amount-not-sufficient'
  | 'nothing-to-give-back';

type Found = Result<readonly LineAfter[], { readonly code: ChangeFault }>;

/** What becomes of each line that a change touches. No share of a year that is over before the change takes effect is touched. */
export function changedLines(terms: ChangeTerms, lines: readonly LineBefore[], effectiveOn: PlainDate, availableOf?: AvailableOf): Found {
  const find = (code: string) => lines.find(({ lineCode, state }) => lineCode === code && state !== 'ended');
  switch (terms.kind) {
    case 'amount': {
      const line = find(terms.lineCode);
      if (line === undefined) return refused({ code: 'line-not-found' });
      const amount = BigInt(terms.amount);
      if (line.cost !== null && amount < line.cost && !terms.reasonForAmount) return refused({ code: 'amount-not-sufficient' });
      return together([withAmount(line, amount, effectiveOn)]);
    }
    case 'uplift': {
      const found = terms.lineCodes.map(find);
      if (found.some((line) => line === undefined)) return refused({ code: 'line-not-found' });
      return together(found.flatMap((line) => (line === undefined ? [] : [uplifted(line, terms.percent, effectiveOn)])));
    }
    case 'virement':
    case 'family-move':
      return moved(find(terms.fromLine), find(terms.toLine), BigInt(terms.amount), effectiveOn, terms.kind);
    case 'carry-forward':
      return carried(find(terms.lineCode), terms);
    case 'end':
      return allEnded(lines, effectiveOn, availableOf);
  }
}

function together(lines: readonly Result<LineAfter, { readonly code: ChangeFault }>[]): Found {
  const fault = lines.find((line) => !line.ok);
  if (fault !== undefined && !fault.ok) return fault;
  return accepted(lines.flatMap((line) => (line.ok ? [line.value] : [])));
}

function withAmount(before: LineBefore, amount: bigint, effectiveOn: PlainDate): Result<LineAfter, { readonly code: ChangeFault }> {
  if (isAfter(effectiveOn, before.until)) return refused({ code: 'line-is-over' });
  const { from, until, yearCut: cut } = before;
  return accepted({ before, amount, shares: changedShares(before.shares, amount - before.amount, { from, until, cut, effectiveOn }) });
}

/** The part of the line that lies ahead, by days, gets the percentage; what lies behind was bought at the old price. */
function uplifted(line: LineBefore, percent: string, effectiveOn: PlainDate): Result<LineAfter, { readonly code: ChangeFault }> {
  if (isAfter(effectiveOn, line.until)) return refused({ code: 'line-is-over' });
  const rest = daysOf(laterOf(line.from, effectiveOn), line.until);
  const more = (sum: bigint) => roundHalfUp(applyRate(sum, percent) * BigInt(rest), BigInt(daysOf(line.from, line.until) * 100));
  const after = withAmount(line, line.amount + more(line.amount), effectiveOn);
  if (!after.ok) return after;
  return accepted({
    ...after.value,
    ...(line.rate !== null && { rate: line.rate + roundHalfUp(applyRate(line.rate, percent), 100n) }),
    ...(line.cost !== null && { cost: line.cost + more(line.cost) }),
  });
}

function moved(
  from: LineBefore | undefined,
  to: LineBefore | undefined,
  amount: bigint,
  effectiveOn: PlainDate,
  kind: 'virement' | 'family-move',
): Found {
  if (from === undefined || to === undefined || from === to) return refused({ code: 'line-not-found' });
  if (from.stream !== to.stream) return refused({ code: 'virement-other-stream' });
  if (kind === 'family-move' && (from.outcomeId === null || from.outcomeId !== to.outcomeId))
    return refused({ code: 'move-outside-outcome' });
  if (amount > from.amount) return refused({ code: 'more-than-the-line' });
  return together([withAmount(from, from.amount - amount, effectiveOn), withAmount(to, to.amount + amount, effectiveOn)]);
}

/** What a year did not need goes to the year after, share by share: the amount of the line stays. */
function carried(line: LineBefore | undefined, terms: Extract<ChangeTerms, { kind: 'carry-forward' }>): Found {
  if (line === undefined) return refused({ code: 'line-not-found' });
  if (terms.fromYear >= terms.toYear) return refused({ code: 'same-year' });
  const old = line.shares.filter(({ financialYear }) => financialYear === terms.fromYear);
  if (old.length === 0) return refused({ code: 'year-not-in-line' });
  const amount = BigInt(terms.amount);
  if (amount > old.reduce((sum, share) => sum + share.amount, 0n)) return refused({ code: 'more-than-the-line' });
  const parts = splitByWeights(
    amount,
    old.map((share) => (old.length === 1 ? 1n : share.weight)),
  );
  const partOf = (code: string) => parts[old.findIndex(({ sourceCode }) => sourceCode === code)] ?? 0n;
  const missing = old
    .filter((share) => !line.shares.some((other) => other.financialYear === terms.toYear && other.sourceCode === share.sourceCode))
    .map((share) => ({ ...share, financialYear: terms.toYear, amount: 0n }));
  const shares = [...line.shares, ...missing].map((share) => {
    if (share.financialYear === terms.fromYear) return { ...share, amount: share.amount - partOf(share.sourceCode) };
    return share.financialYear === terms.toYear ? { ...share, amount: share.amount + partOf(share.sourceCode) } : share;
  });
  return accepted([{ before: line, amount: line.amount, shares }]);
}

/** Of lines that have ended before, what was promised then and has been let go since; until the books are asked, that may be any of them. */
function allEnded(lines: readonly LineBefore[], effectiveOn: PlainDate, availableOf: AvailableOf | undefined): Found {
  const at: AvailableOf = availableOf ?? (() => 0n);
  const hasMore = (line: LineBefore) => availableOf === undefined || line.shares.some((share) => at(line.lineCode, share) > 0n);
  const toEnd = lines.filter((line) => line.state !== 'ended' || hasMore(line));
  return toEnd.length === 0 ? refused({ code: 'nothing-to-give-back' }) : accepted(toEnd.map((line) => ended(line, effectiveOn, at)));
}

/** What nobody is promised goes back to its sources. What is promised is honoured first, and follows when it is let go. */
function ended(line: LineBefore, effectiveOn: PlainDate, availableOf: AvailableOf): LineAfter {
  const shares = line.shares.map((share) => ({ ...share, amount: share.amount - availableOf(line.lineCode, share) }));
  const last = isBefore(effectiveOn, line.from) ? line.from : earlierOf(line.until, effectiveOn);
  const until = line.state === 'ended' ? line.until : last;
  return { before: line, amount: shares.reduce((sum, share) => sum + share.amount, 0n), shares, state: 'ended', until };
}
