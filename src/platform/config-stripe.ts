import type { ConfigFault } from './config-urls.ts';

/** One authority's account at Stripe. Without all of its settings the rail is off. */
export interface StripeConfig {
  readonly secretKey: string;
  /** The financial account that is paid from. */
  readonly financialAccount: string;
  /** The authority whose money it is, by its slug: an account serves one. */
  readonly authority: string;
  /** Signatures made with any of them are taken, so that a secret can be changed without losing an event. */
  readonly webhookSecrets: readonly string[];
  /** Given to Stripe in the place of a family's own address, so that it never writes to families. */
  readonly contactEmail: string;
  readonly cards: boolean;
}

export const stripeNames = [
  'STRIPE_KEY',
  'STRIPE_FINANCIAL_ACCOUNT',
  'STRIPE_AUTHORITY',
  'STRIPE_WEBHOOK_SECRET',
  'STRIPE_WEBHOOK_SECRET_BEFORE',
  'STRIPE_CONTACT_EMAIL',
  'STRIPE_CARDS',
] as const;

const REQUIRED = {
  THREEFOLD_STRIPE_KEY: /^(sk|rk)_(test|live)_\w{8,}$/,
  THREEFOLD_STRIPE_FINANCIAL_ACCOUNT: /^fa_\w{4,}$/,
  THREEFOLD_STRIPE_AUTHORITY: /^[a-z][a-z0-9-]*$/,
  THREEFOLD_STRIPE_WEBHOOK_SECRET: /^whsec_\S{16,}$/,
  THREEFOLD_STRIPE_CONTACT_EMAIL: /^[^@\s]+@[^@\s]+$/,
} as const;
const LOOKS_LIKE: Readonly<Record<keyof typeof REQUIRED, string>> = {
  THREEFOLD_STRIPE_KEY: 'sk_test_… or rk_live_…, from the API keys page of the dashboard',
  THREEFOLD_STRIPE_FINANCIAL_ACCOUNT: 'fa_…, from the balances page of the dashboard',
  THREEFOLD_STRIPE_AUTHORITY: 'the short name of one authority, such as northmoor',
  THREEFOLD_STRIPE_WEBHOOK_SECRET: 'whsec_…, from the page of the event destination',
  THREEFOLD_STRIPE_CONTACT_EMAIL: 'an address of the council, never of a family',
};

/** All or nothing: a rail that is set up by half would refuse payments on their day. */
export function readStripeConfig(
  value: (name: string) => string | undefined,
  demo: boolean,
  faults: ConfigFault[],
): StripeConfig | undefined {
  const names = Object.keys(REQUIRED) as (keyof typeof REQUIRED)[];
  const given = stripeNames.map((name) => value(`THREEFOLD_${name}`)).filter((each) => each !== undefined);
  if (given.length === 0) return undefined;
  for (const name of names) {
    const said = value(name);
    if (said !== undefined && REQUIRED[name].test(said)) continue;
    faults.push({
      name,
      problem: said === undefined ? 'it is missing, and other settings of Stripe are there' : 'it does not look like one of Stripe',
      remedy: `give ${LOOKS_LIKE[name]}; or remove every THREEFOLD_STRIPE_ setting to pay without Stripe`,
    });
  }
  const secretKey = value('THREEFOLD_STRIPE_KEY') ?? '';
  if (demo && secretKey.includes('_live_')) {
    faults.push({
      name: 'THREEFOLD_STRIPE_KEY',
      problem: 'it moves real money, and the demo with its sandbox rail is on',
      remedy: 'use a test key, or set THREEFOLD_DEMO to off',
    });
  }
  const before = value('THREEFOLD_STRIPE_WEBHOOK_SECRET_BEFORE');
  const cards = value('THREEFOLD_STRIPE_CARDS') ?? 'off';
  if (cards !== 'on' && cards !== 'off')
    faults.push({ name: 'THREEFOLD_STRIPE_CARDS', problem: `"${cards}" is not one of on, off`, remedy: 'leave it out for off' });
  return {
    secretKey,
    financialAccount: value('THREEFOLD_STRIPE_FINANCIAL_ACCOUNT') ?? '',
    authority: value('THREEFOLD_STRIPE_AUTHORITY') ?? '',
    webhookSecrets: [value('THREEFOLD_STRIPE_WEBHOOK_SECRET') ?? '', ...(before === undefined ? [] : [before])],
    contactEmail: value('THREEFOLD_STRIPE_CONTACT_EMAIL') ?? '',
    cards: cards === 'on',
  };
}
