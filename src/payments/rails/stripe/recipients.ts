import { and, eq } from 'drizzle-orm';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { RailAccount } from '../payment-rail.ts';
import { stripeRecipients } from './schema.ts';
import type { StripeDesk } from './stripe-connection.ts';

export interface Recipient {
  readonly recipient: string;
  readonly payoutMethod: string;
}

type DetailsRefused = { readonly code: 'payee-details-refused' | 'payee-account-abroad' };

/**
 * The payee's account as Stripe knows it, made known to it at the first payment. A call that was cut off is repeated with the same keys; a
 * recipient that is made twice all the same is never paid, because the row names one.
 */
export async function recipientFor(
  desk: StripeDesk,
  accountId: string,
  account: RailAccount,
  signal: AbortSignal,
): Promise<Result<Recipient, DetailsRefused>> {
  const { database, clock, authorityId, stripe } = desk;
  const known = await readRecipient(desk, accountId);
  if (known !== undefined) return accepted(known);
  const { sortCode, accountNumber, accountName } = account;
  if (sortCode === undefined || accountNumber === undefined) return refused({ code: 'payee-account-abroad' });
  signal.throwIfAborted();
  const { id: recipient } = await stripe.v2.core.accounts.create(
    {
      contact_email: desk.contactEmail,
      display_name: accountName,
      identity: { country: 'gb', ...nameOf(account) },
      configuration: { recipient: { capabilities: { bank_accounts: { fps: { requested: true } } } } },
      metadata: { threefold_account: accountId },
    },
    { idempotencyKey: `payee-${authorityId}-${accountId}` },
  );
  signal.throwIfAborted();
  const { payout_method: method } = await stripe.v2.moneyManagement.outboundSetupIntents.create(
    {
      usage_intent: 'payment',
      payout_method_data: {
        type: 'bank_account',
        bank_account: { country: 'GB', currency: 'gbp', account_number: accountNumber, routing_number: sortCode },
      },
    },
    { idempotencyKey: `payee-method-${authorityId}-${accountId}`, stripeContext: recipient },
  );
  if (method === undefined || method.archived || method.restricted || !MAY_BE_PAID.includes(method.usage_status.payments)) {
    return refused({ code: 'payee-details-refused' });
  }
  await inTransaction(database, { authorityId }, (tx) =>
    tx
      .insert(stripeRecipients)
      .values({ authorityId, accountId, recipient, payoutMethod: method.id, createdAt: clock.now() })
      .onConflictDoNothing(),
  );
  return accepted((await readRecipient(desk, accountId)) ?? { recipient, payoutMethod: method.id });
}

/** It may want the name to be checked first, which each payment has done. */
const MAY_BE_PAID: readonly string[] = ['eligible', 'requires_action'];

async function readRecipient({ database, authorityId }: StripeDesk, accountId: string): Promise<Recipient | undefined> {
  const [row] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ recipient: stripeRecipients.recipient, payoutMethod: stripeRecipients.payoutMethod })
      .from(stripeRecipients)
      .where(and(eq(stripeRecipients.authorityId, authorityId), eq(stripeRecipients.accountId, accountId))),
  );
  return row;
}

/** Stripe asks a person's names apart; the last word is taken for the family name, as the bank's check compares the whole. */
function nameOf({ accountName, holder = 'person' }: RailAccount) {
  if (holder === 'organisation') return { entity_type: 'company' as const, business_details: { registered_name: accountName } };
  const words = accountName.trim().split(/\s+/);
  const surname = words.at(-1) ?? accountName;
  return { entity_type: 'individual' as const, individual: { given_name: words.slice(0, -1).join(' ') || surname, surname } };
}
