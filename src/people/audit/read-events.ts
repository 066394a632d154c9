import { and, desc, eq, lt } from 'drizzle-orm';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { auditEvents } from './schema.ts';

export type AuditRow = typeof auditEvents.$inferSelect;

export interface EventsQuery {
  readonly familyId?: string | undefined;
  readonly principal?: string | undefined;
  /** Without those of fraud and safeguarding: for everybody but the people who look after them. */
  readonly withoutRestricted?: boolean;
  readonly before?: bigint | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function readEvents(
  database: Database,
  authorityId: number,
  { familyId, principal, withoutRestricted, before, limit }: EventsQuery,
): Promise<AuditRow[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.authorityId, authorityId),
          familyId === undefined ? undefined : eq(auditEvents.familyId, familyId),
          principal === undefined ? undefined : eq(auditEvents.principal, principal),
          withoutRestricted === true ? eq(auditEvents.restricted, false) : undefined,
          before === undefined ? undefined : lt(auditEvents.seq, before),
        ),
      )
      .orderBy(desc(auditEvents.seq))
      .limit(limit),
  );
}
