/** Letters that Unicode does not take apart into a base letter and a sign. */
const OTHER_LETTERS: Readonly<Record<string, string>> = {
  Ł: 'L',
  Ø: 'O',
  Đ: 'D',
  Æ: 'AE',
  Œ: 'OE',
  Þ: 'TH',
  ẞ: 'SS',
  ß: 'SS',
  ł: 'L',
  İ: 'I',
};

/** How UK banks print names: capitals without accents. Names of any origin compare in this form. */
export function foldText(text: string): string {
  const upper = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ŁØĐÆŒÞẞßłİ]/g, (letter) => OTHER_LETTERS[letter] ?? letter)
    .toUpperCase();
  return upper.replace(/[ØĐÆŒÞ]/g, (letter) => OTHER_LETTERS[letter] ?? letter).replace(/['’`]/g, '');
}

/** Words that name a way of paying, a kind of firm or nothing at all; they tell no payee from another. */
const NO_NAMES = new Set(
  'THE AND FOR FROM LTD LIMITED PLC LLP CIC CIO CO COMPANY MR MRS MS MISS DR BGC FPI FPO FP BACS DD DDR CHQ CSH WRE TFR CR DR SO STO BP RA REF REFERENCE PAYMENT PAYMENTS PAY PYMT PAID INV INVOICE INVOICES DIRECT CREDIT DEBIT TRANSFER MONEY DONATION COUNCIL'.split(
    ' ',
  ),
);

/** The words of a text that may be part of a name: letters only, at least two, and no words of the trade. */
export function nameWords(folded: string): string[] {
  return (folded.match(/[\p{L}]+(?:[0-9][\p{L}0-9]*)?/gu) ?? []).filter((word) => word.length >= 2 && !NO_NAMES.has(word) && !isCode(word));
}

/** A word with so many digits that it identifies rather than names. */
function isCode(word: string): boolean {
  return word.replace(/\D/g, '').length >= 3;
}
