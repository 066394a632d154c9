import type { Database } from './database.ts';
import { currentSchemaVersion } from './migrate.ts';

/** For a service that may not migrate by itself: undefined when the database fits this version, otherwise what to do. */
export async function judgeSchemaVersion({ sql }: Database): Promise<string | undefined> {
  const wanted = await currentSchemaVersion();
  const found = await sql<{ version: string }[]>`select version from migrations.version`.catch(() => []);
  if (found[0]?.version === wanted) return undefined;
  return `The database is ${found.length === 0 ? 'empty' : 'of another version'}. Run "npm run --silent threefold -- migrate" with DATABASE_OWNER_URL set, then start again.`;
}
