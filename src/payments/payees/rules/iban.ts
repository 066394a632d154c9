/**
 * How long an IBAN is in the countries that families and providers of English councils bank in. Source: SWIFT, IBAN Registry, country formats;
 * not yet held against the current issue (verified: false). A country that is not here is refused in words, not guessed.
 */
const LENGTHS = {
  verified: false,
  source: 'SWIFT IBAN Registry',
  value: new Map([
    ['AT', 20],
    ['BE', 16],
    ['BG', 22],
    ['CH', 21],
    ['CY', 28],
    ['CZ', 24],
    ['DE', 22],
    ['DK', 18],
    ['EE', 20],
    ['ES', 24],
    ['FI', 18],
    ['FR', 27],
    ['GB', 22],
    ['GG', 22],
    ['GI', 23],
    ['GR', 27],
    ['HR', 21],
    ['HU', 28],
    ['IE', 22],
    ['IM', 22],
    ['IT', 27],
    ['JE', 22],
    ['LT', 20],
    ['LU', 20],
    ['LV', 21],
    ['MT', 31],
    ['NL', 18],
    ['NO', 15],
    ['PL', 28],
    ['PT', 25],
    ['RO', 24],
    ['SE', 24],
    ['SI', 19],
    ['SK', 24],
    ['UA', 29],
  ]),
} as const;

const SHAPE = /^[A-Z]{2}\d{2}[A-Z0-9]+$/;

/** What is wrong with an IBAN without spaces and in capitals; undefined when its shape, length and check digits are right (ISO 13616, mod 97). */
export function ibanProblem(iban: string): string | undefined {
  if (!SHAPE.test(iban)) return 'An IBAN is two letters, two digits, then letters and digits.';
  const length = LENGTHS.value.get(iban.slice(0, 2));
  if (length === undefined) return `We do not know IBANs that begin with ${iban.slice(0, 2)}. Ask for a UK account.`;
  if (iban.length !== length) return `An IBAN that begins with ${iban.slice(0, 2)} has ${length} characters.`;
  return remainderOf97(iban) === 1 ? undefined : 'Its two check digits are wrong. Look at each character again.';
}

/** The sort code and account number inside a British IBAN. */
export function ukAccountIn(iban: string): { readonly sortCode: string; readonly accountNumber: string } | undefined {
  const [, sortCode, accountNumber] = /^GB\d{2}[A-Z]{4}(\d{6})(\d{8})$/.exec(iban) ?? [];
  return sortCode === undefined || accountNumber === undefined ? undefined : { sortCode, accountNumber };
}

function remainderOf97(iban: string): number {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
