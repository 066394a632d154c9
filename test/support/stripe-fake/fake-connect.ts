import type { Clock } from '../../../src/platform/clock/clock.ts';
import { FakeError, notFound } from './fake-errors.ts';
import type { FakeEvents } from './fake-events.ts';

interface FakeTransfer extends Record<string, unknown> {
  id: string;
  amount: number;
  amount_reversed: number;
  reversed: boolean;
}

/** Transfers, reversals and payouts of the first API: money of connected accounts. */
export class FakeConnect {
  readonly transfers = new Map<string, FakeTransfer>();
  readonly payouts = new Map<string, Record<string, unknown>>();
  /** What each connected account holds. */
  readonly balances = new Map<string, number>();
  ours = 0;
  readonly #clock: Clock;
  readonly #events: FakeEvents;
  #made = 0;

  constructor(clock: Clock, events: FakeEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  open(account: string): void {
    this.balances.set(account, 0);
  }

  transfer(body: Record<string, unknown>): object {
    const destination = String(body['destination']);
    const amount = Number(body['amount']);
    if (!this.balances.has(destination)) throw notFound(destination);
    if (amount > this.ours)
      throw new FakeError(400, { type: 'invalid_request_error', code: 'balance_insufficient', message: 'Too little.' });
    this.ours -= amount;
    this.balances.set(destination, (this.balances.get(destination) ?? 0) + amount);
    const transfer: FakeTransfer = {
      id: this.#id('tr'),
      object: 'transfer',
      amount,
      amount_reversed: 0,
      currency: String(body['currency']),
      created: this.#now(),
      destination,
      livemode: false,
      metadata: body['metadata'] ?? {},
      transfer_group: body['transfer_group'] ?? null,
      reversed: false,
    };
    this.transfers.set(transfer.id, transfer);
    this.#events.snapshot('transfer.created', transfer);
    return transfer;
  }

  reverse(id: string, body: Record<string, unknown>): object {
    const transfer = this.find(id) as FakeTransfer;
    const amount = Number(body['amount'] ?? transfer.amount - transfer.amount_reversed);
    const account = String(transfer['destination']);
    const holds = this.balances.get(account) ?? 0;
    if (amount > holds)
      throw new FakeError(400, { type: 'invalid_request_error', code: 'balance_insufficient', message: 'Paid out already.' });
    this.balances.set(account, holds - amount);
    this.ours += amount;
    transfer.amount_reversed += amount;
    transfer.reversed = transfer.amount_reversed === transfer.amount;
    this.#events.snapshot('transfer.reversed', transfer);
    return {
      id: this.#id('trr'),
      object: 'transfer_reversal',
      amount,
      currency: 'gbp',
      created: this.#now(),
      transfer: id,
      metadata: body['metadata'] ?? {},
    };
  }

  /** The connected account's automatic payout to its own bank. */
  payOut(account: string, status: 'paid' | 'failed' = 'paid'): string {
    const amount = this.balances.get(account) ?? 0;
    if (status === 'paid') this.balances.set(account, 0);
    const id = this.#id('po');
    const payout = {
      id,
      object: 'payout',
      amount,
      currency: 'gbp',
      created: this.#now(),
      arrival_date: this.#now(),
      automatic: true,
      livemode: false,
      status,
    };
    this.payouts.set(`${account} ${id}`, payout);
    this.#events.snapshot(`payout.${status}`, payout, account);
    return id;
  }

  find(id: string): object {
    const found = this.transfers.get(id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  listTransfers(query: URLSearchParams): object[] {
    const group = query.get('transfer_group');
    return [...this.transfers.values()].filter((each) => group === null || each['transfer_group'] === group).reverse();
  }

  findPayout(account: string, id: string): object {
    const found = this.payouts.get(`${account} ${id}`);
    if (found === undefined) throw notFound(id);
    return found;
  }

  #id(kind: string): string {
    this.#made += 1;
    return `${kind}_test${String(this.#made).padStart(8, '0')}`;
  }

  #now(): number {
    return Math.floor(this.#clock.now().getTime() / 1_000);
  }
}
