import type { Claims } from './claims.ts';
import { MOST_PARTS, selected, selectionsReaching } from './group-search.ts';
import type { ItemIndex } from './item-index.ts';
import { windowOf } from './items.ts';
import { type LearnedPayees, wasTakenApart } from './learning/learned-payees.ts';
import type { PayeeFound, PayeeIndex } from './payee-index.ts';
import type { PreparedItem, PreparedLine } from './prepare.ts';
import type { MatchProposal } from './proposal.ts';

/** One line that pays several items of one payee. */
export interface GroupOffers {
  readonly proposals: readonly MatchProposal[];
  /** The items of the one proposal that stands alone. */
  readonly standsAlone: boolean;
  readonly tooLarge: boolean;
  readonly sums: number;
}

export interface GroupContext {
  readonly index: ItemIndex;
  readonly payees: PayeeIndex;
  readonly claims: Claims;
  readonly learned: LearnedPayees;
}

interface Selection {
  readonly items: readonly PreparedItem[];
  readonly named: number;
  readonly everythingDue: boolean;
  /** Working days between the line and its items, on average. */
  readonly distance: number;
}

const NAMED_ALL = 14;
const NAMED_SOME = 8;
const EVERYTHING_DUE = 5;
/** Invoices paid together lie near their payment; enough to put selections in order, not to choose one. */
const FOR_A_DAY = 0.1;
const MOST_SUGGESTED = 3;

/**
 * Looks for items of one payee that add up to the line. A sum alone proves nothing: with one hourly rate and ten open invoices, tens of
 * selections reach it. So all of them are counted, and one stands alone only when no other does and more than the sum speaks for it: the
 * invoices the line names, or all that was due.
 */
export function matchOneToMany(line: PreparedLine, context: GroupContext): GroupOffers {
  const isOpen = (item: PreparedItem) => isCandidate(line, item, context.claims, context.learned);
  const named = context.index.namedBy([...line.own, ...line.codes]).map((n) => context.index.items[n] as PreparedItem);
  const proposals: MatchProposal[] = [];
  let tooLarge = false;
  let sums = 0;
  let standing = 0;
  for (const payee of context.payees.payeesOf(line, named.filter(isOpen))) {
    const open = payee.items.filter(isOpen);
    if (open.length < 2) continue;
    const namedOpen = open.filter((item) => named.includes(item));
    const parts = nearest(line, open, namedOpen);
    const cutShort = parts.length < open.length;
    tooLarge ||= cutShort;
    const found = selectionsReaching(
      line.source.amountMinor,
      parts.map(({ source }) => source.amountMinor),
    );
    sums += found.sums;
    const selections = found.selections
      .map((bits) => describe(line, selected(parts, bits), parts, namedOpen))
      .filter(({ items }) => items.length > 1);
    const withAllNamed = selections.filter((selection) => namedOpen.length > 0 && selection.named === namedOpen.length);
    const onlyOne = found.count === 1 && !cutShort;
    const ranked = selections
      .map((selection) => ({ selection, score: scoreOf(selection, namedOpen.length, payee, found.count) }))
      .sort(
        (a, b) => b.score - a.score || a.selection.items.length - b.selection.items.length || firstOf(a.selection) - firstOf(b.selection),
      );
    for (const { selection, score } of ranked.slice(0, MOST_SUGGESTED)) {
      const namesExactly = namedOpen.length >= 2 && selection.items.length === namedOpen.length && selection.named === namedOpen.length;
      const byName = withAllNamed.length === 1 && withAllNamed[0] === selection && (namesExactly || (namedOpen.length >= 1 && onlyOne));
      const byWhole = onlyOne && payee.sure && selection.everythingDue && namedOpen.length === 0;
      const alone = (byName || byWhole) && !contradicts(payee);
      if (alone) standing += 1;
      proposals.push(asProposal(line, selection, { score, alone, count: found.count, cutShort, namesExactly }));
    }
  }
  proposals.sort((a, b) => (a.decision === b.decision ? b.score - a.score : a.decision === 'auto' ? -1 : 1));
  return { proposals: proposals.slice(0, MOST_SUGGESTED), standsAlone: standing === 1, tooLarge, sums };
}

/** A line that names several items whose sum it is needs no search. */
export function namedSum(line: PreparedLine, index: ItemIndex, claims: Claims, learned: LearnedPayees): PreparedItem[] | undefined {
  const codes = [...line.own, ...line.codes];
  if (codes.length < 2) return undefined;
  const named = index
    .namedBy(codes)
    .map((n) => index.items[n] as PreparedItem)
    .filter((item) => isCandidate(line, item, claims, learned));
  const sum = named.reduce((total, { source }) => total + source.amountMinor, 0n);
  const onePayee = new Set(named.map(({ payeeKey }) => payeeKey)).size === 1;
  const otherAccount = line.account !== undefined && named.some(({ account }) => account !== undefined && account !== line.account);
  return named.length >= 2 && onePayee && !otherAccount && sum === line.source.amountMinor ? named : undefined;
}

export function namedSumAsProposal(line: PreparedLine, items: readonly PreparedItem[]): MatchProposal {
  return asProposal(
    line,
    { items, named: items.length, everythingDue: false, distance: 0 },
    { score: NAMED_ALL, alone: true, count: 1, cutShort: false, namesExactly: true },
    'named-group',
  );
}

function isCandidate(line: PreparedLine, item: PreparedItem, claims: Claims, learned: LearnedPayees): boolean {
  const late = line.day - item.day;
  const [from, to] = windowOf[item.source.kind].look;
  return (
    claims.itemIsFree(item.n) &&
    late >= from &&
    late <= to &&
    (item.source.currency ?? 'GBP') === (line.source.currency ?? 'GBP') &&
    item.source.amountMinor !== 0n &&
    !wasTakenApart(learned, line.source.id, item.source.id)
  );
}

/** The named ones and then the nearest by day, in order; more than the search can take is cut. */
function nearest(line: PreparedLine, open: readonly PreparedItem[], named: readonly PreparedItem[]): PreparedItem[] {
  const rank = (item: PreparedItem) => (named.includes(item) ? -1 : Math.abs(line.day - item.day));
  return [...open]
    .sort((a, b) => rank(a) - rank(b) || a.n - b.n)
    .slice(0, MOST_PARTS)
    .sort((a, b) => a.n - b.n);
}

function describe(
  line: PreparedLine,
  items: readonly PreparedItem[],
  parts: readonly PreparedItem[],
  named: readonly PreparedItem[],
): Selection {
  const due = parts.filter(({ day }) => day <= line.day);
  return {
    items,
    named: items.filter((item) => named.includes(item)).length,
    distance: items.reduce((total, { day }) => total + Math.abs(line.day - day), 0) / items.length,
    everythingDue: due.length === items.length && due.every((item) => items.includes(item)),
  };
}

function scoreOf(selection: Selection, named: number, payee: PayeeFound, count: number): number {
  return (
    (named === 0 ? 0 : selection.named === named ? (selection.items.length === named ? NAMED_ALL : NAMED_SOME) : -NAMED_SOME) +
    (selection.everythingDue ? EVERYTHING_DUE : 0) +
    Math.min(6, payee.weight / 2) -
    selection.distance * FOR_A_DAY -
    Math.log(count)
  );
}

const firstOf = ({ items }: Selection) => items[0]?.n ?? 0;

function contradicts({ identity }: PayeeFound): boolean {
  return identity.contradicted && !identity.sameAccount && identity.nameWeight < 0;
}

function asProposal(
  line: PreparedLine,
  { items, named, everythingDue }: Selection,
  {
    score,
    alone,
    count,
    cutShort,
    namesExactly,
  }: { score: number; alone: boolean; count: number; cutShort: boolean; namesExactly: boolean },
  stage: 'one-to-many' | 'named-group' = 'one-to-many',
): MatchProposal {
  const { id: lineId } = line.source;
  const reasons = [
    `${items.length} items add up to the line`,
    namesExactly ? 'names each of them' : named > 0 ? `names ${named} of them` : undefined,
    everythingDue ? 'all that was due' : undefined,
    count === 1 ? (cutShort ? undefined : 'nothing else of this payee adds up to it') : `${count} selections reach the sum`,
    cutShort ? 'more items are open than can be searched' : undefined,
  ];
  return {
    lineIds: [lineId],
    itemIds: items.map(({ source }) => source.id),
    allocations: items.map(({ source }) => ({ lineId, to: { kind: 'item', itemId: source.id }, amountMinor: source.amountMinor })),
    stage,
    score,
    margin: alone ? score : Math.min(0, -Math.log(Math.max(1, count - 1))),
    reasons: reasons.filter((reason) => reason !== undefined),
    decision: alone ? 'auto' : 'suggested',
  };
}
