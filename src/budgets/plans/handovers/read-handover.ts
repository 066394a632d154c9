import { and, desc, eq } from 'drizzle-orm';
import { readFamily } from '../../../people/index.ts';
import type { Transaction } from '../../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { PlanAddress, PlanRoom } from '../plan-at-hand.ts';
import { handovers } from '../schema.ts';
import type { SignedHandover } from './handover-document.ts';

export type HandoverRow = typeof handovers.$inferSelect;

/** By its own id, or the last one of a plan. */
export async function findHandover(
  tx: Transaction,
  authorityId: number,
  by: { readonly handoverId: string } | { readonly planId: string },
): Promise<HandoverRow | undefined> {
  const [row] = await tx
    .select()
    .from(handovers)
    .where(
      and(
        eq(handovers.authorityId, authorityId),
        'handoverId' in by ? eq(handovers.handoverId, by.handoverId) : eq(handovers.planId, by.planId),
      ),
    )
    .orderBy(desc(handovers.createdAt))
    .limit(1);
  return row;
}

/** The handover by which a plan has gone or come, byte for byte as it was signed: both sides keep it. */
export async function readHandover(
  room: PlanRoom,
  authorityId: number,
  { familyId, planId }: PlanAddress,
): Promise<Result<{ readonly row: HandoverRow; readonly signed: SignedHandover }, { readonly code: 'record-not-found' }>> {
  const read = await readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const row = await findHandover(tx, authorityId, { planId });
    const signed = row?.familyId === familyId ? key.open<SignedHandover>(row.sealed, row.handoverId) : undefined;
    return row === undefined || signed === undefined ? undefined : { row, signed };
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'record-not-found' }) : accepted(read.value);
}
