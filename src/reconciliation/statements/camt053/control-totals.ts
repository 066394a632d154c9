import { only, textAt, type XmlElement } from '../../../platform/files/xml-element.ts';
import type { StatementFinding } from '../bank-statement.ts';
import type { BankLine } from '../canonical-line.ts';
import { formatMinorUnits } from '../minor-units.ts';
import { readDecimal } from './values.ts';

interface Counted {
  lines: number;
  in: bigint;
  out: bigint;
}

/**
 * Compares what the bank says it sent (`TxsSummry`) with what was read. Banks count either the booked entries or all of them; a total
 * that agrees with neither means that entries were lost on the way.
 */
export class ControlTotals {
  readonly #summary: XmlElement;
  readonly #currency: string;
  readonly #all: Counted = { lines: 0, in: 0n, out: 0n };
  readonly #booked: Counted = { lines: 0, in: 0n, out: 0n };

  constructor(summary: XmlElement, currency: string) {
    this.#summary = summary;
    this.#currency = currency;
  }

  add(line: BankLine): void {
    for (const counted of line.state === 'booked' ? [this.#all, this.#booked] : [this.#all]) {
      counted.lines += 1;
      if (line.amountMinor > 0n) counted.in += line.amountMinor;
      else counted.out -= line.amountMinor;
    }
  }

  differences(): StatementFinding[] {
    const count = textAt(this.#summary, 'TtlNtries', 'NbOfNtries');
    const counts = [this.#all.lines, this.#booked.lines].map(String);
    return [
      ...(count === undefined || counts.includes(count.replace(/^0+(?=.)/, ''))
        ? []
        : [differs(this.#summary, `The bank says it sent ${count.slice(0, 15)} entries; the file holds ${this.#all.lines}.`)]),
      ...this.#sumDiffers('TtlCdtNtries', 'in'),
      ...this.#sumDiffers('TtlDbtNtries', 'out'),
    ];
  }

  #sumDiffers(name: string, side: 'in' | 'out'): StatementFinding[] {
    const element = only(this.#summary, name, 'Sum');
    if (element === undefined) return [];
    const told = readDecimal(element, this.#currency);
    if (told === this.#all[side] || told === this.#booked[side]) return [];
    const amounts = `${formatMinorUnits(told, this.#currency)}; the lines add up to ${formatMinorUnits(this.#booked[side], this.#currency)}`;
    return [differs(element, `The bank's control total of money ${side} is ${amounts}.`)];
  }
}

export function readControlTotals(summary: XmlElement | undefined, currency: string): ControlTotals | undefined {
  return summary === undefined ? undefined : new ControlTotals(summary, currency);
}

function differs(element: XmlElement, reason: string): StatementFinding {
  return {
    code: 'control-total-differs',
    severity: 'error',
    line: element.line,
    reason: `${reason} Ask the bank for the bank statement again.`,
  };
}
