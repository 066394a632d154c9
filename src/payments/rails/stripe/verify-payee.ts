import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Stripe } from 'stripe';
import { inTransaction, type Transaction } from '../../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { Recipient } from './recipients.ts';
import { stripeVerifications } from './schema.ts';
import type { StripeDesk } from './stripe-connection.ts';

export type VerificationRow = typeof stripeVerifications.$inferSelect;

type NotVerified = { readonly code: 'payee-name-not-acknowledged' | 'payee-name-check-unknown' };

/**
 * Confirmation of Payee, once for each payment. A name that did not match wants somebody who answers for it: until then the payment is
 * refused and due again. An acknowledgement stands for the account while the bank's answer stays the same, and every later check names it.
 */
export async function verifyPayee(
  desk: StripeDesk,
  { accountId, reference, to }: { readonly accountId: string; readonly reference: string; readonly to: Recipient },
  signal: AbortSignal,
): Promise<Result<string, NotVerified>> {
  const { database, authorityId, clock, stripe } = desk;
  const claimed = await inTransaction(database, { authorityId }, (tx) => claim(tx, authorityId, accountId, reference));
  if (claimed !== undefined) return accepted(claimed);
  signal.throwIfAborted();
  const said = await stripe.v2.moneyManagement.recipientVerifications.create(
    { payout_method: to.payoutMethod, recipient: to.recipient },
    { idempotencyKey: `payee-name-${reference}` },
  );
  const kept = await inTransaction(database, { authorityId }, (tx) => keep(tx, authorityId, accountId, said, clock.now()));
  const isGood = kept.status === 'verified' || kept.status === 'acknowledged';
  if (!isGood && !WAITS.includes(kept.status)) return refused({ code: 'payee-name-check-unknown' });
  if (!isGood && !(await acknowledgedBefore(desk, kept))) return refused({ code: 'payee-name-not-acknowledged' });
  const used = await inTransaction(database, { authorityId }, (tx) => claim(tx, authorityId, accountId, reference));
  return used === undefined ? refused({ code: 'payee-name-not-acknowledged' }) : accepted(used);
}

const WAITS: readonly string[] = ['awaiting_acknowledgement'];

/** A good verification that no payment has used, for this one; the same again for the same payment. */
async function claim(tx: Transaction, authorityId: number, accountId: string, reference: string): Promise<string | undefined> {
  const ofAccount = and(eq(stripeVerifications.authorityId, authorityId), eq(stripeVerifications.accountId, accountId));
  const rows = await tx.select().from(stripeVerifications).where(ofAccount).orderBy(desc(stripeVerifications.checkedAt)).for('update');
  const mine = rows.find(({ usedFor }) => usedFor === reference);
  if (mine !== undefined) return mine.verificationId;
  const free = rows.find(({ usedFor, status }) => usedFor === null && (status === 'verified' || status === 'acknowledged'));
  if (free === undefined) return undefined;
  const key = and(eq(stripeVerifications.authorityId, authorityId), eq(stripeVerifications.verificationId, free.verificationId));
  await tx.update(stripeVerifications).set({ usedFor: reference }).where(key);
  return free.verificationId;
}

async function keep(
  tx: Transaction,
  authorityId: number,
  accountId: string,
  { id: verificationId, match_result: matchResult, status }: Stripe.V2.MoneyManagement.RecipientVerification,
  now: Date,
): Promise<VerificationRow> {
  await tx
    .insert(stripeVerifications)
    .values({ authorityId, verificationId, accountId, matchResult: `${matchResult}`, status: `${status}`, checkedAt: now })
    .onConflictDoNothing();
  const row = await readVerification(tx, authorityId, verificationId);
  if (row === undefined) throw new Error(`The verification ${verificationId} was not kept.`);
  return row;
}

export async function readVerification(tx: Transaction, authorityId: number, verificationId: string): Promise<VerificationRow | undefined> {
  const [row] = await tx
    .select()
    .from(stripeVerifications)
    .where(and(eq(stripeVerifications.authorityId, authorityId), eq(stripeVerifications.verificationId, verificationId)));
  return row;
}

/** Somebody has answered for the same answer about the same account: this check is acknowledged in their name and words. */
async function acknowledgedBefore(desk: StripeDesk, row: VerificationRow): Promise<boolean> {
  const { database, authorityId, clock, stripe } = desk;
  const [before] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(stripeVerifications)
      .where(
        and(
          eq(stripeVerifications.authorityId, authorityId),
          eq(stripeVerifications.accountId, row.accountId),
          eq(stripeVerifications.matchResult, row.matchResult),
          isNotNull(stripeVerifications.acknowledgedBy),
        ),
      )
      .orderBy(desc(stripeVerifications.acknowledgedAt))
      .limit(1),
  );
  if (before === undefined) return false;
  await stripe.v2.moneyManagement.recipientVerifications.acknowledge(
    row.verificationId,
    {},
    { idempotencyKey: `payee-name-seen-${row.verificationId}` },
  );
  const { acknowledgedBy, acknowledgedReason, acknowledgedWhy } = before;
  await noteAcknowledged(desk, row.verificationId, { acknowledgedBy, acknowledgedReason, acknowledgedWhy, at: clock.now() });
  return true;
}

export async function noteAcknowledged(
  { database, authorityId }: Pick<StripeDesk, 'database' | 'authorityId'>,
  verificationId: string,
  { at, ...who }: Pick<VerificationRow, 'acknowledgedBy' | 'acknowledgedReason' | 'acknowledgedWhy'> & { readonly at: Date },
): Promise<void> {
  await inTransaction(database, { authorityId }, (tx) =>
    tx
      .update(stripeVerifications)
      .set({ status: 'acknowledged', acknowledgedAt: at, ...who })
      .where(
        and(
          eq(stripeVerifications.authorityId, authorityId),
          eq(stripeVerifications.verificationId, verificationId),
          isNull(stripeVerifications.acknowledgedBy),
        ),
      ),
  );
}

/** An event says that a verification changed: our row follows. One that we never asked for is nobody's of ours and changes nothing. */
export async function applyVerification(
  { database, authorityId }: Pick<StripeDesk, 'database' | 'authorityId'>,
  { id, status }: Stripe.V2.MoneyManagement.RecipientVerification,
): Promise<{ readonly is: 'done' }> {
  // What somebody acknowledged is theirs to say and is written when they say it; what ended cannot be used any more.
  if (status === 'expired' || status === 'consumed') {
    await inTransaction(database, { authorityId }, (tx) =>
      tx
        .update(stripeVerifications)
        .set({ status })
        .where(and(eq(stripeVerifications.authorityId, authorityId), eq(stripeVerifications.verificationId, id))),
    );
  }
  return { is: 'done' };
}
