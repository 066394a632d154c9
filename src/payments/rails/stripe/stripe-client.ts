import Stripe from 'stripe';

/** The version whose objects this code was written against; another one is another test. */
export const STRIPE_API_VERSION = '2026-10-28.endive';

type HttpClient = NonNullable<NonNullable<ConstructorParameters<typeof Stripe>[1]>['httpClient']>;

export interface StripeAddress {
  readonly secretKey: string;
  /** Somewhere else than Stripe: a stand-in on this machine. */
  readonly host?: {
    readonly host: string;
    readonly port: number;
    readonly protocol: 'http' | 'https';
    readonly httpClient?: HttpClient;
  };
  readonly timeoutMs?: number;
}

/** Shorter than the deadline of a rail's call, so that it is this one that gives up. */
const TIMEOUT_MS = 9_000;

/**
 * Never tries again by itself: what became of a call is asked for by our own attempts, which know when a second try is safe.
 */
export function openStripe({ secretKey, host, timeoutMs = TIMEOUT_MS }: StripeAddress): Stripe {
  return new Stripe(secretKey, {
    apiVersion: STRIPE_API_VERSION,
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    appInfo: { name: 'Threefold' },
    ...host,
  });
}

export const isLiveKey = (secretKey: string): boolean => secretKey.includes('_live_');
