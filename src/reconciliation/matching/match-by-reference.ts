import type { BankLine } from '../statements/canonical-line.ts';

/** Something we expect at the bank under a reference of ours: a payment sent (below zero), or money due (above). */
export interface ReferencedItem {
  readonly id: string;
  readonly reference: string;
  readonly amountMinor: bigint;
  /** Sterling when not said. */
  readonly currency?: string;
}

type UnmatchedReason =
  | 'amount-differs'
  | 'claimed-by-several-lines'
  | 'currency-differs'
  | 'line-pending'
  | 'no-reference-found'
  | 'several-references-found';

interface ReferenceMatch<Line extends BankLine> {
  readonly line: Line;
  readonly itemId: string;
}

interface UnmatchedLine<Line extends BankLine> {
  readonly line: Line;
  readonly reason: UnmatchedReason;
}

interface MatchingOutcome<Line extends BankLine> {
  readonly matches: readonly ReferenceMatch<Line>[];
  readonly unmatched: readonly UnmatchedLine<Line>[];
}

/**
 * Matches a booked line to the one open item whose reference stands as a whole word in its end-to-end id or remittance text, when the
 * amounts are equal to the penny. Everything doubtful is left to a later stage or a person: two references in one line, two items with
 * one reference, two lines for one item (one of them may be a payment made twice). So the outcome does not hang on the order of
 * lines or items, an item is used at most once, and every line comes out exactly once.
 */
export function matchByReference<Line extends BankLine>(
  lines: readonly Line[],
  openItems: readonly ReferencedItem[],
): MatchingOutcome<Line> {
  const references = indexByFirstWord(openItems);
  const judged = lines.map((line) => ({ line, ...judge(line, references) }));
  const claims = new Map<ReferencedItem, number>();
  for (const { item } of judged) if (item) claims.set(item, (claims.get(item) ?? 0) + 1);
  const matches: ReferenceMatch<Line>[] = [];
  const unmatched: UnmatchedLine<Line>[] = [];
  for (const { line, item, reason } of judged) {
    if (item === undefined) unmatched.push({ line, reason });
    else if (claims.get(item) === 1) matches.push({ line, itemId: item.id });
    else unmatched.push({ line, reason: 'claimed-by-several-lines' });
  }
  return { matches, unmatched };
}

type Judgement = { readonly item: ReferencedItem; readonly reason?: never } | { readonly item?: never; readonly reason: UnmatchedReason };

function judge(line: BankLine, references: ReferenceIndex): Judgement {
  if (line.state === 'pending') return { reason: 'line-pending' };
  const found = new Set([line.endToEndId ?? '', line.remittance].flatMap((text) => itemsNamedIn(text, references)));
  const [item, ...others] = found;
  if (item === undefined) return { reason: 'no-reference-found' };
  if (others.length > 0) return { reason: 'several-references-found' };
  if ((item.currency ?? 'GBP') !== line.currency) return { reason: 'currency-differs' };
  return item.amountMinor === line.amountMinor ? { item } : { reason: 'amount-differs' };
}

/** Items by the first run of letters and digits of their reference, so that a text is searched once whatever the number of items. */
type ReferenceIndex = ReadonlyMap<string, readonly { readonly item: ReferencedItem; readonly reference: string }[]>;

const WORD = /[\p{L}\p{N}]+/gu;

function indexByFirstWord(openItems: readonly ReferencedItem[]): ReferenceIndex {
  const index = new Map<string, { item: ReferencedItem; reference: string }[]>();
  for (const item of openItems) {
    const reference = normalised(item.reference);
    const firstWord = reference.match(WORD)?.[0];
    // A reference must begin with its first word to be looked up by it; one of nothing but signs could never be told in a text.
    if (firstWord === undefined || !reference.startsWith(firstWord)) continue;
    const sameWord = index.get(firstWord);
    if (sameWord) sameWord.push({ item, reference });
    else index.set(firstWord, [{ item, reference }]);
  }
  return index;
}

function itemsNamedIn(text: string, references: ReferenceIndex): ReferencedItem[] {
  const searched = normalised(text);
  return [...searched.matchAll(WORD)].flatMap(({ 0: word, index: start }) =>
    (references.get(word) ?? [])
      .filter(({ reference }) => searched.startsWith(reference, start) && standsAlone(searched, start, start + reference.length))
      .map(({ item }) => item),
  );
}

/**
 * A reference stands alone unless it is joined to more letters or digits, also by a sign that references contain themselves: `TF-1` is
 * not in `TF-1-2` nor in `A/TF-1`, while the full stop that ends a sentence and a slash that ends a field do no harm.
 */
function standsAlone(text: string, start: number, end: number): boolean {
  return (
    !/[\p{L}\p{N}][-/.&_+]*$/u.test(text.slice(Math.max(0, start - 4), start)) && !/^[-/.&_+]*[\p{L}\p{N}]/u.test(text.slice(end, end + 4))
  );
}

/** Banks write capitals and mend spaces; neither tells one payment from another. */
function normalised(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/\s+/g, ' ').trim();
}
