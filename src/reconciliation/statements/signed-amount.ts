import { accepted, type Result, refused } from '../../platform/result.ts';
import { type AmountRefusal, parseMinorUnits } from './minor-units.ts';
import { quoted } from './unreadable-statement.ts';

const PLAIN = /^(-?)([0-9]{1,15})\.([0-9]{2})$/;
const LONGEST_AMOUNT = 60;

/** Sign before or behind the currency's sign, or accountants' brackets; thousands in groups of three. */
const SIGNED = {
  '.': /^(?:([+-]?)\s?£?\s?([+-]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?)|\(£?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?)\))$/,
  ',': /^(?:([+-]?)\s?[£€]?\s?([+-]?)((?:[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+)(?:,[0-9]*)?)|\([£€]?((?:[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+)(?:,[0-9]*)?)\))$/,
} as const;

/**
 * Reads a signed amount as tables for people write it: `-£1,234.56`, `(12.00)`, `+5`. Exact or refused, digit by digit, never through a
 * float. Groups that are not of three digits are refused: a decimal comma would otherwise become a hundredfold amount.
 */
export function parseSignedMinorUnits(
  text: string,
  { currency, decimalMark }: { currency: string; decimalMark: '.' | ',' },
): Result<bigint, AmountRefusal> {
  const plain = currency === 'GBP' && decimalMark === '.' ? PLAIN.exec(text) : null;
  if (plain !== null) return accepted(BigInt(`${plain[1]}${plain[2]}${plain[3]}`));
  const parts = text.length <= LONGEST_AMOUNT ? SIGNED[decimalMark].exec(text) : null;
  const [, before = '', after = '', number, bracketed] = parts ?? [];
  const digits = number ?? bracketed;
  if (digits === undefined || (before !== '' && after !== '')) {
    const form = decimalMark === '.' ? '-1234.56' : '-1234,56';
    return refused({ code: 'amount-not-understood', reason: `${quoted(text)} is not an amount in the form ${form}.` });
  }
  const ungrouped = decimalMark === '.' ? digits.replaceAll(',', '') : digits.replace(/[. ]/g, '').replace(',', '.');
  const amount = parseMinorUnits(ungrouped, { currency, decimalMark: '.' });
  if (!amount.ok) return amount;
  return accepted(before === '-' || after === '-' || bracketed !== undefined ? -amount.value : amount.value);
}
