import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorityPosition, committed, familyPosition, releasedFromCommitment, type Share } from '../../../src/budgets/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { prepareCluster } from '../../../src/platform/database/prepare-cluster.ts';
import { rolePasswords } from '../../../src/platform/database/role-passwords.ts';
import { startEmbeddedPostgres } from '../../../src/platform/embedded-postgres/start-embedded-postgres.ts';
import { type Figure, figure, median, type SuiteOptions } from '../figures.ts';
import { type Council, foundCouncil, must } from './council.ts';
import { LINES_OF_A_PLAN } from './plans-file.ts';

const FAMILIES_READ = 200;
const ROUNDS = 7;

/**
 * Issue 5: 10,000 plans of 8 lines brought in and given their money, positions at that size, and positions while the history of the same lines
 * grows tenfold. The first two bars are times on a machine of two cores, the last ones ratios.
 */
export async function budgetsSuite({ quick, note }: SuiteOptions): Promise<Figure[]> {
  const [plans, grown] = quick ? [200, 50] : [10_000, 1_000];
  const directory = await mkdtemp(join(tmpdir(), 'threefold-bench-'));
  await chmod(directory, 0o700);
  const cluster = await startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres'), log: note, durability: 'full' });
  try {
    const passwords = rolePasswords(cluster.dataDirectory);
    await prepareCluster(cluster.adminUrl, passwords);
    const council = await foundCouncil(cluster.adminUrl, passwords, 'council');
    const figures = [...(await measureImport(council, plans, note)), ...(await measurePositions(council, plans, note))];
    await council.close();
    const growing = await foundCouncil(cluster.adminUrl, passwords, 'growing');
    figures.push(...(await measureGrowth(growing, grown, note)));
    await growing.close();
    return figures;
  } finally {
    await cluster.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureImport(council: Council, plans: number, note: (text: string) => void): Promise<Figure[]> {
  let peak = 0;
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 100);
  const before = performance.now();
  const done = await council.bringIn(plans);
  const seconds = (performance.now() - before) / 1_000;
  clearInterval(watching);
  note(`${done?.counts.booked} lines are in after ${seconds.toFixed(1)} s`);
  if (done?.counts.booked !== plans * LINES_OF_A_PLAN) throw new Error('not every line is in');
  await council.vacuum();
  return [
    figure(`import and allocation of ${plans} plans of ${LINES_OF_A_PLAN} lines`, [seconds], 's', { atMost: 240 }),
    figure('peak memory of the process', [peak / 2 ** 20], 'MiB', { atMost: 512 }),
  ];
}

async function measurePositions(council: Council, plans: number, note: (text: string) => void): Promise<Figure[]> {
  const families = await familiesOf(council);
  const family = await rounds(() => familyTimes(council, families));
  const authority = await rounds(() => authorityTime(council));
  note(`positions at ${plans} plans: family ${family.map(shown).join(' ')} ms, authority ${authority.map(shown).join(' ')} ms`);
  return [
    figure(`a family's position at ${plans} plans, p50`, family, 'ms', { atMost: 10 }),
    figure(`the authority's position at ${plans} plans, p50`, authority, 'ms', { atMost: 500 }),
  ];
}

/** Each line's money is promised and let go again, so that the same balances have a history ten times as long. */
async function measureGrowth(council: Council, plans: number, note: (text: string) => void): Promise<Figure[]> {
  await council.bringIn(plans);
  await council.vacuum();
  const families = await familiesOf(council);
  const before = { family: await rounds(() => familyTimes(council, families)), authority: await rounds(() => authorityTime(council)) };
  await growTenfold(council);
  await council.vacuum();
  const after = { family: await rounds(() => familyTimes(council, families)), authority: await rounds(() => authorityTime(council)) };
  note(
    `${plans} plans with ten times the history: family ${after.family.map(shown).join(' ')} ms, authority ${after.authority.map(shown).join(' ')} ms`,
  );
  const ratio = (name: 'family' | 'authority') => after[name].map((value) => value / median(before[name]));
  return [
    figure('a family’s position, history tenfold', ratio('family'), 'times', { atMost: 1.5 }),
    figure('the authority’s position, history tenfold', ratio('authority'), 'times', { atMost: 1.5 }),
  ];
}

interface ShareRow {
  readonly line: string;
  readonly source: string;
  readonly year: Share['financialYear'];
  readonly stream: Share['stream'];
  readonly centre: string;
  readonly subjective: string;
}

async function growTenfold({ desk, authorityId }: Council): Promise<void> {
  const { rows } = await inTransaction(desk.database, { authorityId, readOnly: true }, (_, client) =>
    client.query<ShareRow>(
      `select l.line_code as line, s.source_code as source, s.financial_year as year, s.stream, s.cost_centre as centre, s.subjective
         from budgets.line_shares s join budgets.budget_lines l using (authority_id, line_id)`,
    ),
  );
  const shares = rows.map(
    ({ line, source, year, stream, centre, subjective }): Share => ({
      line,
      source,
      financialYear: year,
      stream,
      costCentre: centre,
      subjective,
    }),
  );
  for (let step = 0; step < 9; step += 1) {
    const build = step % 2 === 0 ? committed : releasedFromCommitment;
    const effectiveDate = `2026-04-${16 + step}` as const;
    for (let at = 0; at < shares.length; at += 1_000) {
      const results = await desk.ledger.post(
        authorityId,
        shares.slice(at, at + 1_000).map((share) => ({
          kind: 'entry' as const,
          id: randomUUID(),
          principal: 'bench',
          entry: build({ effectiveDate, parts: [{ share, amount: 100n }] }),
        })),
      );
      for (const result of results) must(result);
    }
  }
}

async function familiesOf({ desk, authorityId }: Council): Promise<string[]> {
  const { rows } = await inTransaction(desk.database, { authorityId, readOnly: true }, (_, client) =>
    client.query<{ family_id: string }>(`select b.family_id from budgets.budgets b order by md5(b.family_id::text) limit ${FAMILIES_READ}`),
  );
  return rows.map(({ family_id }) => family_id);
}

/** The median of one reading of each family. */
async function familyTimes({ desk, system }: Council, families: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (const familyId of families) {
    const before = performance.now();
    must(await familyPosition(desk, system, familyId));
    times.push(performance.now() - before);
  }
  return median(times);
}

async function authorityTime({ desk, authorityId }: Council): Promise<number> {
  const before = performance.now();
  await authorityPosition(desk, authorityId);
  return performance.now() - before;
}

/** The first round warms connections and caches up and is left out. */
async function rounds(run: () => Promise<number>): Promise<number[]> {
  await run();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await run());
  return times;
}

const shown = (value: number) => value.toFixed(2);
