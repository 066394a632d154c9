import { and, asc, eq, gte, inArray, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { OPEN_STATES } from './instalment.ts';
import { instalments } from './schema.ts';

export interface NextPayment {
  readonly lineCode: string;
  readonly payOn: PlainDate;
  /** In pence: all that the line pays on that day. */
  readonly amount: bigint;
}

/** The next payment of each line from a day on; lines with nothing planned are left out, and what is held back is not promised here. */
export async function nextPayments(
  tx: Transaction,
  authorityId: number,
  lineCodes: readonly string[],
  on: PlainDate,
): Promise<ReadonlyMap<string, NextPayment>> {
  if (lineCodes.length === 0) return new Map();
  const sum = sql<string>`sum(${instalments.amount})`;
  const rows = await tx
    .select({ lineCode: instalments.lineCode, payOn: instalments.payOn, amount: sum })
    .from(instalments)
    .where(
      and(
        eq(instalments.authorityId, authorityId),
        sql`${instalments.lineCode} = any(${sql.param([...lineCodes])})`,
        inArray(
          instalments.state,
          OPEN_STATES.filter((state) => state !== 'held'),
        ),
        gte(instalments.payOn, on),
      ),
    )
    .groupBy(instalments.lineCode, instalments.payOn)
    .orderBy(asc(instalments.lineCode), asc(instalments.payOn));
  const next = new Map<string, NextPayment>();
  for (const { lineCode, payOn, amount } of rows) if (!next.has(lineCode)) next.set(lineCode, { lineCode, payOn, amount: BigInt(amount) });
  return next;
}
