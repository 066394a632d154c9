import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Actor } from '../../../ledger/index.ts';
import { inTransaction, type Transaction } from '../../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { OverrideReason } from '../../payees/rules/name-check.ts';
import type { PaymentRefusal } from '../../problems.ts';
import { stripeVerifications } from './schema.ts';
import type { StripeDesk } from './stripe-connection.ts';
import { noteAcknowledged, readVerification, type VerificationRow } from './verify-payee.ts';

export interface AcknowledgeName {
  readonly verificationId: string;
  readonly reason: OverrideReason;
  /** In their own words: how they know that it is the payee's account. */
  readonly why: string;
}

/** Somebody answers for paying an account whose bank did not say yes to the name. Stripe is told first, because it alone knows whether the check still stands; who, when and why are kept with it. */
export async function acknowledgeName(
  desk: StripeDesk,
  { authorityId, principal }: Actor,
  { verificationId, reason, why }: AcknowledgeName,
): Promise<Result<VerificationRow, PaymentRefusal>> {
  const { database, clock, stripe } = desk;
  const read = () => inTransaction(database, { authorityId, readOnly: true }, (tx) => readVerification(tx, authorityId, verificationId));
  const before = authorityId === desk.authorityId ? await read() : undefined;
  if (before === undefined) return refused({ code: 'name-check-not-found', facts: { verificationId } });
  if (before.status === 'acknowledged' && before.acknowledgedBy === principal) return accepted(before);
  if (before.status !== 'awaiting_acknowledgement') return refused({ code: 'name-check-not-waiting', facts: { status: before.status } });
  await stripe.v2.moneyManagement.recipientVerifications.acknowledge(
    verificationId,
    {},
    { idempotencyKey: `payee-name-seen-${verificationId}` },
  );
  const who = { acknowledgedBy: principal, acknowledgedReason: reason, acknowledgedWhy: why, at: clock.now() };
  await noteAcknowledged(desk, verificationId, who);
  const after = await read();
  return after?.acknowledgedBy === principal ? accepted(after) : refused({ code: 'name-check-not-waiting', facts: {} });
}

/** Names that a bank did not say yes to and nobody has answered for yet, oldest first. */
export async function listNamesToAcknowledge(tx: Transaction, authorityId: number): Promise<VerificationRow[]> {
  return tx
    .select()
    .from(stripeVerifications)
    .where(
      and(
        eq(stripeVerifications.authorityId, authorityId),
        eq(stripeVerifications.status, 'awaiting_acknowledgement'),
        isNull(stripeVerifications.acknowledgedBy),
      ),
    )
    .orderBy(asc(stripeVerifications.checkedAt), asc(stripeVerifications.verificationId));
}
