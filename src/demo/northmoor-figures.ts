import { formatPounds } from '../platform/money/pounds.ts';
import type { LineFigures, NorthmoorPosition } from './northmoor-position.ts';

/** Where the family stands at the end of 31 December 2026, worked out by hand and held against what the ledger says. */
const WORKED_OUT: Readonly<Record<string, readonly string[]>> = {
  L1: ['12000.00', '5000.00', '7000.00', '0.00', '4000.00', '8000.00'],
  L2: ['10400.00', '7630.77', '2307.69', '461.54', '6500.00', '3900.00'],
  L3: ['5200.00', '4333.33', '866.67', '0.00', '3900.00', '1300.00'],
  L4: ['5460.00', '4620.00', '840.00', '0.00', '4620.00', '840.00'],
  all: ['33060.00', '21584.10', '11014.36', '461.54', '19020.00', '14040.00'],
};

/** The demo is a proof as well: it ends on these figures to the penny, or it says that it does not. */
export function requireWorkedOutFigures({ family, all }: NorthmoorPosition): void {
  const rows: [string, LineFigures][] = [...family.map((line): [string, LineFigures] => [line.line, line]), ['all', all]];
  for (const [name, figures] of rows) {
    const told = inOrder(figures).join(' ');
    const expected = WORKED_OUT[name]?.join(' ');
    if (told !== expected) throw new Error(`The demo's ${name} stands at ${told}, and should stand at ${expected}.`);
  }
}

function inOrder({ allocated, paid, committed, available, spent, left }: LineFigures): string[] {
  return [allocated, paid, committed, available, spent, left].map(formatPounds);
}
