import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { migrateEverything } from '../../../src/platform/database/migrate-everything.ts';
import { provideDatabase } from '../../../src/platform/database/provide-database.ts';
import { type Figure, figure } from '../figures.ts';
import { type BenchFormat, writeBenchFile } from './import-files.ts';

const execute = promisify(execFile);
const project = fileURLToPath(new URL('../../..', import.meta.url));
const FORMATS: readonly BenchFormat[] = ['csv', 'camt.053'];
const ROUNDS = 3;

interface Measured {
  readonly state: string;
  readonly lines: number;
  readonly upload: number;
  readonly preview: number;
  readonly import: number;
  /** Of this process alone, without the database: what a busy machine cannot stretch. */
  readonly importCpu: number;
  readonly peakMegabytes: number;
}

/** From the file to the last line in the books, on the embedded database with default durability, each file in a process of its own. */
export async function importFigures({ quick, note }: { quick: boolean; note: (text: string) => void }): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'threefold-bench-'));
  await chmod(directory, 0o700);
  const provided = await provideDatabase({ database: { kind: 'embedded' }, dataDirectory: directory }, note);
  try {
    await migrateEverything(provided.ownerUrl as string);
    const measure = async (format: BenchFormat, lines: number): Promise<Measured> => {
      const file = join(directory, `${format}-${lines}`);
      await writeBenchFile(file, format, lines);
      const measured = await inChild(file, provided.appUrl);
      await rm(file);
      if (measured.state !== 'imported' || measured.lines !== lines)
        throw new Error(`${measured.lines} of ${lines} lines: ${measured.state}`);
      note(`${format}, ${lines} lines: ${JSON.stringify(measured)}`);
      return measured;
    };
    const figures: Figure[] = [];
    const [few, many] = quick ? [2_000, 10_000] : [100_000, 1_000_000];
    for (const format of FORMATS) {
      const rounds: Measured[] = [];
      for (let round = 0; round < (quick ? 1 : ROUNDS); round += 1) rounds.push(await measure(format, few));
      const large = await measure(format, many);
      const ofRounds = (value: (measured: Measured) => number) => rounds.map(value);
      const bars = quick ? [undefined, undefined] : [{ atMost: 30 }, { atMost: 512 }];
      figures.push(
        figure(
          `${format}: upload of ${few} lines`,
          ofRounds(({ upload }) => upload),
          's',
        ),
        figure(
          `${format}: preview of ${few} lines`,
          ofRounds(({ preview }) => preview),
          's',
        ),
        figure(
          `${format}: import of ${few} lines`,
          ofRounds((measured) => measured.import),
          's',
          bars[0],
        ),
        figure(
          `${format}: most memory, ${few} lines`,
          ofRounds(({ peakMegabytes }) => peakMegabytes),
          'MB',
          bars[1],
        ),
        figure(`${format}: import of ${many} lines`, [large.import], 's'),
        figure(`${format}: most memory, ${many} lines`, [large.peakMegabytes], 'MB', bars[1]),
      );
    }
    return figures;
  } finally {
    await provided.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function inChild(file: string, databaseUrl: string): Promise<Measured> {
  const { stdout } = await execute(process.execPath, ['src/run-ts.mjs', 'test/bench/statements/import-child.ts', file], {
    cwd: project,
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  return JSON.parse(stdout) as Measured;
}
