import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import { instructionOf } from '../runs/rows.ts';
import { paymentInstructions } from '../runs/schema.ts';

/** What a family is told of its payments for these lines: from the release on, newest first. */
export async function familyPayments(
  tx: Transaction,
  authorityId: number,
  familyId: string,
  { before, limit, lines }: { readonly before?: bigint | undefined; readonly limit: number; readonly lines: readonly string[] },
): Promise<PaymentInstruction[]> {
  const rows = await tx
    .select()
    .from(paymentInstructions)
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        eq(paymentInstructions.familyId, familyId),
        inArray(paymentInstructions.state, ['released', 'sent', 'settled', 'returned']),
        // Every part of a payment is of a line that the reader may know of.
        sql`not exists (select from jsonb_array_elements(${paymentInstructions.parts}) part where not (part -> 'share' ->> 'line' = any(${sql.param([...lines])}::text[])))`,
        before === undefined ? undefined : lt(paymentInstructions.number, before),
      ),
    )
    .orderBy(desc(paymentInstructions.number))
    .limit(limit);
  return rows.map(instructionOf);
}
