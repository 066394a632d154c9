import type { MatchingResult, MatchProposal } from '../../../src/reconciliation/index.ts';
import type { CouncilYear, Truth } from './council-year.ts';

export interface Judgement {
  readonly lines: number;
  readonly automatic: number;
  readonly automaticRight: number;
  /** Lines left that do have an answer, and those of them whose answer is among the suggestions. */
  readonly left: number;
  readonly leftAnswered: number;
  /** Sum over all lines of the difference between the line and its allocations, in pence. */
  readonly penceLost: bigint;
  readonly wrong: readonly string[];
  readonly unanswered: readonly string[];
}

export function judge(year: CouncilYear, result: MatchingResult): Judgement {
  const amounts = new Map(year.lines.map(({ id, amountMinor }) => [id, amountMinor]));
  const itemAmounts = new Map(year.items.map(({ id, amountMinor }) => [id, amountMinor]));
  let [automatic, automaticRight, left, leftAnswered] = [0, 0, 0, 0];
  let penceLost = 0n;
  const wrong: string[] = [];
  const unanswered: string[] = [];
  for (const proposal of result.matched) {
    penceLost += pence(proposal, amounts);
    for (const itemId of proposal.itemIds)
      penceLost += absolute((itemAmounts.get(itemId) ?? 0n) - sum(proposal, (to) => to.kind === 'item' && to.itemId === itemId));
    for (const lineId of proposal.lineIds) {
      automatic += 1;
      if (isRight(proposal, lineId, year.truth.get(lineId))) automaticRight += 1;
      else wrong.push(lineId);
    }
  }
  for (const { lineId, suggestions } of result.open) {
    const truth = year.truth.get(lineId);
    for (const suggestion of suggestions) penceLost += pence(suggestion, amounts);
    if (truth === undefined || truth.kind === 'nobody') continue;
    left += 1;
    if (suggestions.some((suggestion) => answers(suggestion, lineId, truth))) leftAnswered += 1;
    else unanswered.push(lineId);
  }
  return { lines: year.lines.length, automatic, automaticRight, left, leftAnswered, penceLost, wrong, unanswered };
}

function isRight(proposal: MatchProposal, lineId: string, truth: Truth | undefined): boolean {
  switch (truth?.kind) {
    case 'items':
      return sameSet(proposal.itemIds, truth.itemIds);
    case 'line':
      return proposal.stage === 'bank-reversal' && proposal.lineIds.includes(truth.lineId) && proposal.lineIds.includes(lineId);
    case 'charge':
      return proposal.stage === 'rule';
    default:
      return false;
  }
}

/** A second payment is rightly shown beside the item it paid again. */
function answers(proposal: MatchProposal, lineId: string, truth: Truth): boolean {
  return truth.kind === 'twice' ? proposal.itemIds.includes(truth.itemId) : isRight(proposal, lineId, truth);
}

function pence(proposal: MatchProposal, amounts: ReadonlyMap<string, bigint>): bigint {
  return proposal.lineIds.reduce((lost, lineId) => {
    const allocated = proposal.allocations.reduce((total, each) => (each.lineId === lineId ? total + each.amountMinor : total), 0n);
    return lost + absolute((amounts.get(lineId) ?? 0n) - allocated);
  }, 0n);
}

function sum(proposal: MatchProposal, counts: (to: MatchProposal['allocations'][number]['to']) => boolean): bigint {
  return proposal.allocations.reduce((total, { to, amountMinor }) => (counts(to) ? total + amountMinor : total), 0n);
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && new Set([...some, ...others]).size === some.length;
}

const absolute = (amount: bigint) => (amount < 0n ? -amount : amount);
