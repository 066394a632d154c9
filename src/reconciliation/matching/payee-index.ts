import type { ItemIndex } from './item-index.ts';
import { type Identity, identityOf } from './pair-evidence.ts';
import type { PreparedItem, PreparedLine } from './prepare.ts';

/** A word in the names of more payees than this leads to none of them. */
const MOST_PAYEES_OF_A_WORD = 100;
const MOST_PAYEES_LOOKED_AT = 40;
const MOST_PAYEES = 3;
const MOST_WORDS_PAIRED = 6;
const LEAST_NAME_WEIGHT = 3;

export interface PayeeFound {
  readonly payeeKey: string;
  /** In order of days. */
  readonly items: readonly PreparedItem[];
  readonly identity: Identity;
  readonly weight: number;
  readonly sure: boolean;
}

/** Whom a line may come from or go to, whatever the amount. */
export class PayeeIndex {
  readonly #index: ItemIndex;
  readonly #items = new Map<string, PreparedItem[]>();
  readonly #byAccount = new Map<string, Set<string>>();
  readonly #byWord = new Map<string, Set<string>>();
  /** Two words of a name together, for names whose every word is frequent. */
  readonly #byTwoWords = new Map<string, Set<string>>();

  constructor(index: ItemIndex) {
    this.#index = index;
    for (const item of index.items) {
      const { payeeKey } = item;
      if (payeeKey === '') continue;
      const ofPayee = this.#items.get(payeeKey);
      if (ofPayee) ofPayee.push(item);
      else this.#items.set(payeeKey, [item]);
      if (item.account !== undefined) addTo(this.#byAccount, item.account, payeeKey);
      if (ofPayee !== undefined) continue;
      for (const word of item.name) addTo(this.#byWord, word, payeeKey);
      for (const two of twoWordsOf(item.name)) addTo(this.#byTwoWords, two, payeeKey);
    }
  }

  payeesOf(line: PreparedLine, namedItems: readonly PreparedItem[]): PayeeFound[] {
    const keys = new Set<string>(namedItems.map(({ payeeKey }) => payeeKey));
    for (const key of this.#byAccount.get(line.account ?? '') ?? []) keys.add(key);
    for (const key of line.knownPayees) keys.add(key);
    const sets = [
      ...[...twoWordsOf(line.name.slice(0, MOST_WORDS_PAIRED))].map((two) => this.#byTwoWords.get(two)),
      ...line.name.map((word) => this.#byWord.get(word)),
    ].filter((payees) => payees !== undefined);
    for (const payees of sets.sort((a, b) => a.size - b.size)) {
      if (payees.size > MOST_PAYEES_OF_A_WORD || keys.size >= MOST_PAYEES_LOOKED_AT) break;
      for (const key of payees) keys.add(key);
    }
    return [...keys]
      .slice(0, MOST_PAYEES_LOOKED_AT)
      .flatMap((payeeKey) => {
        const items = this.#items.get(payeeKey);
        const example = items?.[0];
        if (items === undefined || example === undefined) return [];
        const identity = identityOf(line, example, this.#index);
        const named = namedItems.some((item) => item.payeeKey === payeeKey);
        const weight = (identity.sameAccount ? 9 : 0) + identity.nameWeight + (identity.confirmedBefore ? 7 : 0) + (named ? 6 : 0);
        const sure = identity.sameAccount || identity.confirmedBefore || identity.nameWeight >= 5;
        if (!named && !sure && identity.nameWeight < LEAST_NAME_WEIGHT) return [];
        return [{ payeeKey, items, identity, weight, sure }];
      })
      .sort((a, b) => b.weight - a.weight || (a.payeeKey < b.payeeKey ? -1 : 1))
      .slice(0, MOST_PAYEES);
  }
}

function* twoWordsOf(name: readonly string[]): Generator<string> {
  for (const [n, word] of name.entries())
    for (const other of name.slice(n + 1)) yield word < other ? `${word} ${other}` : `${other} ${word}`;
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}
