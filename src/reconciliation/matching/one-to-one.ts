import type { Claims } from './claims.ts';
import { logOdds, standsAlone } from './decision.ts';
import type { ItemIndex } from './item-index.ts';
import { windowOf } from './items.ts';
import { type LearnedPayees, wasTakenApart } from './learning/learned-payees.ts';
import { dayWeight, type Identity, identityOf, reasonsFor, withinTimeAlone } from './pair-evidence.ts';
import { bestAssignment } from './pairing/best-assignment.ts';
import type { PairGraph } from './pairing/pair-graph.ts';
import { pairProbabilities } from './pairing/pair-odds.ts';
import type { Prepared, PreparedItem, PreparedLine } from './prepare.ts';
import type { MatchProposal } from './proposal.ts';

/** Before anything is looked at: of 33 lines, 32 have their item in the list. */
const PRIOR_ODDS = 32;
/** Less likely than this, a pair is no rival and no suggestion. */
const LEAST_WEIGHT = -4;
const MESSAGE_ROUNDS = 25;
const LEAST_PROBABILITY = 0.001;
/** So far ahead of the line's next best item, in natural logarithms of odds. */
const LEAST_LEAD = 3;
/** From here on a line left over is a rival for an item, though it could not have it by itself. */
const [LEAST_TO_WANT, LEAST_NAME_TO_WANT] = [4, 2];

export interface PairFound {
  readonly line: PreparedLine;
  readonly item: PreparedItem;
  readonly identity: Identity;
  readonly score: number;
  readonly margin: number;
}

export interface OneToOne {
  readonly matched: readonly PairFound[];
  /** Every other pair by line, likeliest first: what can be suggested. */
  readonly others: ReadonlyMap<number, readonly PairFound[]>;
  /** Lines whose amount so many items have that nothing narrowed them down. */
  readonly tooMany: ReadonlySet<number>;
  readonly pairs: number;
}

/**
 * Lines and items of the same amount, to the penny. Every pair is scored, the best assignment over all of them is found, and a pair of it
 * stands alone only when it is sure after all its rivals were heard.
 */
export function matchOneToOne(
  { lines, items }: Prepared,
  {
    index,
    claims,
    learned,
    doubtful,
  }: {
    readonly index: ItemIndex;
    readonly claims: Claims;
    readonly learned: LearnedPayees;
    /** Lines that wait for a person: they are heard as rivals and matched with nothing. */
    readonly doubtful: ReadonlyMap<number, unknown>;
  },
): OneToOne {
  const [before, after] = widestLook(items);
  const found: { line: PreparedLine; item: PreparedItem; identity: Identity; weight: number }[] = [];
  /** Also with items that a batch or a group has taken: a person should see that a line would pay one of them again. */
  const ofLine = new Map<number, PairFound[]>();
  const tooMany = new Set<number>();
  let pairs = 0;
  for (const line of lines) {
    if (!claims.lineIsFree(line.n)) continue;
    const candidates = index.candidatesFor(line, line.day - after, line.day - before);
    if (candidates.tooMany) tooMany.add(line.n);
    pairs += candidates.sameAmount.length;
    const isNamed = line.own.length > 0 && candidates.sameAmount.some((n) => sharesReference(line, items[n] as PreparedItem));
    for (const n of candidates.sameAmount) {
      const item = items[n] as PreparedItem;
      // Whoever names its item is no rival for those with other references.
      if (isNamed && item.own.length > 0 && !sharesReference(line, item)) continue;
      if (wasTakenApart(learned, line.source.id, item.source.id)) continue;
      const onDay = dayWeight(line, item);
      if (onDay === undefined) continue;
      const identity = identityOf(line, item, index);
      const weight = Math.log(PRIOR_ODDS / items.length) + index.surpriseOfAmount(line.amountKey) + onDay + identity.weight;
      if (weight < LEAST_WEIGHT) continue;
      if (claims.itemIsFree(n)) found.push({ line, item, identity, weight });
      else if (identity.sure) addTo(ofLine, { line, item, identity, score: weight, margin: -weight });
    }
  }
  const graph: PairGraph = {
    leftCount: lines.length,
    rightCount: items.length,
    left: Int32Array.from(found, ({ line }) => line.n),
    right: Int32Array.from(found, ({ item }) => item.n),
    weight: Float64Array.from(found, ({ weight }) => weight),
  };
  const probability = pairProbabilities(graph, MESSAGE_ROUNDS);
  const chosen = chosenPairs(graph, probability);
  const standing = new Map<number, PairFound>();
  for (const [pair, { line, item, identity, weight }] of found.entries()) {
    const one: PairFound = { line, item, identity, score: weight, margin: logOdds(probability[pair] as number) };
    addTo(ofLine, one);
    const inTime = withinTimeAlone(line, item);
    if (chosen.has(pair) && !doubtful.has(line.n) && standsAlone({ score: one.score, margin: one.margin, inTime }, identity))
      standing.set(line.n, one);
  }
  for (const [n, one] of standing) if (!outdoesByItself(one, ofLine.get(n) ?? [])) standing.delete(n);
  const contested = itemsWantedByOthers(ofLine, standing);
  const matched = [...standing.values()].filter(({ item }) => !contested.has(item.n));
  const settled = new Set(matched.map(({ line }) => line.n));
  const others = new Map([...ofLine].filter(([n]) => !settled.has(n)));
  for (const pairsOfLine of others.values()) pairsOfLine.sort((a, b) => b.margin - a.margin || b.score - a.score || a.item.n - b.item.n);
  claims.take(
    matched.map(({ line }) => line.n),
    matched.map(({ item }) => item.n),
  );
  return { matched, others, tooMany, pairs };
}

/**
 * The best by the line's own words, and not only because the others are taken: what is left over when all else is settled is a guess
 * as soon as one item was never paid.
 */
function outdoesByItself(one: PairFound, pairsOfLine: readonly PairFound[]): boolean {
  return one.identity.sameReference || pairsOfLine.every((other) => other === one || other.score <= one.score - LEAST_LEAD);
}

/**
 * Items that a line left over would have as well: one of the two payments may have been made twice, or taken back. Which one settles the
 * item is for a person to say, also when one of them looks better.
 */
function itemsWantedByOthers(ofLine: ReadonlyMap<number, readonly PairFound[]>, standing: ReadonlyMap<number, PairFound>): Set<number> {
  const wanted = new Set<number>();
  for (const [n, pairsOfLine] of ofLine) {
    if (standing.has(n)) continue;
    const best = pairsOfLine.reduce((highest, { score }) => Math.max(highest, score), LEAST_TO_WANT);
    for (const { item, identity, score } of pairsOfLine) if (speaksFor(identity) && score > best - 1) wanted.add(item.n);
  }
  return wanted;
}

function speaksFor({ sure, contradicted, nameWeight }: Identity): boolean {
  return !contradicted && (sure || nameWeight >= LEAST_NAME_TO_WANT);
}

export function pairAsProposal(
  { line, item, identity, score, margin }: PairFound,
  decision: 'auto' | 'suggested',
  note?: string,
): MatchProposal {
  const { id: lineId, amountMinor } = line.source;
  return {
    lineIds: [lineId],
    itemIds: [item.source.id],
    allocations: [{ lineId, to: { kind: 'item', itemId: item.source.id }, amountMinor }],
    stage: 'one-to-one',
    score,
    margin,
    reasons: ['same amount', ...reasonsFor(line, item, identity), ...(note === undefined ? [] : [note])],
    decision,
  };
}

function sharesReference(line: PreparedLine, item: PreparedItem): boolean {
  return item.own.some((reference) => line.own.includes(reference));
}

function addTo(ofLine: Map<number, PairFound[]>, one: PairFound): void {
  const pairsOfLine = ofLine.get(one.line.n);
  if (pairsOfLine) pairsOfLine.push(one);
  else ofLine.set(one.line.n, [one]);
}

/** Only pairs that are likely at all take part, which leaves small components that can be solved exactly. */
function chosenPairs(graph: PairGraph, probability: Float64Array): Set<number> {
  const likely = [...probability.keys()].filter((pair) => (probability[pair] as number) >= LEAST_PROBABILITY);
  const { pairOfLeft } = bestAssignment({
    ...graph,
    left: Int32Array.from(likely, (pair) => graph.left[pair] as number),
    right: Int32Array.from(likely, (pair) => graph.right[pair] as number),
    weight: Float64Array.from(likely, (pair) => Math.max(1e-6, (graph.weight[pair] as number) - LEAST_WEIGHT)),
  });
  return new Set([...pairOfLeft].flatMap((pair) => (pair === -1 ? [] : [likely[pair] as number])));
}

function widestLook(items: readonly PreparedItem[]): [number, number] {
  let [before, after] = [0, 0];
  for (const { source } of items) {
    const [from, to] = windowOf[source.kind].look;
    before = Math.min(before, from);
    after = Math.max(after, to);
  }
  return [before, after];
}
