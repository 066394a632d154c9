import { Stripe } from 'stripe';

const { StripeError } = Stripe.errors;

/** Stripe's own errors of which we know what they mean for a payment, by the names that its client gives them. */
const KNOWN: Readonly<Record<string, string>> = {
  InsufficientFundsError: 'rail-balance-too-low',
  FinancialAccountNotOpenError: 'rail-account-not-open',
  CapabilityNotEnabledError: 'rail-not-enabled',
  FeatureNotEnabledError: 'rail-not-enabled',
  QuotaExceededError: 'rail-limit-reached',
  BlockedByStripeError: 'blocked-by-rail',
  RecipientNotNotifiableError: 'payee-not-reachable',
  InvalidPayoutMethodError: 'payee-details-refused',
  InvalidVaultedCredentialError: 'payee-details-refused',
  ControlledByAlternateResourceError: 'rail-not-enabled',
  CannotProceedError: 'rail-cannot-proceed',
};

/**
 * Why Stripe will not do what it was asked, as a code of ours; undefined when nothing is known of what it did. A request that it judged and
 * sent back (400, 402, 404, 422) did nothing; one that it did not judge (401, 403, 409, 429, 5xx, no answer) is asked about later.
 */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof StripeError)) return undefined;
  const known = KNOWN[error.constructor.name] ?? KNOWN[error.type];
  if (known !== undefined) return known;
  const judged = error.statusCode !== undefined && [400, 402, 404, 422].includes(error.statusCode);
  if (!judged || error instanceof Stripe.errors.StripeIdempotencyError) return undefined;
  return `stripe-${codeOf(error.code ?? error.type)}`;
}

/** Open lists: a code that we do not know goes on as it is, in our spelling. */
export function codeOf(said: string): string {
  const code = said
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 30);
  return code === '' ? 'unknown' : code;
}

export const isNotFound = (error: unknown): boolean => error instanceof StripeError && error.statusCode === 404;
