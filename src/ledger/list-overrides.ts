import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { blocks, entries } from './schema.ts';

/** An entry that went beyond a limit, and the name under which somebody let it. */
export interface Override {
  readonly entryId: string;
  readonly recordedAt: Date;
  readonly principal: string;
  readonly override: string;
}

/** The register that auditors read, newest first. */
export async function listOverrides(database: Database, authorityId: number, limit: number): Promise<Override[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const rows = await tx
      .select({ entryId: entries.entryId, recordedAt: blocks.recordedAt, principal: entries.principal, override: entries.override })
      .from(entries)
      .innerJoin(blocks, and(eq(blocks.authorityId, entries.authorityId), eq(blocks.blockSeq, entries.blockSeq)))
      .where(and(eq(entries.authorityId, authorityId), isNotNull(entries.override)))
      .orderBy(desc(entries.blockSeq), desc(entries.ordinal))
      .limit(limit);
    return rows.map(({ override, ...row }) => ({ ...row, override: override ?? '' }));
  });
}
