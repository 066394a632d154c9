import { matchBankReversals } from './bank-reversals.ts';
import { matchBatches } from './batches.ts';
import { Claims } from './claims.ts';
import { ItemIndex } from './item-index.ts';
import type { BankItem, OpenItem } from './items.ts';
import { type LearnedPayees, nothingLearned } from './learning/learned-payees.ts';
import { matchManyToOne } from './many-to-one.ts';
import { type GroupContext, type GroupOffers, matchOneToMany, namedSum, namedSumAsProposal } from './one-to-many.ts';
import { matchOneToOne, pairAsProposal } from './one-to-one.ts';
import { PayeeIndex } from './payee-index.ts';
import { lineText, type Prepared, type PreparedItem, type PreparedLine, prepare } from './prepare.ts';
import type { ExceptionReason, MatchingResult, MatchProposal, OpenLine } from './proposal.ts';
import { type BankChargeRule, type ChargedBefore, chargesBy, type DifferenceRule } from './rules/difference-rules.ts';
import { suggestFor } from './suggest.ts';
import { englishWorkingDays, type WorkingDays } from './working-day-count.ts';

export interface MatchingInput {
  readonly lines: readonly BankItem[];
  readonly items: readonly OpenItem[];
  readonly learned?: LearnedPayees;
  /** Rules that `checkRule` accepted. */
  readonly rules?: readonly DifferenceRule[];
  /** By rule: what earlier matches took by it, for a month's limit holds over all of them. */
  readonly chargedBefore?: ReadonlyMap<string, ChargedBefore>;
  readonly isWorkingDay?: WorkingDays;
}

/**
 * Explains bank lines by open items, for money: pure, and the same for the same input in any order. What is matched by itself ties to the
 * penny and stands on more than a sum. The stages go from what proves itself (the bank's reversals, whole batches, lines that name all
 * their items) over the best assignment of single pairs to searched groups; each line and item serves one match.
 */
export function matchItems({
  lines,
  items,
  learned = nothingLearned,
  rules = [],
  chargedBefore = new Map(),
  isWorkingDay = englishWorkingDays,
}: MatchingInput): MatchingResult {
  const prepared = prepare(lines, items, learned, isWorkingDay);
  const index = new ItemIndex(prepared.items);
  const claims = new Claims(prepared);
  const payees = new PayeeIndex(index);
  const reversals = matchBankReversals(prepared, index, payees, claims);
  const proven = [...reversals.matched, ...matchBatches(prepared, claims, learned), ...matchNamedSums(prepared, index, claims, learned)];
  const pairs = matchOneToOne(prepared, { index, claims, learned, doubtful: reversals.doubtful });
  const charges = rules.flatMap((rule) =>
    rule.kind === 'bank-charge' ? matchCharges(rule, prepared, claims, chargedBefore.get(rule.ruleId)) : [],
  );
  const groups = matchGroups(prepared, { index, payees, claims, learned });
  const parts = matchManyToOne(prepared, index, claims, learned);
  const matched = [
    ...proven,
    ...pairs.matched.map((pair) => pairAsProposal(pair, 'auto')),
    ...charges,
    ...groups.matched,
    ...parts.matched,
  ];

  const writeOffs = rules.filter((rule) => rule.kind === 'write-off');
  const open: OpenLine[] = [];
  for (const line of prepared.lines) {
    if (!claims.lineIsFree(line.n)) continue;
    const offers = groups.offers.get(line.n);
    const suggestions = suggestFor(line, {
      index,
      claims,
      learned,
      pairs,
      groups: [...(reversals.doubtful.get(line.n) ?? []), ...(offers?.proposals ?? []), ...(parts.suggested.get(line.n) ?? [])],
      writeOffs,
    });
    const reason: ExceptionReason | undefined = pairs.tooMany.has(line.n)
      ? 'too-many-candidates'
      : offers?.tooLarge
        ? 'group-too-large'
        : suggestions.length === 0
          ? 'nothing-like-it-open'
          : undefined;
    open.push({ lineId: line.source.id, suggestions, ...(reason !== undefined && { reason }) });
  }
  return { matched, open, learningVersion: learned.version, work: { pairs: pairs.pairs, groupSums: groups.sums + parts.sums } };
}

function matchNamedSums({ lines }: Prepared, index: ItemIndex, claims: Claims, learned: LearnedPayees): MatchProposal[] {
  const offers = lines.flatMap((line) => {
    const items = claims.lineIsFree(line.n) ? namedSum(line, index, claims, learned) : undefined;
    return items === undefined ? [] : [{ line, items }];
  });
  return withoutRivals(offers, claims).map(({ line, items }) => namedSumAsProposal(line, items));
}

function matchGroups({ lines, items }: Prepared, context: GroupContext) {
  const byId = new Map(items.map((item) => [item.source.id, item]));
  const offers = new Map<number, GroupOffers>();
  let sums = 0;
  for (const line of lines) {
    if (!context.claims.lineIsFree(line.n)) continue;
    const found = matchOneToMany(line, context);
    sums += found.sums;
    if (found.proposals.length > 0 || found.tooLarge) offers.set(line.n, found);
  }
  const standing = lines.flatMap((line) => {
    const found = offers.get(line.n);
    const [proposal] = found?.standsAlone ? found.proposals : [];
    return proposal === undefined ? [] : [{ line, proposal, items: proposal.itemIds.map((id) => byId.get(id) as PreparedItem) }];
  });
  return { matched: withoutRivals(standing, context.claims).map(({ proposal }) => proposal), offers, sums };
}

/** Takes those that share no item with another; where two lines want one item, neither has it. */
function withoutRivals<Offer extends { readonly line: PreparedLine; readonly items: readonly PreparedItem[] }>(
  offers: readonly Offer[],
  claims: Claims,
): Offer[] {
  const wanted = new Map<number, number>();
  for (const { items } of offers) for (const { n } of items) wanted.set(n, (wanted.get(n) ?? 0) + 1);
  const alone = offers.filter(({ items }) => items.every(({ n }) => wanted.get(n) === 1));
  for (const { line, items } of alone) {
    claims.take(
      [line.n],
      items.map(({ n }) => n),
    );
  }
  return alone;
}

function matchCharges(rule: BankChargeRule, { lines }: Prepared, claims: Claims, before: ChargedBefore | undefined): MatchProposal[] {
  const free = lines.filter(({ n }) => claims.lineIsFree(n));
  const byId = new Map(free.map((line) => [line.source.id, line]));
  const taken = chargesBy(
    rule,
    free.map(({ source }) => ({
      id: source.id,
      date: source.date,
      amountMinor: source.amountMinor,
      text: lineText(source),
      ...(source.typeCode !== undefined && { typeCode: source.typeCode }),
    })),
    before,
  );
  return taken.map((lineId) => {
    const { n, source } = byId.get(lineId) as PreparedLine;
    claims.take([n], []);
    return {
      lineIds: [lineId],
      itemIds: [],
      allocations: [{ lineId, to: { kind: 'rule', ruleId: rule.ruleId }, amountMinor: source.amountMinor }],
      stage: 'rule',
      score: 10,
      margin: 10,
      reasons: ['a charge of the bank, within the rule’s limit'],
      decision: 'auto',
    };
  });
}
