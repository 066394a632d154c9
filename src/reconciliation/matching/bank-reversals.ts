import type { Claims } from './claims.ts';
import type { ItemIndex } from './item-index.ts';
import { SURE_CODE } from './pair-evidence.ts';
import type { PayeeIndex } from './payee-index.ts';
import type { Prepared, PreparedItem, PreparedLine } from './prepare.ts';
import type { MatchProposal } from './proposal.ts';

const LONGEST_WORKING_DAYS = 10;
const SCORE = 12;

interface BankReversals {
  readonly matched: readonly MatchProposal[];
  /** By line: a reversal and the lines that it may have taken back. None of them may be matched by itself. */
  readonly doubtful: ReadonlyMap<number, readonly MatchProposal[]>;
}

/**
 * A line that the bank took back, with the line that takes it back: nothing happened, and neither may settle an item. Only a line marked as
 * a reversal is one; an equal sum the other way may be a returned payment, which is something else in the books. With several lines that
 * could be meant (a payment taken back and sent again on one day) a person decides.
 */
export function matchBankReversals({ lines }: Prepared, index: ItemIndex, payees: PayeeIndex, claims: Claims): BankReversals {
  const byAmount = new Map<string, PreparedLine[]>();
  for (const line of lines) {
    const same = byAmount.get(line.amountKey);
    if (same) same.push(line);
    else byAmount.set(line.amountKey, [line]);
  }
  const matched: MatchProposal[] = [];
  const doubtful = new Map<number, MatchProposal[]>();
  for (const reversal of lines) {
    if (reversal.source.reversal !== true || !claims.lineIsFree(reversal.n)) continue;
    const { currency = 'GBP', amountMinor } = reversal.source;
    const possible = (byAmount.get(`${currency}${-amountMinor}`) ?? []).filter(
      (line) =>
        line.source.reversal !== true &&
        claims.lineIsFree(line.n) &&
        line.day <= reversal.day &&
        reversal.day - line.day <= LONGEST_WORKING_DAYS &&
        likeEachOther(line, reversal, index, payees),
    );
    const [line, ...others] = possible;
    if (line === undefined) continue;
    if (others.length === 0) {
      claims.take([line.n, reversal.n], []);
      matched.push(asProposal(line, reversal, 'auto'));
      continue;
    }
    for (const each of possible) {
      const proposal = asProposal(each, reversal, 'suggested');
      for (const n of [each.n, reversal.n]) doubtful.set(n, [...(doubtful.get(n) ?? []), proposal]);
    }
  }
  return { matched, doubtful };
}

/** By reference, else by account, a code or the payee, whom one of the lines may name and the other only refer to. */
function likeEachOther(line: PreparedLine, reversal: PreparedLine, index: ItemIndex, payees: PayeeIndex): boolean {
  if (line.own.length > 0 && reversal.own.length > 0) return line.own.some((reference) => reversal.own.includes(reference));
  if (line.account !== undefined && line.account === reversal.account) return true;
  if (line.codes.some((code) => reversal.codes.includes(code) && index.surpriseOfCode(code) >= SURE_CODE)) return true;
  if (line.nameText !== '' && line.nameText === reversal.nameText) return true;
  const meant = new Set(payeesOf(reversal, index, payees));
  return payeesOf(line, index, payees).some((payeeKey) => meant.has(payeeKey));
}

function payeesOf(line: PreparedLine, index: ItemIndex, payees: PayeeIndex): string[] {
  const named = index.namedBy([...line.own, ...line.codes]).map((n) => index.items[n] as PreparedItem);
  return payees.payeesOf(line, named).map(({ payeeKey }) => payeeKey);
}

function asProposal(line: PreparedLine, reversal: PreparedLine, decision: 'auto' | 'suggested'): MatchProposal {
  const [first, second] = [line.source, reversal.source];
  return {
    lineIds: [first.id, second.id],
    itemIds: [],
    allocations: [
      { lineId: first.id, to: { kind: 'line', lineId: second.id }, amountMinor: first.amountMinor },
      { lineId: second.id, to: { kind: 'line', lineId: first.id }, amountMinor: second.amountMinor },
    ],
    stage: 'bank-reversal',
    score: SCORE,
    margin: decision === 'auto' ? SCORE : 0,
    reasons: [
      'the bank took the line back',
      'same payee or reference, same amount the other way',
      ...(decision === 'auto' ? [] : ['another line may be meant']),
    ],
    decision,
  };
}
