import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BankItem, matchItems, type OpenItem } from '../../../src/reconciliation/index.ts';
import { type Figure, figure } from '../figures.ts';
import { CHARGE_WORDS, councilYear } from './council-year.ts';
import { judge } from './judge.ts';
import { type CouncilParameters, readParameters } from './parameters.ts';

const CHARGES = { kind: 'bank-charge', ruleId: 'charges', words: CHARGE_WORDS, limitMinor: 5_000n, monthlyLimitMinor: 50_000n } as const;
const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * How right, how complete and how fast the matching is, on councils' years made from seeds. MATCHING_PARAMETERS names another parameter
 * file, MATCHING_SEEDS other seeds (comma between them): who doubts the figures measures with their own.
 */
export async function matchingSuite({ quick, note }: { quick: boolean; note: (text: string) => void }): Promise<Figure[]> {
  const parameters = readParameters(process.env['MATCHING_PARAMETERS'] ?? new URL('./council.json', import.meta.url));
  const given = process.env['MATCHING_SEEDS']?.split(',').map(Number);
  const seeds = given ?? Array.from({ length: quick ? 2 : 20 }, () => Math.floor(Math.random() * 2 ** 31));
  note(`Seeds: ${seeds.join(', ')}`);
  return [
    ...quality(parameters, seeds, note),
    ...speed(parameters, quick, note),
    aMillionCandidates(quick),
    ...fromTheCommandLine(parameters, quick),
  ];
}

function quality(parameters: CouncilParameters, seeds: readonly number[], note: (text: string) => void): Figure[] {
  const years = seeds.map((seed) => {
    const year = councilYear(parameters, seed);
    const judged = judge(year, matchItems({ ...year, rules: [CHARGES] }));
    if (judged.wrong.length > 0) note(`Seed ${seed}: wrongly matched ${judged.wrong.join(', ')}`);
    return judged;
  });
  const sum = (of: (year: (typeof years)[number]) => number) => years.reduce((total, year) => total + of(year), 0);
  // Over all years together: a year's handful of open lines would make a median of noise.
  const share = (part: number, whole: number) => [whole === 0 ? 100 : (100 * part) / whole];
  return [
    figure('lines judged', [sum(({ lines }) => lines)], 'lines'),
    figure(
      'automatic matches that are right',
      share(
        sum(({ automaticRight }) => automaticRight),
        sum(({ automatic }) => automatic),
      ),
      '%',
      { atLeast: 99.95 },
    ),
    figure(
      'lines matched automatically',
      share(
        sum(({ automatic }) => automatic),
        sum(({ lines }) => lines),
      ),
      '%',
      { atLeast: 97 },
    ),
    figure(
      'of the rest: right answer suggested',
      share(
        sum(({ leftAnswered }) => leftAnswered),
        sum(({ left }) => left),
      ),
      '%',
      { atLeast: 99 },
    ),
    figure('pence lost', [sum(({ penceLost }) => Number(penceLost))], 'pence', { atMost: 0 }),
  ];
}

/** Processor time and not the clock's: neighbours on the machine do not count. */
function speed(parameters: CouncilParameters, quick: boolean, note: (text: string) => void): Figure[] {
  const perLine = [10_000, 50_000, ...(quick ? [] : [500_000])].map((count) => {
    const { lines, items } = yearOf(parameters, count);
    const before = process.cpuUsage();
    matchItems({ lines, items, rules: [CHARGES] });
    const used = process.cpuUsage(before);
    const microseconds = (used.user + used.system) / lines.length;
    note(`${lines.length} lines against ${items.length} items: ${microseconds.toFixed(0)} µs a line.`);
    return microseconds;
  });
  return [
    figure('processor time a line, 50,000 lines', [perLine[1] as number], 'µs'),
    figure('a line among the most lines : among 10,000', [(perLine.at(-1) as number) / (perLine[0] as number)], 'ratio', { atMost: 1.5 }),
  ];
}

function aMillionCandidates(quick: boolean): Figure {
  const items = Array.from(
    { length: quick ? 50_000 : 1_000_000 },
    (_, n): OpenItem => ({
      id: `i${n}`,
      kind: 'payment',
      date: '2026-06-05',
      amountMinor: -50_000n,
      payeeId: `p${n}`,
    }),
  );
  const lines: BankItem[] = Array.from({ length: 100 }, (_, n) => ({
    id: `l${n}`,
    date: '2026-06-05',
    amountMinor: -50_000n,
    memo: `FASTER PAYMENT ${n}`,
  }));
  const { work, open } = matchItems({ lines, items });
  if (open.some(({ reason }) => reason !== 'too-many-candidates')) throw new Error('A line with too many candidates was not told so.');
  return figure('pairs looked at a line, a million candidates', [work.pairs / lines.length], 'pairs', { atMost: 64 });
}

/** The whole command in its own process: start, reading, matching, writing; time by the clock and memory at its peak. */
function fromTheCommandLine(parameters: CouncilParameters, quick: boolean): Figure[] {
  const directory = mkdtempSync(join(tmpdir(), 'threefold-matching-'));
  try {
    const count = quick ? 5_000 : 50_000;
    const { lines, items } = yearOf(parameters, count);
    const row = (id: string, date: string, amountMinor: bigint, memo: string) =>
      `${id},${date},${amountMinor < 0n ? '-' : ''}${String(amountMinor < 0n ? -amountMinor : amountMinor)
        .padStart(3, '0')
        .replace(/(..)$/, '.$1')},"${memo}"`;
    const left = lines.map((line) => row(line.id, line.date, line.amountMinor, `${line.endToEndId ?? ''} ${line.memo}`));
    const right = items
      .filter(({ kind }) => kind !== 'batch-item' && kind !== 'batch-return')
      .map((item) => row(item.id, item.date, item.amountMinor, `${item.reference ?? item.documents?.join(' ') ?? ''} ${item.payeeName}`));
    for (const [name, rows] of [
      ['left', left],
      ['right', right],
    ] as const) {
      writeFileSync(join(directory, `${name}.csv`), ['id,date,amount,memo', ...rows.slice(0, count)].join('\n'));
    }
    const script = `${join(root, 'src/cli/threefold.ts')}`;
    const started = performance.now();
    const told = execFileSync(
      process.execPath,
      [
        '--import',
        'tsx',
        join(root, 'test/bench/matching/peak-memory.ts'),
        script,
        'match',
        '--left',
        'left.csv',
        '--right',
        'right.csv',
        '--out',
        'pairs.csv',
        '--json',
      ].map((part) => (part.endsWith('.csv') ? join(directory, part) : part)),
      { cwd: root, encoding: 'utf8' },
    );
    const seconds = (performance.now() - started) / 1_000;
    const peak = Number(/peak (\d+)/.exec(told)?.[1]) / 1_024;
    return [
      figure(`match ${count.toLocaleString('en-GB')} lines against as many items`, [seconds], 's', { atMost: 20 }),
      figure('memory of that process at its peak', [peak], 'MiB', { atMost: 512 }),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A council as large as it takes for so many lines. */
function yearOf(parameters: CouncilParameters, lines: number): { lines: readonly BankItem[]; items: readonly OpenItem[] } {
  const times = lines / 6_150;
  const scaled = (count: number) => Math.max(1, Math.round(count * times));
  return councilYear(
    {
      ...parameters,
      families: scaled(parameters.families),
      providers: scaled(parameters.providers),
      partners: scaled(parameters.partners),
      contributionsAMonth: scaled(parameters.contributionsAMonth),
    },
    20_261_122,
  );
}
