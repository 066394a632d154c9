import { cpus, loadavg, totalmem } from 'node:os';

/** One measured figure: the medians of its rounds, and where there is a bar, whether it was reached. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly rounds: readonly number[];
  readonly bar?: { readonly atLeast?: number; readonly atMost?: number };
}

export interface SuiteOptions {
  readonly quick: boolean;
  readonly note: (text: string) => void;
  /** Something to know about the run beside the machine: a server's version, how was measured. Kept and printed with the figures. */
  readonly about: (name: string, text: string) => void;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export function figure(name: string, rounds: readonly number[], unit: string, bar?: Figure['bar']): Figure {
  return { name, value: median(rounds), unit, rounds, ...(bar && { bar }) };
}

export function reached({ value, bar }: Figure): boolean | undefined {
  if (!bar) return undefined;
  return (bar.atLeast === undefined || value >= bar.atLeast) && (bar.atMost === undefined || value <= bar.atMost);
}

export function machine(): Record<string, string> {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: `${cpus().length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: `Node ${process.version}`,
    load: `load ${loadavg()[0]?.toFixed(1)}`,
  };
}

export function render(suite: string, on: Record<string, string>, figures: readonly Figure[]): string {
  const rows = figures.map((each) => {
    const bar =
      each.bar?.atLeast !== undefined ? `at least ${each.bar.atLeast}` : each.bar?.atMost !== undefined ? `at most ${each.bar.atMost}` : '';
    const verdict = reached(each);
    return [
      each.name,
      shown(each.value),
      each.unit,
      bar,
      verdict === undefined ? '' : verdict ? 'reached' : 'NOT reached',
      each.rounds.map(shown).join(' '),
    ];
  });
  const heading = ['figure', 'median', 'unit', 'bar', '', 'rounds'];
  const widths = heading.map((text, column) => Math.max(text.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const { method, ...about } = on;
  return [`${suite}: ${Object.values(about).join(', ')}`, ...(method ? [method] : []), line(heading), ...rows.map(line)].join('\n');
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-GB') : value.toFixed(2);
}
