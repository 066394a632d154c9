import { setTimeout as after } from 'node:timers/promises';
import type { Database } from '../../platform/database/database.ts';
import type { ImportState, StatementImport } from './import.ts';
import { findImport } from './store.ts';

const LOOK_EVERY_MS = 250;
/** In these the import waits for a job, not for a person. */
const UNDER_WAY: readonly ImportState[] = ['uploaded', 'importing'];

/**
 * Tells an import's state whenever it changed, and ends when no job is at work on it. All is read from the tables, so whoever comes back
 * after a reload, or to another process, sees the same.
 */
export async function* followImport(
  database: Database,
  authorityId: number,
  importId: string,
  gone: AbortSignal,
): AsyncGenerator<StatementImport, void, undefined> {
  let told: string | undefined;
  while (!gone.aborted) {
    const found = await findImport(database, authorityId, importId);
    if (found === undefined) return;
    const mark = `${found.state} ${found.progress?.stage} ${found.progress?.linesRead}`;
    if (mark !== told) yield found;
    told = mark;
    if (!UNDER_WAY.includes(found.state)) return;
    await after(LOOK_EVERY_MS, undefined, { signal: gone }).catch(() => undefined);
  }
}
