import { type Ledger, openLedger } from '../ledger/index.ts';
import { findAuthority, listAuthorities } from '../people/index.ts';
import { systemClock } from '../platform/clock/clock.ts';
import { type Config, explainConfigFaults, readConfig } from '../platform/config.ts';
import { type Database, openDatabase } from '../platform/database/database.ts';
import { judgeServiceRole } from '../platform/database/judge-service-role.ts';
import { borrowDatabase, type ProvidedDatabase } from '../platform/database/provide-database.ts';
import { judgeSchemaVersion } from '../platform/database/schema-version.ts';
import { CommandEnded, exitCode } from './exit-code.ts';

export interface Book {
  readonly config: Config;
  readonly database: Database;
  readonly ledger: Ledger;
}

/** Reads the configuration as the service does; a fault is the caller's misuse. */
function configuration(): Config {
  const config = readConfig(process.env);
  if (!config.ok) throw new CommandEnded(explainConfigFaults(config.refusal.faults), exitCode.misuse);
  return config.value;
}

/** Runs one command against the database of the running service, or against one that is started for it. */
export async function withBook<T>(work: (book: Book) => Promise<T>): Promise<T> {
  const config = configuration();
  const provided = await borrowDatabase(config, () => undefined);
  const database = openDatabase({ url: provided.appUrl, applicationName: 'threefold-cli', maxConnections: 2 });
  try {
    if (provided.kind === 'embedded' && provided.ownerUrl !== undefined && (await judgeSchemaVersion(database)) !== undefined) {
      const { migrateEverything } = await import('../platform/database/migrate-everything.ts');
      await migrateEverything(provided.ownerUrl);
    }
    const unfit = (await judgeServiceRole(database)) ?? (await judgeSchemaVersion(database));
    if (unfit !== undefined) throw new CommandEnded(unfit, exitCode.wrong);
    return await work({ config, database, ledger: openLedger({ database, clock: systemClock }) });
  } finally {
    await database.close();
    await provided.stop();
  }
}

/** Runs a command as the owner of the tables: migrations. */
export async function withOwner<T>(work: (provided: ProvidedDatabase & { readonly ownerUrl: string }) => Promise<T>): Promise<T> {
  const provided = await borrowDatabase(configuration(), () => undefined);
  try {
    const { ownerUrl } = provided;
    if (ownerUrl === undefined) {
      throw new CommandEnded('Set DATABASE_OWNER_URL to the role threefold_migrator: only it may migrate.', exitCode.misuse);
    }
    return await work({ ...provided, ownerUrl });
  } finally {
    await provided.stop();
  }
}

/** The one that was named, or all of them. */
export async function chosenAuthorities(
  database: Database,
  slug: string | undefined,
): Promise<readonly { authorityId: number; slug: string }[]> {
  return slug === undefined ? listAuthorities(database) : [await chosenAuthority(database, slug)];
}

/** The authority by its short name; without one, the only one there is. */
export async function chosenAuthority(database: Database, slug: string | undefined): Promise<{ authorityId: number; slug: string }> {
  if (slug !== undefined) {
    const found = await findAuthority(database, slug);
    if (!found) throw new CommandEnded(`There is no authority "${slug}".`, exitCode.wrong);
    return found;
  }
  const all = await listAuthorities(database);
  const [only] = all;
  if (!only) throw new CommandEnded('There is no authority yet. Play the demo with "npm start", or create one.', exitCode.wrong);
  if (all.length > 1)
    throw new CommandEnded(`Say which authority with --authority: ${all.map((each) => each.slug).join(', ')}.`, exitCode.misuse);
  return only;
}
