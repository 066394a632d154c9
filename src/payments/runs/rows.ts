import type { ShareAmount } from '../../budgets/index.ts';
import { defined } from '../defined.ts';
import type { Offset } from '../rules/offsets.ts';
import type { StoredOffset, StoredPart } from '../schema.ts';
import type { PaymentInstruction, RunHead } from './payment-run.ts';
import type { paymentInstructions, paymentRuns } from './schema.ts';

/** How a run and a payment are read from their rows and written to them. */

export const storedParts = (parts: readonly ShareAmount[]): StoredPart[] =>
  parts.map(({ share, amount }) => ({ share, pence: `${amount}` }));
const readParts = (parts: readonly StoredPart[]): ShareAmount[] => parts.map(({ share, pence }) => ({ share, amount: BigInt(pence) }));

export const storedOffsets = (offsets: readonly Offset[]): StoredOffset[] =>
  offsets.map(({ parts, ...offset }) => ({ ...offset, parts: storedParts(parts) }));

export function runHeadOf(row: typeof paymentRuns.$inferSelect): RunHead {
  const { runId, payDate, rail, state, plannedBy } = row;
  const { submittedBy, approvedBy, approvedHash } = row;
  return { runId, payDate, rail, state, plannedBy, ...defined({ submittedBy, approvedBy, approvedHash }) };
}

export function instructionOf({ authorityId: _, ...row }: typeof paymentInstructions.$inferSelect): PaymentInstruction {
  const { payeeId, accountId, paidTo, accountChangedOn, familyId, dueOn, coverFrom, coverUntil, settledOn, bankReference, ...told } = row;
  return {
    ...told,
    parts: readParts(row.parts),
    offsets: row.offsets.map(({ parts, ...offset }) => ({ ...offset, parts: readParts(parts) })),
    ...defined({ payeeId, accountId, paidTo, accountChangedOn, familyId, dueOn, coverFrom, coverUntil, settledOn, bankReference }),
  };
}
