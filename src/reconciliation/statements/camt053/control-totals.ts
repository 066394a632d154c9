import type { BankStatement, StatementFinding } from '../bank-statement.ts';
import type { BankLine } from '../canonical-line.ts';
import { formatMinorUnits } from '../minor-units.ts';
import { readDecimal } from './values.ts';
import { only, textAt, type XmlElement } from './xml-element.ts';

/**
 * Compares what the bank says it sent (`TxsSummry`) with what was read. Banks count either the booked entries or all of them; a total
 * that agrees with neither means that entries were lost on the way.
 */
export function findControlTotalsThatDiffer(summary: XmlElement | undefined, statement: BankStatement): StatementFinding[] {
  if (summary === undefined) return [];
  const everyLine = statement.lines;
  const booked = everyLine.filter((line) => line.state === 'booked');
  const count = textAt(summary, 'TtlNtries', 'NbOfNtries');
  const findings: StatementFinding[] = [];
  if (count !== undefined && ![everyLine.length, booked.length].map(String).includes(count.replace(/^0+(?=.)/, ''))) {
    findings.push(differs(summary, `The bank says it sent ${count.slice(0, 15)} entries; the file holds ${everyLine.length}.`));
  }
  for (const [name, isOnSide] of SIDES) {
    const element = only(summary, name, 'Sum');
    if (element === undefined) continue;
    const told = readDecimal(element, statement.currency);
    const read = [everyLine, booked].map((lines) => sumOfSide(lines.filter(isOnSide)));
    if (read.includes(told)) continue;
    const words = name === 'TtlCdtNtries' ? 'money in' : 'money out';
    const amounts = `${formatMinorUnits(told, statement.currency)}; the lines add up to ${formatMinorUnits(read[1] ?? 0n, statement.currency)}`;
    findings.push(differs(element, `The bank's control total of ${words} is ${amounts}.`));
  }
  return findings;
}

const SIDES: readonly (readonly [name: string, isOnSide: (line: BankLine) => boolean])[] = [
  ['TtlCdtNtries', (line) => line.amountMinor > 0n],
  ['TtlDbtNtries', (line) => line.amountMinor < 0n],
];

function sumOfSide(lines: readonly BankLine[]): bigint {
  const sum = lines.reduce((total, line) => total + line.amountMinor, 0n);
  return sum < 0n ? -sum : sum;
}

function differs(element: XmlElement, reason: string): StatementFinding {
  return {
    code: 'control-total-differs',
    severity: 'error',
    line: element.line,
    reason: `${reason} Ask the bank for the bank statement again.`,
  };
}
