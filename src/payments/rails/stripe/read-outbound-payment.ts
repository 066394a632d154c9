import { z } from 'zod';
import type { OutboundPaymentSeen } from './outbound-payment.rules.ts';

/** Stripe's lists are open and its objects may come half empty: what lacks something that money hangs on is not read at all. */

const at = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const amount = z.object({ value: z.union([z.int(), z.string().regex(/^\d+$/)]).transform(BigInt), currency: z.string() });
const reason = z.object({ reason: z.string() });

const outboundPayment: z.ZodType<OutboundPaymentSeen> = z.object({
  id: z.string().min(1),
  amount,
  created: at,
  livemode: z.boolean(),
  statement_descriptor: z.string(),
  status: z.string(),
  from: z.object({ financial_account: z.string(), debited: amount }),
  to: z.object({ recipient: z.string(), credited: amount.optional() }),
  metadata: z.record(z.string(), z.string()).nullish(),
  status_details: z.object({ failed: reason.nullish(), processing: reason.nullish(), returned: reason.nullish() }).nullish(),
  status_transitions: z
    .object({ posted_at: at.nullish(), failed_at: at.nullish(), canceled_at: at.nullish(), returned_at: at.nullish() })
    .nullish(),
});

export const readOutboundPayment = (object: unknown): OutboundPaymentSeen | undefined => outboundPayment.safeParse(object).data;
