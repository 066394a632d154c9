import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  commitBudgetImport,
  keyedRequest,
  openBudgetImport,
  registerSource,
  runBudgetImport,
  setSourceYear,
} from '../../../src/budgets/index.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import { createAuthority, serviceCaller } from '../../../src/people/index.ts';
import { openDatabase } from '../../../src/platform/database/database.ts';
import { migrateEverything } from '../../../src/platform/database/migrate-everything.ts';
import { type ClusterPasswords, createDatabase, databaseUrl } from '../../../src/platform/database/prepare-cluster.ts';
import type { Result } from '../../../src/platform/result.ts';
import { readKeyRing } from '../../../src/platform/secrets/key-ring.ts';
import { plansFile } from './plans-file.ts';

const SOURCES = [
  {
    sourceCode: 'high-needs-block',
    stream: 'EDUCATION',
    kind: 'high-needs',
    name: 'High needs block',
    costCentre: 'E4100',
    subjective: '5310',
  },
  {
    sourceCode: 'childrens-social-care',
    stream: 'CARE',
    kind: 'childrens-social-care',
    name: 'Children’s social care',
    costCentre: 'C2200',
    subjective: '5320',
  },
  {
    sourceCode: 'icb-continuing-care',
    stream: 'HEALTH',
    kind: 'icb',
    name: 'ICB',
    costCentre: 'H3300',
    subjective: '5330',
    partnerCode: 'icb',
  },
] as const;

export function must<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

export type Council = Awaited<ReturnType<typeof foundCouncil>>;

/** A council of its own database, with three sources that have enough for whatever is brought in. */
export async function foundCouncil(adminUrl: string, passwords: ClusterPasswords, name: string) {
  await createDatabase(adminUrl, name);
  const urlFor = (user: string, password: string) => databaseUrl(adminUrl, { database: name, user, password });
  await migrateEverything(urlFor('threefold_migrator', passwords.migrator));
  const database = openDatabase({
    url: urlFor('threefold_app', passwords.app),
    applicationName: 'bench-budgets',
    statementTimeoutMs: 120_000,
  });
  const clock = { now: () => new Date() };
  const ledger = openLedger({ database, clock, deadlineMs: 60_000 });
  const keyRing = readKeyRing(`bench:${randomBytes(32).toString('base64')}`);
  if (keyRing === undefined) throw new Error('a drawn key ring must be readable');
  const desk = { database, clock, ledger, keyRing, businessDate: async () => '2026-04-15' as const };
  const { authorityId } = must(await createAuthority(database, clock, { slug: name, name: 'Bench Council' }));
  const system = serviceCaller(authorityId, 'system');
  must(
    await ledger.openPeriods({ authorityId, principal: 'bench' }, [{ periodId: '2026-27', firstDay: '2026-04-01', lastDay: '2027-03-31' }]),
  );
  for (const source of SOURCES) {
    must(await registerSource(desk, system, source));
    for (const financialYear of ['2026-27', '2027-28'] as const) {
      const year = {
        sourceCode: source.sourceCode,
        financialYear,
        amount: 10n ** 13n,
        indicative: false,
        effectiveOn: '2026-04-15',
        ifMatch: '0',
      } as const;
      must(await setSourceYear(desk, system, year, keyedRequest(system, 'bench', randomUUID(), year)));
    }
  }
  return {
    authorityId,
    desk,
    system,
    vacuum: async () => {
      const client = new pg.Client({ connectionString: databaseUrl(adminUrl, { database: name }) });
      await client.connect();
      await client.query('vacuum analyze');
      await client.end();
    },
    bringIn: async (plans: number) => {
      const file = { fileName: 'plans.csv', columns: {}, content: plansFile(plans) };
      const { importId } = must(await openBudgetImport(desk, system, file));
      must(await commitBudgetImport(desk, system, importId, { take: 'all' }));
      return await runBudgetImport(desk, authorityId, importId);
    },
    close: async () => {
      await ledger.drain();
      await database.close();
    },
  };
}
