import type { Stripe } from 'stripe';
import { z } from 'zod';

/** What the fake takes and gives of the second API; what it gives is held against the client's own types. */
export type OutboundPayment = Stripe.V2.MoneyManagement.OutboundPayment;
export type RecipientVerification = Stripe.V2.MoneyManagement.RecipientVerification;
export type TransactionEntry = Stripe.V2.MoneyManagement.TransactionEntry;

const amount = z.strictObject({ value: z.int().positive(), currency: z.literal('gbp') });

export const recipientRequest = z.strictObject({
  contact_email: z.email(),
  display_name: z.string().min(1),
  identity: z.strictObject({
    country: z.literal('gb'),
    entity_type: z.enum(['individual', 'company']),
    individual: z.strictObject({ given_name: z.string().min(1), surname: z.string().min(1) }).exactOptional(),
    business_details: z.strictObject({ registered_name: z.string().min(1) }).exactOptional(),
  }),
  configuration: z.strictObject({
    recipient: z.strictObject({
      capabilities: z.strictObject({ bank_accounts: z.strictObject({ fps: z.strictObject({ requested: z.literal(true) }) }) }),
    }),
  }),
  metadata: z.record(z.string(), z.string()),
}) satisfies z.ZodType<Stripe.V2.Core.AccountCreateParams>;

export const payoutMethodRequest = z.strictObject({
  usage_intent: z.literal('payment'),
  payout_method_data: z.strictObject({
    type: z.literal('bank_account'),
    bank_account: z.strictObject({
      country: z.literal('GB'),
      currency: z.literal('gbp'),
      account_number: z.string().regex(/^\d{8}$/),
      routing_number: z.string().regex(/^\d{6}$/),
    }),
  }),
}) satisfies z.ZodType<Stripe.V2.MoneyManagement.OutboundSetupIntentCreateParams>;

export const verificationRequest = z.strictObject({
  payout_method: z.string(),
  recipient: z.string(),
}) satisfies z.ZodType<Stripe.V2.MoneyManagement.RecipientVerificationCreateParams>;

export const paymentRequest = z.strictObject({
  from: z.strictObject({ financial_account: z.string(), currency: z.literal('gbp') }),
  to: z.strictObject({
    recipient: z.string(),
    payout_method: z.string(),
    currency: z.literal('gbp'),
    payout_method_options: z.strictObject({ bank_account: z.strictObject({ preferred_networks: z.array(z.literal('fps')) }) }),
  }),
  amount,
  statement_descriptor: z.string().min(3).max(22),
  recipient_notification: z.strictObject({ setting: z.literal('none') }),
  metadata: z.record(z.string(), z.string()),
  recipient_verification: z.string().exactOptional(),
}) satisfies z.ZodType<Stripe.V2.MoneyManagement.OutboundPaymentCreateParams>;
