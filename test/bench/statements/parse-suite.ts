import { readStatementEvents } from '../../../src/reconciliation/index.ts';
import { type Figure, figure } from '../figures.ts';
import { type BenchFile, bai2, camt053, lloyds, mt940, nationwide, ofx } from './files.ts';

const FILES = [mt940, lloyds, nationwide, camt053, ofx, bai2];
const BARS: Readonly<Record<string, number>> = { [mt940.name]: 200_000, [lloyds.name]: 200_000, [nationwide.name]: 200_000 };
const ROUNDS = 3;
const MEGABYTE = 1024 * 1024;

interface Read {
  readonly lines: number;
  readonly cpuMs: number;
  readonly peakMegabytes: number;
}

/**
 * Parsing alone, of one core: processor time, for the bar is of a core and the machine may have other work. Making the file is paid in
 * advance, so only the reader is measured. The formats take turns within each round.
 */
export async function parseSuite({ quick, note }: { quick: boolean; note: (text: string) => void }): Promise<Figure[]> {
  const lines = quick ? 10_000 : 100_000;
  // First, while nothing that the rounds leave behind is counted as theirs.
  const memory = await flatMemory(quick ? [10_000, 100_000] : [100_000, 1_000_000], note);
  const rounds = new Map<BenchFile, number[]>(FILES.map((file) => [file, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [file, perSecond] of rounds) {
      const read = await parse(await held(file.bytes(lines)), lines);
      // The first round warms the compiler up.
      if (round > 0) perSecond.push((lines / read.cpuMs) * 1_000);
    }
    note(`statements: round ${round} of ${ROUNDS}`);
  }
  const figures = [...rounds].map(([{ name }, perSecond]) => {
    const bar = BARS[name];
    return figure(`${name}, lines read`, perSecond, 'a second a core', bar === undefined ? undefined : { atLeast: bar });
  });
  return [...figures, ...memory];
}

/** How much more memory a file of ten times the lines takes, made and read piece by piece. */
async function flatMemory([few = 0, many = 0]: readonly number[], note: (text: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const file of [mt940, lloyds, camt053]) {
    const small = await parse(file.bytes(few), few);
    const large = await parse(file.bytes(many), many);
    note(`statements: ${file.name} of ${many} lines, peak ${Math.round(large.peakMegabytes)} MB`);
    figures.push(
      figure(`${file.name}, memory of ${many} lines beside ${few}`, [large.peakMegabytes / small.peakMegabytes], 'times', { atMost: 1.5 }),
    );
    figures.push(figure(`${file.name}, process at ${many} lines`, [large.peakMegabytes], 'MB', { atMost: 512 }));
  }
  return figures;
}

async function held(bytes: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of bytes) all.push(piece);
  return Buffer.concat(all);
}

async function parse(content: Uint8Array | AsyncGenerator<Uint8Array>, expected: number): Promise<Read> {
  const begun = process.cpuUsage();
  let lines = 0;
  let peak = 0;
  for await (const events of readStatementEvents(content)) {
    for (const event of events) {
      if (event.kind === 'line') lines += 1;
      else if (event.kind === 'finding' && event.finding.severity === 'error') throw new Error(event.finding.reason);
    }
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  if (lines !== expected) throw new Error(`${lines} lines were read of ${expected}.`);
  const { user, system } = process.cpuUsage(begun);
  return { lines, cpuMs: (user + system) / 1_000, peakMegabytes: peak / MEGABYTE };
}
