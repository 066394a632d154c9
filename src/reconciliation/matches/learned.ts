import { and, asc, eq, inArray, lte, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { type LearnedPayees, learnFrom, type MatchEvent } from '../matching/learning/learned-payees.ts';
import { lineText } from '../matching/prepare.ts';
import { bankLines } from '../schema.ts';
import { matchEvents } from './schema.ts';

/**
 * What confirmed, undone and rejected matches taught, worked out anew from the events: at an earlier version it is what was known then. The
 * words are those of the kept lines, so that a name stands in one place. What the engine matched and nobody took back teaches nothing.
 */
export async function readLearned(tx: Transaction, authorityId: number, version?: number): Promise<LearnedPayees> {
  const undone = alias(matchEvents, 'undone');
  const takenBack = tx
    .select({ matchId: undone.matchId })
    .from(undone)
    .where(and(eq(undone.authorityId, authorityId), eq(undone.kind, 'undone')));
  const rows = await tx
    .select({ event: matchEvents, line: bankLines })
    .from(matchEvents)
    .innerJoin(bankLines, and(eq(bankLines.authorityId, matchEvents.authorityId), eq(bankLines.lineId, matchEvents.lineId)))
    .where(
      and(
        eq(matchEvents.authorityId, authorityId),
        version === undefined ? undefined : lte(matchEvents.number, version),
        or(eq(matchEvents.decidedBy, 'officer'), eq(matchEvents.kind, 'rejected'), inArray(matchEvents.matchId, takenBack)),
      ),
    )
    .orderBy(asc(matchEvents.number));
  const events = rows.map(({ event, line }): MatchEvent => {
    const { kind, lineId, itemIds, payeeId, decidedBy: by } = event;
    // An event tells of one line; a match of several lines is several of the engine's.
    const matchId = `${event.matchId} ${lineId}`;
    if (kind === 'undone') return { kind, matchId };
    if (kind === 'rejected') return { kind, lineId, itemIds };
    const { counterpartyName, counterpartyAccount, remittance } = line;
    const text = { memo: remittance, ...(counterpartyName !== null && { payeeName: counterpartyName }) };
    return {
      ...{ kind, matchId, by, lineId, itemIds },
      lineText: lineText(text),
      ...(counterpartyAccount !== null && { lineAccount: counterpartyAccount }),
      ...(payeeId !== null && { payeeId }),
    };
  });
  return { ...learnFrom(events), version: rows.at(-1)?.event.number ?? 0 };
}
