import type { PreparedItem, PreparedLine } from './prepare.ts';

/** A list of candidates longer than this within the window says nothing by itself: a second trait must narrow it down. */
const MOST_CANDIDATES = 64;
/** A code on more items than this is no identification. */
const MOST_ITEMS_OF_A_CODE = 200;
/** People and firms that nobody has listed: so rare is a name or an account at least, also in a very short list. */
const BACKGROUND = 1_000;

export interface Candidates {
  /** Positions of items with the line's amount, in order. */
  readonly sameAmount: readonly number[];
  /** Some were left out because nothing narrowed them down. */
  readonly tooMany: boolean;
}

/** Finds items by what identifies them. Every look-up is bounded, so a line costs the same in a long list as in a short one. */
export class ItemIndex {
  readonly items: readonly PreparedItem[];
  readonly #byAmount = new Map<string, number[]>();
  readonly #byTrait = new Map<string, Map<string, number[]>>();
  readonly #byCode = new Map<string, number[]>();
  readonly #namesWith = new Map<string, number>();
  readonly #itemsOfAccount = new Map<string, number>();
  readonly #names = new Set<string>();

  constructor(items: readonly PreparedItem[]) {
    this.items = items;
    for (const item of items) {
      append(this.#byAmount, item.amountKey, item.n);
      for (const code of item.own) append(this.#byCode, code, item.n);
      for (const code of item.codes) append(this.#byCode, code, item.n);
      if (item.account !== undefined) this.#itemsOfAccount.set(item.account, (this.#itemsOfAccount.get(item.account) ?? 0) + 1);
      if (this.#names.has(item.nameText)) continue;
      this.#names.add(item.nameText);
      for (const word of item.name) this.#namesWith.set(word, (this.#namesWith.get(word) ?? 0) + 1);
    }
    // Items come in order of their content, which begins with the date: every list is in order of days.
  }

  /** How surprising it is that an item carries this code, in natural logarithms. */
  surpriseOfCode(code: string): number {
    return this.#surprise(this.#byCode.get(code)?.length ?? 0, this.items.length);
  }

  surpriseOfAccount(account: string): number {
    return this.#surprise(this.#itemsOfAccount.get(account) ?? 0, this.items.length);
  }

  surpriseOfWord(word: string): number {
    return this.#surprise(this.#namesWith.get(word) ?? 0, this.#names.size);
  }

  surpriseOfAmount(key: string): number {
    return this.#surprise(this.#byAmount.get(key)?.length ?? 0, this.items.length);
  }

  #surprise(count: number, among: number): number {
    return Math.log((among + BACKGROUND) / (count + 1));
  }

  /** The items that carry one of these codes, unless so many do that it identifies none. */
  namedBy(codes: Iterable<string>): number[] {
    const found = new Set<number>();
    for (const code of codes) {
      const list = this.#byCode.get(code);
      if (list !== undefined && list.length <= MOST_ITEMS_OF_A_CODE) for (const n of list) found.add(n);
    }
    return [...found].sort((a, b) => a - b);
  }

  isCodeOfItems(code: string): boolean {
    const list = this.#byCode.get(code);
    return list !== undefined && list.length <= MOST_ITEMS_OF_A_CODE;
  }

  /** The items of the line's amount between two working days; when they are too many, those that share an account, a code or a name's word. */
  candidatesFor(line: PreparedLine, firstDay: number, lastDay: number): Candidates {
    const list = this.#byAmount.get(line.amountKey);
    if (list === undefined) return { sameAmount: [], tooMany: false };
    const [start, end] = this.#within(list, firstDay, lastDay);
    if (end - start <= MOST_CANDIDATES) return { sameAmount: list.slice(start, end), tooMany: false };
    const byTrait = this.#traitsOf(line.amountKey, list);
    const found = new Set<number>();
    let tooMany = true;
    for (const trait of traitsOfLine(line)) {
      const narrowed = byTrait.get(trait);
      if (narrowed === undefined) continue;
      const [from, to] = this.#within(narrowed, firstDay, lastDay);
      if (to - from > MOST_CANDIDATES) continue;
      tooMany = false;
      for (const n of narrowed.slice(from, to)) found.add(n);
    }
    return { sameAmount: [...found].sort((a, b) => a - b), tooMany };
  }

  /** Only for amounts that are so frequent that they must be narrowed down, and only when a line first asks. */
  #traitsOf(key: string, list: readonly number[]): Map<string, number[]> {
    let traits = this.#byTrait.get(key);
    if (traits === undefined) {
      traits = new Map();
      for (const n of list) for (const trait of traitsOfItem(this.items[n] as PreparedItem)) append(traits, trait, n);
      this.#byTrait.set(key, traits);
    }
    return traits;
  }

  #within(list: readonly number[], firstDay: number, lastDay: number): [number, number] {
    return [this.#firstAtOrAfter(list, firstDay), this.#firstAtOrAfter(list, lastDay + 1)];
  }

  #firstAtOrAfter(list: readonly number[], day: number): number {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.items[list[middle] as number] as PreparedItem).day < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function* traitsOfLine(line: PreparedLine): Generator<string> {
  for (const code of line.own) yield `c${code}`;
  for (const code of line.codes) yield `c${code}`;
  if (line.account !== undefined) yield `a${line.account}`;
  for (const payee of line.knownPayees) yield `p${payee}`;
  for (const word of line.name) yield `w${word}`;
}

function* traitsOfItem(item: PreparedItem): Generator<string> {
  for (const code of item.own) yield `c${code}`;
  for (const code of item.codes) yield `c${code}`;
  if (item.account !== undefined) yield `a${item.account}`;
  yield `p${item.payeeKey}`;
  for (const word of item.name) yield `w${word}`;
}

function append<Key>(lists: Map<Key, number[]>, key: Key, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
