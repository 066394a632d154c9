import pg from 'pg';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { migrateEverything } from '../../../src/platform/database/migrate-everything.ts';
import { type ClusterPasswords, createDatabase, databaseUrl } from '../../../src/platform/database/prepare-cluster.ts';
import { fillBook, openBenchBook, postPennies } from '../verify/fill-book.ts';

export interface ReadsBook {
  readonly name: string;
  readonly postings: number;
  readonly ledger: Ledger;
  readonly database: Database;
  /** A superuser's address of the same database: only one may have plans shown of what runs inside functions. */
  readonly adminUrl: string;
  close(): Promise<void>;
}

/** The account that is read, and how many entries it has at each end of both books alike: a page of a statement then holds as many rows. */
export const READ_ACCOUNT = 'account:7';
const AT_EACH_END = 100;
const SIDE_BY_SIDE = 3;

/** A database of its own with a book of so many postings, two an entry, vacuumed as it would be some time later. */
export async function makeReadsBook(
  adminUrl: string,
  passwords: ClusterPasswords,
  { name, postings, note }: { name: string; postings: number; note: (text: string) => void },
): Promise<ReadsBook> {
  await createDatabase(adminUrl, name);
  const urlFor = (user: string, password: string) => databaseUrl(adminUrl, { database: name, user, password });
  const ownerUrl = urlFor('threefold_migrator', passwords.migrator);
  await migrateEverything(ownerUrl);
  const database = openDatabase({
    url: urlFor('threefold_app', passwords.app),
    applicationName: 'bench-reads',
    statementTimeoutMs: 60_000,
  });
  const ledger = await openBenchBook(database);
  const entries = postings / 2 - AT_EACH_END * 2;
  const share = Math.ceil(entries / SIDE_BY_SIDE);
  await postPennies(ledger, { from: 'account:8', to: READ_ACCOUNT, entries: AT_EACH_END });
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, (_, n) =>
      fillBook(ledger, { from: n * share, entries: Math.max(0, Math.min(share, entries - n * share)), calls: 'bulk' }),
    ),
  );
  await postPennies(ledger, { from: 'account:8', to: READ_ACCOUNT, entries: AT_EACH_END });
  await vacuum(databaseUrl(adminUrl, { database: name }));
  note(`${postings} postings are in the book ${name}`);
  return {
    name,
    postings,
    ledger,
    database,
    adminUrl: databaseUrl(adminUrl, { database: name }),
    close: async () => {
      await ledger.drain();
      await database.close();
    },
  };
}

async function vacuum(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
}
