/**
 * Text that a British bank carries: capitals, digits, full stop, ampersand, slash, hyphen and space (Bacs Standard 18; Faster Payments take
 * more, but what a payee's bank shows was checked against this set). Capitals and single spaces are how every bank prints a name, so making
 * them is not told; everything else that changes is.
 */
export interface BankText {
  readonly text: string;
  readonly changes: readonly TextChange[];
}

export type TextChange = 'letters-made-plain' | 'characters-became-spaces' | 'shortened';

const CARRIED = /^[A-Z0-9.&/-]+(?: [A-Z0-9.&/-]+)*$/;
const NOT_CARRIED = /[^A-Z0-9.&/ -]/g;
const LETTER_OR_DIGIT = /[A-Z0-9]/;

/** Letters that do not come apart into a plain letter and an accent. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Ł: 'L',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  Ħ: 'H',
  Ŧ: 'T',
  Ŋ: 'N',
  '\u1E9E': 'SS',
};
const SPECIAL_LETTER = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'g');

export function bankText(text: string, longest: number): BankText {
  if (text.length <= longest && CARRIED.test(text)) return { text, changes: [] };
  const changes: TextChange[] = [];
  const capitals = text.toUpperCase();
  const plain = capitals
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .replace(SPECIAL_LETTER, (letter) => PLAIN_LETTERS[letter] ?? letter);
  if (plain !== capitals) changes.push('letters-made-plain');
  const carried = plain.replace(/\s/gu, ' ').replace(NOT_CARRIED, ' ');
  if (carried !== plain) changes.push('characters-became-spaces');
  const tidy = carried.replace(/ +/g, ' ').trim();
  const cut = tidy.slice(0, longest).trimEnd();
  if (cut !== tidy) changes.push('shortened');
  return { text: cut, changes };
}

/** A name of nothing but signs says nothing to whoever looks for the payee. */
export function saysSomething(text: string): boolean {
  return LETTER_OR_DIGIT.test(text);
}
