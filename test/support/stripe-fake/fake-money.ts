import type { Clock } from '../../../src/platform/clock/clock.ts';
import { type FakeError, invalid, notFound, typed } from './fake-errors.ts';
import {
  type OutboundPayment,
  paymentRequest,
  payoutMethodRequest,
  type RecipientVerification,
  recipientRequest,
  type TransactionEntry,
  verificationRequest,
} from './v2-objects.ts';

type Status = OutboundPayment['status'];

/** What becomes of a payment after it was taken: each step so many milliseconds after the one before. */
export interface Fate {
  readonly afterMs: number;
  readonly status: Status | string;
  readonly reason?: string;
}

export interface AccountScript {
  readonly match?: RecipientVerification['match_result'];
  readonly fate?: readonly Fate[];
  /** It takes the payment and speaks of another sum. */
  readonly lies?: true;
  /** Refused with this typed error. */
  readonly refuses?: string;
  readonly underReview?: true;
}

const POSTS: readonly Fate[] = [{ afterMs: 1_000, status: 'posted' }];

interface MadePayment {
  readonly object: OutboundPayment;
  readonly accountId: string;
  /** Moved on as the clock goes. */
  readonly coming: { readonly at: number; readonly fate: Fate }[];
}

/** The money of the second API: recipients, checks of names, payments and the account's own books. All state is here and in memory. */
export class FakeMoney {
  readonly payments = new Map<string, MadePayment>();
  readonly entries: TransactionEntry[] = [];
  readonly scripts = new Map<string, AccountScript>();
  readonly recipients = new Map<string, { readonly accountId: string }>();
  readonly methods = new Map<string, { readonly recipient: string }>();
  readonly verifications = new Map<string, RecipientVerification>();
  available = 0n;
  readonly #clock: Clock;
  readonly #financialAccount: string;
  readonly #tell: (type: string, objectId: string, kind: string) => void;
  #made = 0;

  constructor(clock: Clock, financialAccount: string, tell: (type: string, objectId: string, kind: string) => void) {
    this.#clock = clock;
    this.#financialAccount = financialAccount;
    this.#tell = tell;
  }

  id(kind: string): string {
    this.#made += 1;
    return `${kind}_test_${String(this.#made).padStart(8, '0')}`;
  }

  now(): string {
    return this.#clock.now().toISOString();
  }

  /** Money comes into the account. */
  fund(pence: bigint): void {
    this.available += pence;
    this.#enter('received_credit', pence, 0n);
  }

  charge(pence: bigint): void {
    this.available -= pence;
    this.#enter('stripe_fee', -pence, 0n);
  }

  accountOf(recipient: string | undefined): string | undefined {
    return recipient === undefined ? undefined : this.recipients.get(recipient)?.accountId;
  }

  createRecipient(body: unknown): object {
    const { metadata, display_name, contact_email } = taken(recipientRequest.safeParse(body));
    const id = this.id('acct');
    this.recipients.set(id, { accountId: metadata['threefold_account'] ?? '' });
    return {
      id,
      object: 'v2.core.account',
      display_name,
      contact_email,
      created: this.now(),
      livemode: false,
      applied_configurations: ['recipient'],
    };
  }

  createMethod(body: unknown, recipient: string | undefined): object {
    const { payout_method_data: data } = taken(payoutMethodRequest.safeParse(body));
    if (recipient === undefined || !this.recipients.has(recipient))
      throw invalid('A payout method belongs to a recipient: Stripe-Context is missing.');
    const id = this.id('gbba');
    this.methods.set(id, { recipient });
    const payout_method = {
      id,
      object: 'v2.money_management.payout_method',
      archived: false,
      restricted: false,
      created: this.now(),
      livemode: false,
      type: 'bank_account',
      bank_account: {
        bank_account_type: 'checking',
        bank_name: 'Test Bank',
        country: 'GB',
        last4: data.bank_account.account_number.slice(-4),
        routing_number: data.bank_account.routing_number,
        supported_currencies: ['gbp'],
      },
      usage_status: { payments: 'eligible', transfers: 'ineligible' },
    };
    return {
      id: this.id('osi'),
      object: 'v2.money_management.outbound_setup_intent',
      created: this.now(),
      livemode: false,
      payout_method,
      status: 'succeeded',
      usage_intent: 'payment',
    };
  }

  createVerification(body: unknown): RecipientVerification {
    const { payout_method, recipient } = taken(verificationRequest.safeParse(body));
    if (this.methods.get(payout_method)?.recipient !== recipient) throw notFound(payout_method);
    const match_result = this.scripts.get(this.accountOf(recipient) ?? '')?.match ?? 'match';
    const verification = {
      id: this.id('rcver'),
      object: 'v2.money_management.recipient_verification',
      created: this.now(),
      livemode: false,
      match_result,
      match_result_details: {
        message: match_result,
        provided_name: 'A payee',
        ...(match_result === 'close_match' && { matched_name: 'A. Payee' }),
      },
      payout_method,
      recipient,
      status: match_result === 'match' ? 'verified' : 'awaiting_acknowledgement',
      verification_type: 'confirmation_of_payee',
    } satisfies RecipientVerification;
    this.verifications.set(verification.id, verification);
    this.#tell('v2.money_management.recipient_verification.created', verification.id, 'v2.money_management.recipient_verification');
    return verification;
  }

  verification(id: string): RecipientVerification {
    return this.verifications.get(id) ?? refuse(notFound(id));
  }

  acknowledge(id: string): RecipientVerification {
    const verification = this.verification(id);
    if (verification.status !== 'awaiting_acknowledgement') throw invalid('It does not wait for anybody.');
    verification.status = 'acknowledged';
    verification.status_transitions = { acknowledged_at: this.now() };
    return verification;
  }

  createPayment(body: unknown): OutboundPayment {
    const { amount, to, from, statement_descriptor, metadata, recipient_verification } = taken(paymentRequest.safeParse(body));
    const accountId = this.accountOf(to.recipient) ?? refuse(notFound(to.recipient));
    if (this.methods.get(to.payout_method)?.recipient !== to.recipient) throw notFound(to.payout_method);
    if (from.financial_account !== this.#financialAccount) throw notFound(from.financial_account);
    const script = this.scripts.get(accountId) ?? {};
    if (script.refuses !== undefined) throw typed(script.refuses);
    const value = BigInt(amount.value);
    if (value > this.available) throw typed('insufficient_funds');
    const verification = recipient_verification === undefined ? undefined : this.verification(recipient_verification);
    if (verification !== undefined && verification.status !== 'verified' && verification.status !== 'acknowledged')
      throw typed('cannot_proceed');
    const id = this.id('obp');
    if (verification !== undefined) {
      verification.status = 'consumed';
      verification.consumed_by = { type: 'outbound_payment', outbound_payment: id };
    }
    const said = { value: script.lies ? amount.value + 1 : amount.value, currency: 'gbp' };
    const object: OutboundPayment = {
      id,
      object: 'v2.money_management.outbound_payment',
      amount: said,
      cancelable: true,
      created: this.now(),
      from: { debited: said, financial_account: from.financial_account },
      livemode: false,
      metadata,
      recipient_notification: { setting: 'none' },
      ...(recipient_verification !== undefined && { recipient_verification }),
      statement_descriptor,
      status: 'processing',
      ...(script.underReview && { status_details: { processing: { reason: 'under_review' } } }),
      to: { credited: said, payout_method: to.payout_method, recipient: to.recipient },
    };
    let at = this.#clock.now().getTime();
    const coming = (script.fate ?? POSTS).map((fate) => {
      at += fate.afterMs;
      return { at, fate };
    });
    this.payments.set(id, { object, accountId, coming });
    this.available -= value;
    this.#enter('outbound_payment', -value, value, id);
    this.#tellOf(object, script.underReview ? 'under_review' : 'created');
    return object;
  }

  payment(id: string): OutboundPayment {
    return this.payments.get(id)?.object ?? refuse(notFound(id));
  }

  /** Newest first, as Stripe lists. */
  list(query: URLSearchParams): OutboundPayment[] {
    const recipient = query.get('recipient');
    const statuses = [...query].filter(([name]) => name.startsWith('status')).map(([, value]) => value);
    return [...this.payments.values()]
      .map(({ object }) => object)
      .filter(
        (each) => (recipient === null || each.to.recipient === recipient) && (statuses.length === 0 || statuses.includes(each.status)),
      )
      .reverse();
  }

  /** What has fallen due by the clock happens. */
  work(): void {
    const now = this.#clock.now().getTime();
    for (const { object, coming } of this.payments.values()) {
      while (coming[0] !== undefined && coming[0].at <= now) {
        const next = coming.shift();
        if (next !== undefined) this.#move(object, next.fate, new Date(next.at).toISOString());
      }
    }
  }

  #move(object: OutboundPayment, { status, reason }: Fate, at: string): void {
    const value = BigInt(object.amount.value);
    object.status = status as Status;
    object.status_transitions = { ...object.status_transitions, [`${status}_at`]: at };
    delete object.status_details;
    if (status === 'failed') object.status_details = { failed: { reason: reason ?? 'unknown_failure' } };
    if (status === 'returned') object.status_details = { returned: { reason: reason ?? 'unknown_failure' } };
    if (status === 'posted') this.#enter('outbound_payment', 0n, -value, object.id, at);
    if (status === 'failed' || status === 'canceled') {
      this.available += value;
      this.#enter('outbound_payment_reversal', value, -value, object.id, at);
    }
    if (status === 'returned') {
      this.available += value;
      this.#enter('outbound_payment_reversal', value, 0n, object.id, at);
    }
    this.#tellOf(object, status);
  }

  #tellOf({ id }: OutboundPayment, what: string): void {
    this.#tell(`v2.money_management.outbound_payment.${what}`, id, 'v2.money_management.outbound_payment');
  }

  #enter(category: string, available: bigint, outbound: bigint, payment?: string, at = this.now()): void {
    const gbp = (value: bigint) => ({ value: Number(value), currency: 'gbp' });
    this.entries.push({
      id: this.id('trxne'),
      object: 'v2.money_management.transaction_entry',
      balance_impact: { available: gbp(available), inbound_pending: gbp(0n), outbound_pending: gbp(outbound) },
      created: at,
      effective_at: at,
      livemode: false,
      transaction: this.id('trxn'),
      transaction_details: {
        category,
        financial_account: this.#financialAccount,
        ...(payment !== undefined && { flow: { type: 'outbound_payment', outbound_payment: payment } }),
      },
    } satisfies TransactionEntry);
  }
}

function taken<Value>(parsed: { success: true; data: Value } | { success: false; error: { message: string } }): Value {
  if (!parsed.success) throw invalid(parsed.error.message);
  return parsed.data;
}

function refuse(error: FakeError): never {
  throw error;
}
