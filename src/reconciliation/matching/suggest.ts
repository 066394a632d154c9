import type { Claims } from './claims.ts';
import type { ItemIndex } from './item-index.ts';
import { windowOf } from './items.ts';
import { type LearnedPayees, wasTakenApart } from './learning/learned-payees.ts';
import { type OneToOne, pairAsProposal } from './one-to-one.ts';
import { identityOf, reasonsFor } from './pair-evidence.ts';
import type { PreparedItem, PreparedLine } from './prepare.ts';
import type { MatchProposal } from './proposal.ts';
import { type WriteOffRule, writeOffFor } from './rules/difference-rules.ts';

const MOST_SUGGESTED = 3;

interface Context {
  readonly index: ItemIndex;
  readonly claims: Claims;
  readonly learned: LearnedPayees;
  readonly pairs: OneToOne;
  readonly groups: readonly MatchProposal[];
  readonly writeOffs: readonly WriteOffRule[];
}

/** The best three that a person may accept for a line. One that another match has taken is shown as well: the line may be paid twice. */
export function suggestFor(line: PreparedLine, context: Context): MatchProposal[] {
  const pairs = (context.pairs.others.get(line.n) ?? [])
    .filter(({ item, identity }) => identity.sure || context.claims.itemIsFree(item.n))
    .slice(0, MOST_SUGGESTED)
    .map((pair) =>
      context.claims.itemIsFree(pair.item.n)
        ? pairAsProposal(pair, 'suggested')
        : pairAsProposal(
            { ...pair, margin: Math.min(pair.margin, -1) },
            'suggested',
            'matched with another line already: perhaps paid twice',
          ),
    );
  const groups = context.groups.map((proposal): MatchProposal => ({ ...proposal, decision: 'suggested' }));
  return [...pairs, ...groups, ...otherAmounts(line, context)]
    .sort((a, b) => b.margin - a.margin || b.score - a.score)
    .slice(0, MOST_SUGGESTED);
}

/** The line names an item of another amount: a part of it, or more than it. */
function otherAmounts(line: PreparedLine, { index, claims, learned, writeOffs }: Context): MatchProposal[] {
  return index.namedBy([...line.own, ...line.codes]).flatMap((n) => {
    const item = index.items[n] as PreparedItem;
    const { amountMinor: whole, currency = 'GBP' } = item.source;
    const paid = line.source.amountMinor;
    const late = line.day - item.day;
    const [from, to] = windowOf[item.source.kind].look;
    if (!claims.itemIsFree(n) || paid === whole || paid < 0n !== whole < 0n || late < from || late > to) return [];
    if (currency !== (line.source.currency ?? 'GBP') || wasTakenApart(learned, line.source.id, item.source.id)) return [];
    return [withOtherAmount(line, item, index, writeOffs)];
  });
}

function withOtherAmount(line: PreparedLine, item: PreparedItem, index: ItemIndex, writeOffs: readonly WriteOffRule[]): MatchProposal {
  const { id: lineId, amountMinor: paid } = line.source;
  const { id: itemId, amountMinor: whole } = item.source;
  const identity = identityOf(line, item, index);
  const short = whole < 0n ? paid - whole : whole - paid;
  const rule = short > 0n ? writeOffFor(writeOffs, { itemMinor: whole, shortMinor: short }) : undefined;
  const part = { lineId, to: { kind: 'item', itemId }, amountMinor: short > 0n ? paid : whole } as const;
  return {
    lineIds: [lineId],
    itemIds: [itemId],
    allocations: short > 0n ? [part] : [part, { lineId, to: { kind: 'remainder' }, amountMinor: paid - whole }],
    stage: rule !== undefined ? 'write-off' : short > 0n ? 'part-payment' : 'overpayment',
    score: identity.weight,
    margin: Math.min(0, identity.weight - 14),
    reasons: [
      short > 0n ? 'less than the item' : 'more than the item',
      ...reasonsFor(line, item, identity),
      ...(rule === undefined ? [] : ['the rest is within the limit for writing off']),
    ],
    decision: 'suggested',
    ...(rule !== undefined && { difference: { itemId, ruleId: rule.ruleId, amountMinor: whole - paid } }),
  };
}
