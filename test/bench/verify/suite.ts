import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAnchors } from '../../../src/ledger/anchors/anchor-folder.ts';
import { takeAnchor } from '../../../src/ledger/anchors/take-anchor.ts';
import { type VerifyReport, verifyBook } from '../../../src/ledger/verify/verify-book.ts';
import { systemClock } from '../../../src/platform/clock/clock.ts';
import { openDatabase } from '../../../src/platform/database/database.ts';
import { migrateEverything } from '../../../src/platform/database/migrate-everything.ts';
import { provideDatabase } from '../../../src/platform/database/provide-database.ts';
import { type Figure, figure } from '../figures.ts';
import { AUTHORITY, fillBook, openBenchBook } from './fill-book.ts';

const ROUNDS = 3;
/** Entries of the whole book, two postings each; of one day; and of a fiftieth of the book, in calls as single requests make them. */
const SIZES = {
  full: { entries: 2_500_000, day: 10_000 },
  quick: { entries: 20_000, day: 200 },
};
const LIVE_SHARE = 50;

/** A book of five million postings proved whole, and what one day added proved since an anchor; a tenth of it first, for the memory. */
export async function verifySuite({ quick, note }: { quick: boolean; note: (text: string) => void }): Promise<Figure[]> {
  const { entries, day } = SIZES[quick ? 'quick' : 'full'];
  const directory = await mkdtemp(join(tmpdir(), 'threefold-bench-'));
  await chmod(directory, 0o700);
  const provided = await provideDatabase({ database: { kind: 'embedded' }, dataDirectory: directory }, note);
  await migrateEverything(provided.ownerUrl as string);
  const database = openDatabase({ url: provided.appUrl, applicationName: 'bench', statementTimeoutMs: 60_000 });
  try {
    const ledger = await openBenchBook(database);
    const fill = async (from: number, to: number) => {
      const bulk = Math.floor((to - from) * (1 - 1 / LIVE_SHARE));
      await fillBook(ledger, { from, entries: bulk, calls: 'bulk' });
      await fillBook(ledger, { from: from + bulk, entries: to - from - bulk, calls: 'live' });
      note(`${to * 2} postings are in the book`);
    };
    await fill(0, entries / 10);
    const tenth = await rounds(() => verifyBook(database, AUTHORITY));
    await fill(entries / 10, entries);
    const whole = await rounds(() => verifyBook(database, AUTHORITY));

    const folder = join(directory, 'anchors');
    await takeAnchor(database, { authorityId: AUTHORITY, folder, clock: systemClock });
    await fillBook(ledger, { from: entries, entries: day, calls: 'live' });
    const anchors = await readAnchors(folder, AUTHORITY);
    const since = await rounds(() => verifyBook(database, AUTHORITY, { anchors, since: anchors.anchors.at(-1) }));
    const grown = whole.map(({ megabytes }, n) => megabytes / (tenth[n]?.megabytes ?? Number.NaN));
    return [
      figure(`whole book, ${entries * 2} postings`, seconds(whole), 's', { atMost: 90 }),
      figure(`a tenth of it, ${entries / 5} postings`, seconds(tenth), 's'),
      figure(
        'most memory of the process, whole book',
        whole.map(({ megabytes }) => megabytes),
        'MB',
      ),
      figure('the same, whole book / a tenth of it', grown, 'x', { atMost: 1.5 }),
      figure(`since an anchor, ${day * 2} postings after it`, seconds(since), 's', { atMost: 10 }),
    ];
  } finally {
    await database.close();
    await provided.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Round {
  readonly seconds: number;
  readonly megabytes: number;
}

const seconds = (each: readonly Round[]) => each.map((round) => round.seconds);

async function rounds(verify: () => Promise<VerifyReport>): Promise<Round[]> {
  const measured: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 20);
    const begun = performance.now();
    const report = await verify();
    measured.push({ seconds: (performance.now() - begun) / 1_000, megabytes: most / 2 ** 20 });
    clearInterval(watch);
    if (!report.green) throw new Error(`the book is not right: ${report.findings[0]?.detail}`);
  }
  return measured;
}
