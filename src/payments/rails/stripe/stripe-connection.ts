import type Stripe from 'stripe';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { StripeConfig } from '../../../platform/config.ts';
import type { Database } from '../../../platform/database/database.ts';
import { isLiveKey, openStripe, type StripeAddress } from './stripe-client.ts';

export const STRIPE_RAIL = 'stripe';

/** One authority's account at Stripe: nobody else's money is in it, and no other authority's events are taken for it. */
export interface StripeConnection {
  readonly stripe: Stripe;
  readonly authorityId: number;
  readonly financialAccount: string;
  readonly webhookSecrets: readonly string[];
  readonly contactEmail: string;
  readonly liveMode: boolean;
}

/** What the Stripe rail works with. */
export interface StripeDesk extends StripeConnection {
  readonly database: Database;
  readonly clock: Clock;
}

export function connectStripe(
  config: Pick<StripeConfig, 'secretKey' | 'financialAccount' | 'webhookSecrets' | 'contactEmail'>,
  authorityId: number,
  elsewhere: Omit<StripeAddress, 'secretKey'> = {},
): StripeConnection {
  const { secretKey, financialAccount, webhookSecrets, contactEmail } = config;
  return {
    stripe: openStripe({ secretKey, ...elsewhere }),
    authorityId,
    financialAccount,
    webhookSecrets,
    contactEmail,
    liveMode: isLiveKey(secretKey),
  };
}
