import { accepted, type Result, refused } from '../../platform/result.ts';

/** Why a text is no amount of pounds; `advice` says what to write instead. */
export interface AmountFault {
  readonly code: 'amount-malformed' | 'currency-foreign' | 'amount-too-large';
  readonly reason: string;
  readonly advice: string;
}

/** One posting moves at most this much: the book's own limit, told here with the line. */
const LARGEST_PENCE = 1_000_000_000_000_000n;
const NUMBER = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/;
const POUNDS = new Set(['£', 'GBP', '"GBP"', '"£"', '']);

/**
 * Reads `£1,234.56`, `-£5`, `£-5.00`, `GBP 1234.56`, `1234.56 GBP` or a bare number, exactly: whole pence come out or a reason. Nothing is
 * rounded, and a comma that does not stand between thousands is no thousands separator.
 */
export function readAmount(text: string): Result<bigint, AmountFault> {
  const parts = /^([+-]?)\s*([^\d\s.,+-]*)\s*([+-]?)\s*([\d.,']*)\s*([^\d\s.,+-]*)$/.exec(text.trim());
  const [, before = '', symbolBefore = '', between = '', digits = '', symbolAfter = ''] = parts ?? [];
  if (parts === null || digits === '' || (before !== '' && between !== '') || (symbolBefore !== '' && symbolAfter !== ''))
    return malformed(text);
  const commodity = symbolBefore === '' ? symbolAfter : symbolBefore;
  if (!POUNDS.has(commodity)) {
    return refused({
      code: 'currency-foreign',
      reason: `The amount is in ${commodity}; the book is kept in pounds.`,
      advice: 'Import only amounts in £ or GBP; turn others into pounds by your own dated rate first.',
    });
  }
  const number = NUMBER.exec(digits);
  if (number === null) return malformed(text);
  const [, whole = '', pence = ''] = number;
  const amount = BigInt(whole.replaceAll(',', '') + pence.padEnd(2, '0'));
  if (amount > LARGEST_PENCE) {
    return refused({
      code: 'amount-too-large',
      reason: `${digits} is more than one posting can move (10,000,000,000,000.00).`,
      advice: 'Check the amount.',
    });
  }
  return accepted(before === '-' || between === '-' ? -amount : amount);
}

function malformed(text: string): { ok: false; refusal: AmountFault } {
  const advice = 'Write pounds and whole pence, like 1234.56 or £1,234.56; nothing is rounded and nothing is calculated.';
  const decimals = /\.(\d{3,})\D*$/.exec(text)?.[1];
  const reason =
    decimals === undefined
      ? `“${text.trim().slice(0, 40)}” is not an amount of money.`
      : `“${text.trim().slice(0, 40)}” has ${decimals.length} decimals; a penny is the smallest part.`;
  return refused({ code: 'amount-malformed', reason, advice });
}
