import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { persons } from './schema.ts';

/** When children were born, by their ids; of an erased record nothing is known. For duties that hang on an age, of many families at once. */
export async function birthDates(
  tx: Transaction,
  authorityId: number,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PlainDate>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx
    .select({ personId: persons.personId, bornOn: persons.bornOn })
    .from(persons)
    .where(
      and(
        eq(persons.authorityId, authorityId),
        sql`${persons.personId} = any(${sql.param([...personIds])}::uuid[])`,
        isNotNull(persons.bornOn),
      ),
    );
  return new Map(rows.flatMap(({ personId, bornOn }) => (bornOn === null ? [] : [[personId, bornOn] as const])));
}
