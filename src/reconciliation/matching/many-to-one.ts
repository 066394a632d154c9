import type { Claims } from './claims.ts';
import { MOST_PARTS, selected, selectionsReaching } from './group-search.ts';
import type { ItemIndex } from './item-index.ts';
import { windowOf } from './items.ts';
import { type LearnedPayees, wasTakenApart } from './learning/learned-payees.ts';
import type { Prepared, PreparedItem, PreparedLine } from './prepare.ts';
import type { MatchProposal } from './proposal.ts';

interface ManyToOne {
  readonly matched: readonly MatchProposal[];
  readonly suggested: ReadonlyMap<number, readonly MatchProposal[]>;
  readonly sums: number;
}

const SCORE_WHEN_ALL_NAME = 14;
const SCORE_OTHERWISE = 5;
const MOST_SUGGESTED = 3;

/**
 * Several lines that pay one item between them: each smaller than the item, of its sign, naming it or from its payee's account. Stands
 * alone when only one selection of them reaches the item and each of its lines names it.
 */
export function matchManyToOne({ lines, items }: Prepared, index: ItemIndex, claims: Claims, learned: LearnedPayees): ManyToOne {
  const linesOf = relatedLines(lines, items, index, claims, learned);
  const matched: MatchProposal[] = [];
  const suggested = new Map<number, MatchProposal[]>();
  let sums = 0;
  for (const [n, related] of [...linesOf].sort(([a], [b]) => a - b)) {
    const item = items[n] as PreparedItem;
    const free = related.filter(({ line }) => claims.lineIsFree(line.n));
    if (free.length < 2) continue;
    const parts = [...free]
      .sort(
        (a, b) =>
          Number(b.names) - Number(a.names) || Math.abs(a.line.day - item.day) - Math.abs(b.line.day - item.day) || a.line.n - b.line.n,
      )
      .slice(0, MOST_PARTS);
    const found = selectionsReaching(
      item.source.amountMinor,
      parts.map(({ line }) => line.source.amountMinor),
    );
    sums += found.sums;
    const selections = found.selections.map((bits) => selected(parts, bits)).filter((selection) => selection.length > 1);
    for (const selection of selections.slice(0, MOST_SUGGESTED)) {
      const allName = selection.every(({ names }) => names);
      const alone = allName && found.count === 1 && parts.length === free.length;
      const proposal = asProposal(item, selection, { alone, allName, count: found.count });
      if (alone) {
        claims.take(
          selection.map(({ line }) => line.n),
          [n],
        );
        matched.push(proposal);
        break;
      }
      for (const { line } of selection) suggested.set(line.n, [...(suggested.get(line.n) ?? []), proposal].slice(0, MOST_SUGGESTED));
    }
  }
  return { matched, suggested, sums };
}

interface RelatedLine {
  readonly line: PreparedLine;
  readonly names: boolean;
}

/** For each open item the free lines that could be parts of it. Only lines that lead to few items take part, so the work stays bounded. */
function relatedLines(
  lines: readonly PreparedLine[],
  items: readonly PreparedItem[],
  index: ItemIndex,
  claims: Claims,
  learned: LearnedPayees,
): Map<number, RelatedLine[]> {
  const byAccount = new Map<string, PreparedItem[]>();
  for (const item of items) {
    if (item.account === undefined || !claims.itemIsFree(item.n)) continue;
    const same = byAccount.get(item.account);
    if (same) same.push(item);
    else byAccount.set(item.account, [item]);
  }
  const related = new Map<number, RelatedLine[]>();
  for (const line of lines) {
    if (!claims.lineIsFree(line.n)) continue;
    const named = new Set(index.namedBy([...line.own, ...line.codes]));
    const ofAccount = (byAccount.get(line.account ?? '') ?? []).filter((item) => isPart(line, item)).slice(0, MOST_PARTS);
    for (const item of new Set([...[...named].map((n) => items[n] as PreparedItem), ...ofAccount])) {
      if (!claims.itemIsFree(item.n) || !isPart(line, item) || wasTakenApart(learned, line.source.id, item.source.id)) continue;
      const list = related.get(item.n);
      const one = { line, names: named.has(item.n) };
      if (list) list.push(one);
      else related.set(item.n, [one]);
    }
  }
  return related;
}

/** Of the item's sign and currency, smaller, and in its time. */
function isPart(line: PreparedLine, item: PreparedItem): boolean {
  const [part, whole] = [line.source.amountMinor, item.source.amountMinor];
  const late = line.day - item.day;
  const [from, to] = windowOf[item.source.kind].look;
  return (
    (line.source.currency ?? 'GBP') === (item.source.currency ?? 'GBP') &&
    (whole > 0n ? part > 0n && part < whole : part < 0n && part > whole) &&
    late >= from &&
    late <= to
  );
}

function asProposal(
  item: PreparedItem,
  selection: readonly RelatedLine[],
  { alone, allName, count }: { alone: boolean; allName: boolean; count: number },
): MatchProposal {
  const score = (allName ? SCORE_WHEN_ALL_NAME : SCORE_OTHERWISE) - Math.log(count);
  return {
    lineIds: selection.map(({ line }) => line.source.id),
    itemIds: [item.source.id],
    allocations: selection.map(({ line }) => ({
      lineId: line.source.id,
      to: { kind: 'item', itemId: item.source.id },
      amountMinor: line.source.amountMinor,
    })),
    stage: 'many-to-one',
    score,
    margin: alone ? score : Math.min(0, -Math.log(Math.max(1, count - 1))),
    reasons: [
      `${selection.length} lines add up to the item`,
      allName ? 'each of them names it' : 'from its payee’s account',
      count === 1 ? 'no other lines do' : `${count} selections reach the sum`,
    ],
    decision: alone ? 'auto' : 'suggested',
  };
}
