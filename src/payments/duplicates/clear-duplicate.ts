import { appendAudit, eventOf } from '../../people/index.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { duplicateClearances } from './schema.ts';

/** Why a payment that looks like another is right. */
export const clearanceReasons = ['two-supports', 'two-children', 'correction', 'agreed-with-family'] as const;
export type ClearanceReason = (typeof clearanceReasons)[number];

/** An officer has compared the two: from the next plan on this one is paid like any other. Said twice, it is said once. */
export async function clearDuplicate(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  caller: Caller,
  { dueRef, reason }: { readonly dueRef: string; readonly reason: ClearanceReason },
): Promise<void> {
  const { authorityId, principal: clearedBy } = caller;
  await inTransaction(database, { authorityId }, async (tx, client) => {
    const clearedAt = clock.now();
    const made = await tx
      .insert(duplicateClearances)
      .values({ authorityId, dueRef, reason, clearedBy, clearedAt })
      .onConflictDoNothing()
      .returning({ dueRef: duplicateClearances.dueRef });
    if (made.length === 0) return;
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.clear-duplicate', 'change', clearedAt, {}, { dueRef, reason })]);
  });
}
