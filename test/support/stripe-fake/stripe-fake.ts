import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import type { Clock } from '../../../src/platform/clock/clock.ts';
import { FakeError, invalid, notFound } from './fake-errors.ts';
import { type FakeEvent, FakeEvents } from './fake-events.ts';
import { FakeMoney } from './fake-money.ts';
import type { Fault, FaultRule, Step } from './faults.ts';
import { TOO_LATE } from './gives-up-at-once.ts';
import { faultOfV1, readForm } from './v1-schema.ts';

export const FAKE_KEY = 'sk_test_0123456789abcdef';
export const FAKE_ACCOUNT = 'fa_test_65SkfKGdKR2xQbmm';
export const FAKE_SECRET = 'whsec_0123456789abcdefghij';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly account: string | undefined;
}

/** Stripe's shape on this machine: a server over a socket, with state, a clock that is passed in, and faults that are asked for. */
export class StripeFake {
  readonly events: FakeEvents;
  readonly money: FakeMoney;
  /** Objects of the first API that a test puts there, by path. */
  readonly objects = new Map<string, Record<string, unknown>>();
  faults: FaultRule[] = [];
  /** The client is told that its time is over instead of waiting for it. */
  slowIsMarked = false;
  /** Every request that did something, in order. */
  readonly asked: string[] = [];
  readonly #keys = new Map<string, { readonly digest: string; readonly answer: unknown }>();
  readonly #clock: Clock;
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  constructor(clock: Clock) {
    this.#clock = clock;
    this.events = new FakeEvents(clock);
    this.money = new FakeMoney(clock, FAKE_ACCOUNT, (type, id, kind) => this.events.thin(type, id, kind));
  }

  async start(): Promise<{ readonly host: string; readonly port: number; readonly protocol: 'http' }> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#server.keepAliveTimeout = 60_000;
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port, protocol: 'http' };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** As Stripe does after a day or a month: the same key is then a new request. */
  forgetKeys(): void {
    this.#keys.clear();
  }

  /** The bytes of a webhook and their signature. */
  signed(event: Pick<FakeEvent, 'body'>, { secret = FAKE_SECRET, at = this.#clock.now() } = {}) {
    const payload = JSON.stringify(event.body);
    const header = signer.webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(at.getTime() / 1_000) });
    return { body: Buffer.from(payload), signature: header };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const url = new URL(request.url ?? '/', 'http://stripe');
    const isV2 = url.pathname.startsWith('/v2/');
    try {
      if (request.headers.authorization !== `Bearer ${FAKE_KEY}`)
        throw new FakeError(401, { type: 'invalid_request_error', message: 'No such key.' });
      const body = text === '' ? {} : isV2 ? (JSON.parse(text) as unknown) : readForm(text);
      const fault = isV2 ? undefined : faultOfV1(request.method ?? '', url.pathname, body);
      if (fault !== undefined) throw invalid(fault);
      const asked: Asked = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        body,
        account: header(request, 'stripe-context') ?? header(request, 'stripe-account'),
      };
      this.money.work();
      await this.#withFault(this.#faultFor(asked), response, () => this.#once(header(request, 'idempotency-key'), asked, text));
    } catch (error) {
      if (error instanceof FakeError) return send(response, error.status, error.body);
      send(response, 500, { error: { type: 'api_error', message: String(error) } });
    }
  }

  async #withFault(fault: Fault | undefined, response: ServerResponse, act: () => unknown): Promise<void> {
    if (fault === 'gone-before') return void response.destroy();
    if (fault === 'error-before') return send(response, 500, { error: { type: 'api_error', message: 'out of order' } });
    if (fault === 'too-many') return send(response, 429, { error: { type: 'rate_limit', code: 'rate_limit', message: 'too many' } });
    const answer = act();
    if (fault === 'gone-after') return void response.destroy();
    if (fault === 'error-after') return send(response, 500, { error: { type: 'api_error', message: 'out of order' } });
    if (fault === 'slow' && this.slowIsMarked) response.setHeader(TOO_LATE, 'yes');
    // Whoever asked gives up by itself.
    else if (fault === 'slow') return;
    send(response, 200, answer);
  }

  /** The same key is the same request, done once; the same key with other words is refused. */
  #once(key: string | undefined, asked: Asked, text: string): unknown {
    if (asked.method !== 'POST' || key === undefined) return this.#route(asked);
    const digest = createHash('sha256')
      .update(`${asked.path} ${asked.account ?? ''} ${text}`)
      .digest('hex');
    const before = this.#keys.get(key);
    if (before !== undefined && before.digest !== digest) {
      throw new FakeError(400, { type: 'idempotency_error', code: 'idempotency_error', message: 'Another request had this key.' });
    }
    // What was done is told as it stands now, as the second API may.
    if (before !== undefined) return before.answer;
    const answer = this.#route(asked);
    this.asked.push(`${asked.path} ${key}`);
    this.#keys.set(key, { digest, answer });
    return answer;
  }

  #route({ method, path, query, body, account }: Asked): unknown {
    const [, version, room = '', kind = '', id, action] = path.split('/');
    const { money } = this;
    switch (`${method} ${version} ${room} ${kind}${id === undefined ? '' : ' id'}${action === undefined ? '' : ` ${action}`}`) {
      case 'POST v2 core accounts':
        return money.createRecipient(body);
      case 'POST v2 money_management outbound_setup_intents':
        return money.createMethod(body, account);
      case 'POST v2 money_management recipient_verifications':
        return money.createVerification(body);
      case 'GET v2 money_management recipient_verifications id':
        return money.verification(id ?? '');
      case 'POST v2 money_management recipient_verifications id acknowledge':
        return money.acknowledge(id ?? '');
      case 'POST v2 money_management outbound_payments':
        return money.createPayment(body);
      case 'GET v2 money_management outbound_payments':
        return page(money.list(query), query, path);
      case 'GET v2 money_management outbound_payments id':
        return money.payment(id ?? '');
      case 'GET v2 money_management transaction_entries':
        return page(money.entries.toReversed(), query, path);
      case 'GET v2 core events':
        return page(this.#events('v2'), query, path);
      case 'GET v1 events ':
        return listV1(this.#events('v1'), query, path);
    }
    const put = this.objects.get(path);
    if (method === 'GET' && put !== undefined) return put;
    throw notFound(path);
  }

  #events(version: 'v1' | 'v2'): ({ id: string } & Record<string, unknown>)[] {
    return this.events.all
      .filter((each) => each.version === version)
      .map(({ id, body }) => ({ ...body, id }))
      .reverse();
  }

  #faultFor({ method, path, query, body, account }: Asked): Fault | undefined {
    const step = stepOf(method, path);
    if (step === undefined) return undefined;
    const accountId = this.#accountOf(step, path, query, body, account);
    const rule = this.faults.find(
      (each) => each.step === step && each.times > 0 && (each.accountId === undefined || each.accountId === accountId),
    );
    if (rule === undefined) return undefined;
    rule.times -= 1;
    return rule.fault;
  }

  #accountOf(step: Step, path: string, query: URLSearchParams, body: unknown, context: string | undefined): string | undefined {
    const { money } = this;
    const said = body as { metadata?: Record<string, string>; recipient?: string; to?: { recipient?: string } };
    const id = path.split('/')[4] ?? '';
    switch (step) {
      case 'recipient':
        return said.metadata?.['threefold_account'];
      case 'payout-method':
        return money.accountOf(context);
      case 'verification':
        return money.accountOf(said.recipient);
      case 'acknowledgement':
        return money.accountOf(money.verifications.get(id)?.recipient);
      case 'payment':
        return money.accountOf(said.to?.recipient);
      case 'look-up':
        return money.accountOf(query.get('recipient') ?? undefined);
      case 'retrieval':
        return money.payments.get(id)?.accountId;
    }
  }
}

const signer = new Stripe(FAKE_KEY);

function stepOf(method: string, path: string): Step | undefined {
  if (method === 'POST' && path === '/v2/core/accounts') return 'recipient';
  if (method === 'POST' && path.endsWith('/outbound_setup_intents')) return 'payout-method';
  if (method === 'POST' && path.endsWith('/recipient_verifications')) return 'verification';
  if (method === 'POST' && path.endsWith('/acknowledge')) return 'acknowledgement';
  if (path.endsWith('/outbound_payments')) return method === 'POST' ? 'payment' : 'look-up';
  return method === 'GET' && path.includes('/outbound_payments/') ? 'retrieval' : undefined;
}

function page(all: readonly unknown[], query: URLSearchParams, path: string): object {
  const from = Number(query.get('page') ?? '0');
  const limit = Number(query.get('limit') ?? '10');
  const rest = new URLSearchParams(query);
  rest.set('page', String(from + limit));
  return {
    data: all.slice(from, from + limit),
    next_page_url: from + limit < all.length ? `${path}?${rest}` : null,
    previous_page_url: null,
  };
}

function listV1(all: readonly { readonly id: string }[], query: URLSearchParams, url: string): object {
  const after = query.get('starting_after');
  const limit = Number(query.get('limit') ?? '10');
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  return { object: 'list', url, data: all.slice(from, from + limit), has_more: from + limit < all.length };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_fake' });
  response.end(JSON.stringify(body));
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
