import type { Actor } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { appendEvents } from '../matches/store.ts';
import type { NextStep, OpenLineWork } from './open-line.ts';
import { changeWorkRow, listWork, readWork, type WorkQuery } from './store.ts';

interface WorkDesk {
  readonly database: Database;
  readonly clock: Clock;
}

export type WorkRefusal = VersionStale | { readonly code: 'open-line-not-found' | 'suggestion-not-found' };

/** Oldest first. */
export function listOpenLines({ database }: Pick<WorkDesk, 'database'>, authorityId: number, query: WorkQuery): Promise<OpenLineWork[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => listWork(tx, authorityId, query));
}

export function findOpenLine(
  { database }: Pick<WorkDesk, 'database'>,
  authorityId: number,
  lineId: string,
): Promise<OpenLineWork | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => readWork(tx, authorityId, lineId));
}

export interface LineHandover {
  readonly lineIds: readonly string[];
  /** Null for nobody. */
  readonly owner?: string | null | undefined;
  readonly nextStep?: NextStep | undefined;
  readonly waitUntil?: PlainDate | null | undefined;
}

/** Lines change hands, or wait for something: all of them, or none when one of them is open no longer. */
export async function handOver(
  { database, clock }: WorkDesk,
  { authorityId }: Actor,
  { lineIds, ...change }: LineHandover,
): Promise<Result<{ readonly lines: number }, WorkRefusal>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const ordered = [...new Set(lineIds)].sort();
    for (const lineId of ordered) {
      if ((await readWork(tx, authorityId, lineId, 'update')) === undefined)
        return refused({ code: 'open-line-not-found', facts: { lineId } });
    }
    for (const lineId of ordered) await changeWorkRow(tx, authorityId, lineId, change, clock.now());
    return accepted({ lines: ordered.length });
  });
}

/** "Not this one": the suggestion goes, and the engine never puts the line and these items together again. */
export async function rejectSuggestion(
  { database, clock }: WorkDesk,
  { authorityId, principal }: Actor,
  { lineId, suggestion, reason, ifMatch }: { lineId: string; suggestion: number; reason?: string | undefined; ifMatch: string },
): Promise<Result<OpenLineWork, WorkRefusal>> {
  return inTransaction(database, { authorityId }, async (tx: Transaction) => {
    const work = await readWork(tx, authorityId, lineId, 'update');
    if (work === undefined) return refused({ code: 'open-line-not-found' });
    const current = checkVersion(ifMatch, work.version);
    if (!current.ok) return current;
    const rejected = work.suggestions[suggestion];
    if (rejected === undefined) return refused({ code: 'suggestion-not-found' });
    const at = clock.now();
    const itemIds = rejected.parts.flatMap(({ kind, target }) => (kind === 'item' ? [target] : []));
    await appendEvents(tx, authorityId, [
      {
        ...{ kind: 'rejected', lineId, itemIds, decidedBy: 'officer', actor: principal, at },
        reason: reason ?? null,
      },
    ]);
    await changeWorkRow(tx, authorityId, lineId, { suggestions: work.suggestions.filter((_, n) => n !== suggestion) }, at);
    return accepted((await readWork(tx, authorityId, lineId)) as OpenLineWork);
  });
}
