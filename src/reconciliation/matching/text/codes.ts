import { parsePaymentReference } from '../../../payments/rules/payment-reference.ts';

const SHORTEST_CODE = 4;
const CODE = /[\p{L}\p{N}]+(?:[-/.][\p{L}\p{N}]+)*/gu;
/** Our reference, also where the bank broke it up with spaces; tried at each place, for a name may end in T before a word that begins with F. */
const OWN_SHAPE = /(?<![0-9A-Z])(?=(T\s?F(?:\s?[0-9A-Z]){16})(?![0-9A-Z]))/g;

export interface Codes {
  /** References of ours whose check characters are right. */
  readonly own: readonly string[];
  /** Words of our reference's shape whose check characters are wrong: misread, and worth comparing. */
  readonly misread: readonly string[];
  /** Other words with digits, without their signs: invoice numbers, ids of banks and rails. */
  readonly others: readonly string[];
}

/** Finds in a folded text what identifies a payment. `INV-0042` is found as `INV0042` and as `0042`, however the other side writes it. */
export function codesIn(folded: string): Codes {
  const own = new Set<string>();
  const misread = new Set<string>();
  let rest = folded;
  for (const { 1: found = '' } of folded.matchAll(OWN_SHAPE)) {
    const reference = found.replace(/\s+/g, '');
    if (parsePaymentReference(reference).ok) {
      own.add(reference);
      rest = rest.replace(found, ' ');
    } else if (!/\s/.test(found) && /\d/.test(found)) {
      misread.add(reference);
      rest = rest.replace(found, ' ');
    }
  }
  const others = new Set<string>();
  for (const { 0: word } of rest.matchAll(CODE)) {
    if (!/\d/.test(word)) continue;
    const joined = word.replace(/[^\p{L}\p{N}]/gu, '');
    if (joined.length >= SHORTEST_CODE) others.add(joined);
    for (const digits of word.match(/\d+/g) ?? []) if (digits.length >= SHORTEST_CODE && digits !== joined) others.add(digits);
  }
  return { own: [...own], misread: [...misread], others: [...others] };
}

/** At most two characters differ: what a clerk or a scanner makes of a reference. */
export function isNearly(reference: string, other: string): boolean {
  if (reference.length !== other.length) return false;
  let different = 0;
  for (let n = 0; n < reference.length; n += 1) {
    if (reference[n] !== other[n]) different += 1;
    if (different > 2) return false;
  }
  return true;
}
