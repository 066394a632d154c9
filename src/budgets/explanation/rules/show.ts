import type { FinancialYear } from '../../../platform/calendar/financial-year.ts';
import { showPounds } from '../../../platform/money/show-pounds.ts';
import type { Unit } from './line-facts.ts';
import type { Catalogue } from './words/catalogue.ts';
import { say } from './words/catalogue.ts';

/** How figures stand in a sentence. A sum below nothing never reaches a family as one: the words say which way it goes. */
export function pounds(pence: bigint): string {
  return `£${showPounds(pence < 0n ? -pence : pence)}`;
}

export function unitsInWords(catalogue: Catalogue, unit: Unit, units: string): string {
  return Number(units) === 1 ? say(catalogue, `unit-one.${unit}`) : say(catalogue, `unit.${unit}`, { number: plainNumber(units) });
}

/** `78.00` is 78, `19.50` is 19.5. */
function plainNumber(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/0+$/, '').replace(/\.$/, '') : decimal;
}

/** The two calendar years that a financial year touches. */
export function yearsOf(financialYear: FinancialYear): { readonly from: string; readonly until: string } {
  const from = Number(financialYear.slice(0, 4));
  return { from: String(from), until: String(from + 1) };
}

/** A part of a whole, to the tenth of a per cent: exact parts stay exact. */
export function percentOf(part: bigint, whole: bigint): string {
  const tenths = whole === 0n ? 0n : (part * 2_000n + whole) / (whole * 2n);
  return tenths % 10n === 0n ? `${tenths / 10n}%` : `${tenths / 10n}.${tenths % 10n}%`;
}
