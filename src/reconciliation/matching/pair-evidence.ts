import type { ItemIndex } from './item-index.ts';
import { windowOf } from './items.ts';
import type { PreparedItem, PreparedLine } from './prepare.ts';
import { isNearly } from './text/codes.ts';
import { wordLikeness } from './text/name-likeness.ts';

/** What speaks for a line and an item being one payment, amount and day apart. Weights are natural logarithms of likelihood ratios. */
export interface Identity {
  readonly weight: number;
  /** Enough to tell the payee or the payment by; without it nothing is matched by itself, whatever the sum. */
  readonly sure: boolean;
  /** The line names another payment, or comes from another account: never by itself. */
  readonly contradicted: boolean;
  readonly sameReference: boolean;
  readonly sharedCodes: readonly string[];
  readonly sameAccount: boolean;
  readonly nameWeight: number;
  readonly confirmedBefore: boolean;
}

const OWN_REFERENCE = 14;
const MISREAD_REFERENCE = 7;
const OTHER_REFERENCE = -12;
const OTHER_CODES = -4;
const OTHER_ACCOUNT = -5;
const CONFIRMED_BEFORE = 7;
const DISTRUSTED = -4;
const MOST_FOR_CODES = 11;
const MOST_FOR_ACCOUNT = 10;
/** A code or a name this surprising identifies. */
export const SURE_CODE = 5;
const SURE_NAME = 5;

const NONE: readonly string[] = [];

export function identityOf(line: PreparedLine, item: PreparedItem, index: ItemIndex): Identity {
  const sameReference = item.own.some((reference) => line.own.includes(reference));
  const misread = !sameReference && line.misread.some((wrong) => item.own.some((reference) => isNearly(wrong, reference)));
  const otherReference = !sameReference && item.own.length > 0 && line.own.length > 0;
  const sharedCodes = line.codes.length === 0 || item.codes.length === 0 ? NONE : line.codes.filter((code) => item.codes.includes(code));
  const bestCode = sharedCodes.reduce((best, code) => Math.max(best, index.surpriseOfCode(code)), 0);
  const codeWeight = sharedCodes.length === 0 ? 0 : Math.min(MOST_FOR_CODES, bestCode);
  const namesOthers =
    !sameReference &&
    sharedCodes.length === 0 &&
    (line.codes.some((code) => index.isCodeOfItems(code)) || line.own.some((own) => index.isCodeOfItems(own)));
  const sameAccount = line.account !== undefined && line.account === item.account;
  const otherAccount = line.account !== undefined && item.account !== undefined && !sameAccount;
  const nameWeight = likenessOfNames(line, item, index);
  const confirmedBefore = line.knownPayees.has(item.payeeKey);
  const distrusted = line.distrustedPayees.has(item.payeeKey);
  const weight =
    (sameReference ? OWN_REFERENCE : 0) +
    (misread ? MISREAD_REFERENCE : 0) +
    (otherReference ? OTHER_REFERENCE : 0) +
    codeWeight +
    (namesOthers ? OTHER_CODES : 0) +
    (sameAccount ? Math.min(MOST_FOR_ACCOUNT, index.surpriseOfAccount(line.account as string)) : otherAccount ? OTHER_ACCOUNT : 0) +
    nameWeight +
    (confirmedBefore ? CONFIRMED_BEFORE : 0) +
    (distrusted ? DISTRUSTED : 0);
  return {
    weight,
    sure: sameReference || misread || codeWeight >= SURE_CODE || sameAccount || nameWeight >= SURE_NAME || confirmedBefore,
    contradicted:
      otherReference ||
      (namesOthers && !sameAccount) ||
      (namesOthers && line.own.length > 0) ||
      (otherAccount && !sameReference && codeWeight < SURE_CODE) ||
      (distrusted && !sameReference),
    sameReference,
    sharedCodes,
    sameAccount,
    nameWeight,
    confirmedBefore,
  };
}

const MATCHED_FROM = 0.6;
const MOST_FOR_A_WORD = 8;
const WORD_MISSING = -1.5;
const WORD_BESIDE = -0.3;
const [LEAST_FOR_NAMES, MOST_FOR_NAMES] = [-4, 12];

/** Each word of the item's name adds its rarity where the line has one like it, and costs where the line has none. */
function likenessOfNames(line: PreparedLine, item: PreparedItem, index: ItemIndex): number {
  if (item.name.length === 0 || line.name.length === 0) return 0;
  let weight = 0;
  let matched = 0;
  for (const word of item.name) {
    let best = 0;
    for (const other of line.name) {
      best = Math.max(best, wordLikeness(word, other));
      if (best === 1) break;
    }
    if (best >= MATCHED_FROM) {
      matched += 1;
      weight += best * Math.min(MOST_FOR_A_WORD, index.surpriseOfWord(word)) * 0.8;
    } else weight += WORD_MISSING;
  }
  weight += WORD_BESIDE * Math.max(0, Math.min(4, line.name.length - matched));
  return Math.min(MOST_FOR_NAMES, Math.max(LEAST_FOR_NAMES, weight));
}

const WORKING_DAYS_OF_A_YEAR = 253;
const SHARE_ANY_DAY = 0.1;
const SHARE_KEPT_A_DAY = 0.55;

/** Most payments come on their day or soon after; a few come whenever they come. Undefined outside the item's window. */
export function dayWeight(line: PreparedLine, item: PreparedItem): number | undefined {
  const late = line.day - item.day;
  const [from, to] = windowOf[item.source.kind].look;
  if (late < from || late > to) return undefined;
  const near = (1 - SHARE_ANY_DAY) * (1 - SHARE_KEPT_A_DAY) * SHARE_KEPT_A_DAY ** Math.abs(late);
  return Math.log((near + SHARE_ANY_DAY / (to - from + 1)) * WORKING_DAYS_OF_A_YEAR);
}

export function withinTimeAlone(line: PreparedLine, item: PreparedItem): boolean {
  const late = line.day - item.day;
  const [from, to] = windowOf[item.source.kind].alone;
  return late >= from && late <= to;
}

/** The evidence in words, strongest first. */
export function reasonsFor(line: PreparedLine, item: PreparedItem, identity: Identity): string[] {
  const late = line.day - item.day;
  const code = [...identity.sharedCodes].sort((a, b) => b.length - a.length)[0];
  return [
    identity.sameReference ? 'our reference' : undefined,
    code === undefined ? undefined : `names ${code}`,
    identity.sameAccount ? 'same bank account' : undefined,
    identity.confirmedBefore ? 'confirmed for this payee before' : undefined,
    identity.nameWeight >= SURE_NAME ? 'name agrees' : identity.nameWeight > 1 ? 'name agrees in part' : undefined,
    identity.contradicted ? 'something on the line speaks against it' : undefined,
    late === 0
      ? 'on its day'
      : `${Math.abs(late)} working ${Math.abs(late) === 1 ? 'day' : 'days'} ${late > 0 ? 'after' : 'before'} its day`,
  ].filter((reason) => reason !== undefined);
}
