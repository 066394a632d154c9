import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import { quoted } from './unreadable-statement.ts';

/** ISO 4217 currencies whose smallest unit is not a hundredth. Every other three-letter code has two decimals, the retired ones too. */
const OTHER_EXPONENTS: ReadonlyMap<string, number> = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map(
    (code) => [code, 0] as const,
  ),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ...['CLF', 'UYW'].map((code) => [code, 4] as const),
]);

/** What a PostgreSQL bigint holds; beyond it an amount could be read and never stored. */
const LARGEST_MINOR = 9_223_372_036_854_775_807n;
const LONGEST_AMOUNT = 40;

const SHAPES = {
  '.': /^([0-9]+)(?:\.([0-9]*))?$/,
  // SWIFT writes the comma even where no decimals follow it: a number without one was cut off.
  ',': /^([0-9]+),([0-9]*)$/,
} as const;

export interface AmountRefusal extends Refusal {
  readonly code: 'amount-not-understood' | 'amount-not-exact' | 'amount-too-large';
  readonly reason: string;
}

function currencyExponent(currency: string): number {
  return OTHER_EXPONENTS.get(currency) ?? 2;
}

/**
 * Reads an unsigned amount into the currency's smallest unit, digit by digit: exact or refused, never rounded, never through a float.
 * `8.85000` pounds is 885 pence; `8.85001` is refused. Signs, thousands separators and exponents are refused, for a bank that writes
 * one writes another format than the one declared.
 */
export function parseMinorUnits(
  text: string,
  { currency, decimalMark }: { currency: string; decimalMark: '.' | ',' },
): Result<bigint, AmountRefusal> {
  const parts = text.length <= LONGEST_AMOUNT ? SHAPES[decimalMark].exec(text) : null;
  if (parts === null) {
    return refused({
      code: 'amount-not-understood',
      reason: `${quoted(text)} is not an amount in the form ${decimalMark === '.' ? '1234.56' : '1234,56'}.`,
    });
  }
  const exponent = currencyExponent(currency);
  const whole = parts[1] ?? '';
  const decimals = parts[2] ?? '';
  if (/[1-9]/.test(decimals.slice(exponent))) {
    return refused({
      code: 'amount-not-exact',
      reason: `${quoted(text)} has more decimals than ${currency} has; rounding it would lose money.`,
    });
  }
  const minor = BigInt(whole + decimals.slice(0, exponent).padEnd(exponent, '0'));
  if (minor > LARGEST_MINOR) return refused({ code: 'amount-too-large', reason: `${quoted(text)} is larger than any amount we can keep.` });
  return accepted(minor);
}

/** Writes an amount as a decimal string with the currency's own number of decimals: -1 penny is `-0.01`. */
export function formatMinorUnits(amountMinor: bigint, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(exponent + 1, '0');
  const sign = amountMinor < 0n ? '-' : '';
  return exponent === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
