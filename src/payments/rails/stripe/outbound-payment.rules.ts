/**
 * What an outbound payment of Stripe's says, held against what we told it to pay. Pure. What does not agree to the penny, or is not one of the
 * states we know, is parked with a reason and moves no money.
 */

interface Sum {
  readonly value: bigint;
  readonly currency: string;
}
interface Reason {
  readonly reason: string;
}

export interface OutboundPaymentSeen {
  readonly id: string;
  readonly amount: Sum;
  readonly created: Date;
  readonly livemode: boolean;
  readonly statement_descriptor: string;
  readonly status: string;
  readonly from: { readonly financial_account: string; readonly debited: Sum };
  readonly to: { readonly recipient: string; readonly credited?: Sum | undefined };
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly status_details?:
    | {
        readonly failed?: Reason | null | undefined;
        readonly processing?: Reason | null | undefined;
        readonly returned?: Reason | null | undefined;
      }
    | null
    | undefined;
  readonly status_transitions?:
    | {
        readonly posted_at?: Date | null | undefined;
        readonly failed_at?: Date | null | undefined;
        readonly canceled_at?: Date | null | undefined;
        readonly returned_at?: Date | null | undefined;
      }
    | null
    | undefined;
}

/** `intended` is ours: told, and not answered yet. The others are Stripe's. */
export const stripePaymentStates = ['intended', 'processing', 'posted', 'failed', 'canceled', 'returned'] as const;
export type StripePaymentState = (typeof stripePaymentStates)[number];

/** Our reference as Stripe gives it back: whole in the descriptor, and once more beside it. */
export const referenceOf = ({ metadata, statement_descriptor }: Pick<OutboundPaymentSeen, 'metadata' | 'statement_descriptor'>): string =>
  metadata?.['threefold_reference'] ?? statement_descriptor;

interface Told {
  readonly amount: bigint;
  readonly recipient: string;
  readonly state: StripePaymentState;
}

export type Judgement =
  | { readonly is: 'nothing-new' }
  | { readonly is: 'under-way'; readonly underReview: boolean }
  | { readonly is: 'paid'; readonly postedAt: Date }
  | { readonly is: 'not-made'; readonly state: 'failed' | 'canceled'; readonly endedAt: Date; readonly reason: string }
  | { readonly is: 'returned'; readonly postedAt: Date; readonly returnedAt: Date; readonly reason: string }
  | { readonly is: 'parked'; readonly reason: ParkReason };

export type ParkReason =
  | 'other-mode'
  | 'other-account'
  | 'currency-wrong'
  | 'amount-differs'
  | 'payee-differs'
  | 'status-unknown'
  | 'status-contradicts'
  | 'time-missing';

const RANK: Readonly<Record<StripePaymentState, number>> = { intended: 0, processing: 1, posted: 2, failed: 3, canceled: 3, returned: 3 };

export function judgeOutboundPayment(
  seen: OutboundPaymentSeen,
  told: Told,
  ours: { readonly financialAccount: string; readonly liveMode: boolean },
): Judgement {
  const parked = faultOf(seen, told, ours);
  if (parked !== undefined) return { is: 'parked', reason: parked };
  const { status, status_details: details, status_transitions: times } = seen;
  if (!isStatus(status)) return { is: 'parked', reason: 'status-unknown' };
  if (status === told.state) return { is: 'nothing-new' };
  // An older picture than the one we acted on.
  if (RANK[status] < RANK[told.state]) return { is: 'nothing-new' };
  if (!MAY_FOLLOW[told.state].includes(status)) return { is: 'parked', reason: 'status-contradicts' };
  const missing = { is: 'parked', reason: 'time-missing' } as const;
  switch (status) {
    case 'processing':
      return { is: 'under-way', underReview: details?.processing?.reason === 'under_review' };
    case 'posted':
      return times?.posted_at ? { is: 'paid', postedAt: times.posted_at } : missing;
    case 'failed':
    case 'canceled': {
      const endedAt = times?.failed_at ?? times?.canceled_at;
      return endedAt ? { is: 'not-made', state: status, endedAt, reason: details?.failed?.reason ?? status } : missing;
    }
    case 'returned': {
      const { posted_at: postedAt, returned_at: returnedAt } = times ?? {};
      const why = details?.returned?.reason ?? 'unknown';
      return postedAt && returnedAt ? { is: 'returned', postedAt, returnedAt, reason: why } : missing;
    }
  }
}

type Status = Exclude<StripePaymentState, 'intended'>;
const STATUSES = ['processing', 'posted', 'failed', 'canceled', 'returned'] as const satisfies readonly Status[];
const isStatus = (said: string): said is Status => (STATUSES as readonly string[]).includes(said);

const MAY_FOLLOW: Readonly<Record<StripePaymentState, readonly Status[]>> = {
  intended: STATUSES,
  processing: STATUSES,
  posted: ['returned'],
  failed: [],
  canceled: [],
  returned: [],
};

function faultOf(
  seen: OutboundPaymentSeen,
  told: Told,
  { financialAccount, liveMode }: { readonly financialAccount: string; readonly liveMode: boolean },
): ParkReason | undefined {
  if (seen.livemode !== liveMode) return 'other-mode';
  if (seen.from.financial_account !== financialAccount) return 'other-account';
  const sums = [seen.amount, seen.from.debited, ...(seen.to.credited === undefined ? [] : [seen.to.credited])];
  if (sums.some(({ currency }) => currency.toLowerCase() !== 'gbp')) return 'currency-wrong';
  if (sums.some(({ value }) => value !== told.amount)) return 'amount-differs';
  return seen.to.recipient === told.recipient ? undefined : 'payee-differs';
}
