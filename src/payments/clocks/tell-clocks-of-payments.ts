import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { type BudgetRoom, type ToldFact, tellClocksOfMany } from '../../budgets/index.ts';
import { appendAudit, eventOf, serviceCaller } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { agreements } from '../agreements/schema.ts';
import { factsOfPayments, type PaidAgreement } from '../rules/facts-of-payments.ts';
import { instalments } from '../schedules/schema.ts';

/** So many families share a transaction: few enough that nobody waits long for a plan whose clocks are being settled. */
const AT_ONCE = 250;

/**
 * Tells the clocks of plans which direct payments have begun and which have ended. It reads the record of payments and keeps nothing of its
 * own: days that were missed are caught up with, and what was told before is passed over. Answers how much was new.
 */
export async function tellClocksOfPayments(
  { database, clock, businessDate }: Pick<BudgetRoom, 'database' | 'clock' | 'businessDate'>,
  authorityId: number,
  signal?: AbortSignal,
): Promise<number> {
  const today = await businessDate(authorityId);
  const caller = serviceCaller(authorityId, 'system');
  let told = 0;
  for (let after: string | undefined; ; ) {
    signal?.throwIfAborted();
    const families = await inTransaction(database, { authorityId }, async (tx, client) => {
      const page = await familiesAfter(tx, authorityId, after);
      const facts = await factsOf(tx, authorityId, page, today);
      const now = clock.now();
      const done = await tellClocksOfMany(tx, { authorityId, principal: caller.principal, now, today }, facts);
      const events = [...done.settled].map(([familyId, changed]) =>
        eventOf(caller, 'payments.tell-clocks', 'change', now, { familyId }, { clocks: changed }),
      );
      await appendAudit(client, authorityId, events);
      told += done.told;
      return page;
    });
    after = families.at(-1);
    if (families.length < AT_ONCE) return told;
  }
}

async function familiesAfter(tx: Transaction, authorityId: number, after: string | undefined): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ familyId: agreements.familyId })
    .from(agreements)
    .where(and(eq(agreements.authorityId, authorityId), after === undefined ? undefined : gt(agreements.familyId, after)))
    .orderBy(asc(agreements.familyId))
    .limit(AT_ONCE);
  return rows.map(({ familyId }) => familyId);
}

async function factsOf(tx: Transaction, authorityId: number, families: readonly string[], today: PlainDate): Promise<ToldFact[]> {
  const { agreementId, familyId, planId, stream, state, stoppedFrom, renews } = agreements;
  const rows = await tx
    .select({
      ...{ agreementId, familyId, planId, stream, state, stoppedFrom, renews },
      firstPaidOn: sql<PlainDate | null>`(select min(${instalments.paidOn})::text from ${instalments}
        where ${instalments.authorityId} = ${authorityId} and ${instalments.agreementId} = ${agreements.agreementId})`,
    })
    .from(agreements)
    .where(and(eq(agreements.authorityId, authorityId), sql`${agreements.familyId} = any(${sql.param(families)}::uuid[])`));
  const about = new Map(rows.map((row) => [row.agreementId, row]));
  return factsOfPayments(rows satisfies PaidAgreement[], today).flatMap(({ agreementId: subjectId, kind, on }) => {
    const of = about.get(subjectId);
    return of === undefined ? [] : [{ familyId: of.familyId, planId: of.planId, stream: of.stream, subjectId, kind, on }];
  });
}
