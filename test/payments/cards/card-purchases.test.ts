import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountsForShare, allocatedToLine, type Share, shareAccount } from '../../../src/budgets/index.ts';
import { decidePurchase } from '../../../src/payments/cards/decide-purchase.ts';
import { openCard, setCardRules } from '../../../src/payments/cards/open-card.ts';
import { releaseExpiredPurchases } from '../../../src/payments/cards/release-expired.ts';
import { type CardRules, declineReasons, declineWords, periodStart } from '../../../src/payments/cards/rules/card-rules.ts';
import { answerCardRequests, CARD_EVENTS } from '../../../src/payments/cards/stripe-issuing.ts';
import { readWaitingEvents } from '../../../src/payments/rails/stripe/read-events.ts';
import { STRIPE_API_VERSION } from '../../../src/payments/rails/stripe/stripe-client.ts';
import { stripeWebhooks } from '../../../src/payments/rails/stripe/webhook-route.ts';
import { LINE, quiet, uuidOf } from '../../support/payment-book.ts';
import { type StripeBook, stripeBook } from '../../support/stripe-book.ts';

const SHARE: Share = { ...LINE, line: 'L8' };
const RULES: CardRules = {
  categories: { not: ['betting_casino_gambling'] },
  merchants: { not: ['Shop of regrets'] },
  perPurchase: '20000',
  perPeriod: { period: 'week', amount: '45000' },
};
let of: StripeBook;
beforeAll(async () => {
  of = await stripeBook();
  const { book } = of;
  await book.ledger.openAccounts(
    book.as('test'),
    accountsForShare(SHARE).map((account) => ({ ...account, opensOn: '2026-04-01' })),
  );
  await book.post('allocated to the card', allocatedToLine({ effectiveDate: '2026-04-01', parts: [{ share: SHARE, amount: 50_000n }] }));
  await setCardRules(book.desk, book.as('priya'), { stream: 'CARE', validFrom: '2026-04-01', rules: RULES });
  const card = { cardId: uuidOf('card'), issuer: 'stripe-issuing', issuerRef: 'ic_1', familyId: uuidOf('family'), share: SHARE };
  await openCard(book.desk, book.as('priya'), card);
});
afterAll(() => of.close());

const decide = (purchaseRef: string, amount: bigint, more = {}) =>
  decidePurchase(of.book.desk, {
    authorityId: of.book.authorityId,
    issuer: 'stripe-issuing',
    cardRef: 'ic_1',
    purchaseRef,
    amount,
    currency: 'gbp',
    merchant: 'Swim school',
    category: 'recreation',
    ...more,
  });
const available = async () => {
  const [balance] = await of.book.ledger.balances(of.book.authorityId, [shareAccount(SHARE, 'available')]);
  return [balance?.balance, balance?.pendingOut];
};
const tell = async (type: string, path: string, object: Record<string, unknown> & { readonly id: string }) => {
  of.fake.objects.set(path, object);
  of.fake.events.snapshot(type, object);
  await of.deliver(...of.fake.events.all.slice(-1));
  await readWaitingEvents(of.stripeDesk, { readers: CARD_EVENTS, log: quiet });
};
const created = Math.floor(Date.parse('2026-05-05T10:00:00Z') / 1_000);
const move = (id: string, pence: number, authorization?: string, type = 'capture') =>
  tell('issuing_transaction.created', `/v1/issuing/transactions/${id}`, {
    id,
    amount: -pence,
    currency: 'gbp',
    type,
    authorization: authorization ?? null,
    card: 'ic_1',
    created,
  });

describe('a purchase by card', () => {
  it('holds the money on the share when it is let through, and answers the same when it is asked again', async () => {
    expect(await decide('iauth_1', 10_000n)).toEqual({ approved: true });
    expect(await decide('iauth_1', 10_000n)).toEqual({ approved: true });
    expect(await available()).toEqual([50_000n, 10_000n]);
  });

  it.each([
    ['card-unknown', 100n, { cardRef: 'ic_of_nobody' }],
    ['category-not-covered', 100n, { category: 'betting_casino_gambling' }],
    ['shop-not-covered', 100n, { merchant: 'Shop of regrets' }],
    ['above-purchase-limit', 20_001n, {}],
    ['currency-not-ours', 100n, { currency: 'eur' }],
  ])('is declined as %s, in words that a family can read', async (reason, amount, more) => {
    const decision = await decide(`no ${reason}`, amount, more);
    expect(decision).toMatchObject({ approved: false, reason });
    expect(await available()).toEqual([50_000n, 10_000n]);
  });

  it('keeps its limit of the week though many are made at once, and never takes more than is left', async () => {
    const decisions = await Promise.all([1, 2, 3, 4].map((n) => decide(`iauth_w${n}`, 20_000n)));
    // 100.00 is held: one of 200.00 fits under the week's 450.00, a second would not.
    expect(decisions.filter(({ approved }) => approved)).toHaveLength(1);
    expect(decisions.filter((each) => !each.approved).map((each) => 'reason' in each && each.reason)).toEqual(
      Array(3).fill('above-period-limit'),
    );
    of.book.clock.set('2026-05-11T09:00:00Z');
    expect(await decide('iauth_next', 20_000n)).toEqual({ approved: true });
    expect(await decide('iauth_short', 1n)).toMatchObject({ reason: 'not-enough-left' });
    expect(await available()).toEqual([50_000n, 50_000n]);
  });

  it('is captured for less, for more or without having asked, given back, and let go', async () => {
    const cost = () => of.book.balance(`expense:L8:${SHARE.source}:2026-27`);
    await move('ipi_1', 9_000, 'iauth_1');
    expect([await available(), await cost()]).toEqual([[41_000n, 40_000n], 9_000n]);
    await move('ipi_1', 9_000, 'iauth_1');
    expect(await cost()).toBe(9_000n);
    const authorization = { id: 'iauth_next', status: 'reversed', approved: true, created };
    await tell('issuing_authorization.updated', '/v1/issuing/authorizations/iauth_next', authorization);
    expect(await available()).toEqual([41_000n, 20_000n]);
    await move('ipi_2', 500);
    expect([await available(), await cost()]).toEqual([[40_500n, 20_000n], 9_500n]);
    await move('ipi_3', -500, undefined, 'refund');
    expect([await available(), await cost()]).toEqual([[41_000n, 20_000n], 9_000n]);
    // A shop that adds a tip takes more than was held: the cost has happened and is booked whole.
    expect(await decide('iauth_tip', 1_000n)).toEqual({ approved: true });
    expect(await available()).toEqual([41_000n, 21_000n]);
    await move('ipi_4', 1_200, 'iauth_tip');
    expect([await available(), await cost()]).toEqual([[39_800n, 20_000n], 10_200n]);
  });
});

describe('the question of a shop', () => {
  const ask = (object: Record<string, unknown>) => {
    const body = Buffer.from(JSON.stringify({ type: 'issuing_authorization.request', livemode: false, data: { object } }));
    return answerCardRequests(of.stripeDesk, { id: 'evt_1', type: 'issuing_authorization.request', body });
  };

  it('is answered yes or no, and no when it cannot be read', async () => {
    const object = {
      id: 'iauth_q1',
      card: { id: 'ic_1' },
      pending_request: { amount: 100, currency: 'gbp' },
      merchant_data: { name: 'Swim school', category: 'recreation' },
    };
    expect(await ask(object)).toEqual({ approved: true });
    expect(await ask({ ...object, id: 'iauth_q2', pending_request: { amount: 20_001, currency: 'gbp' } })).toEqual({
      approved: false,
      metadata: { reason: 'above-purchase-limit' },
    });
    expect(await ask({ id: 'iauth_q3' })).toMatchObject({ approved: false });
    expect(await answerCardRequests(of.stripeDesk, { id: 'e', type: 'issuing_card.created', body: Buffer.from('{}') })).toBeUndefined();
  });
});

describe('the question of a shop, over the signed endpoint', () => {
  let server: Server;
  beforeAll(async () => {
    const log = { warn: () => undefined, error: () => undefined };
    server = express()
      .use(stripeWebhooks({ desks: new Map([['testham', of.stripeDesk]]), log, answer: answerCardRequests }))
      .listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const post = (id: string, amount: number, signing: { readonly secret?: string; readonly at?: Date } = {}) => {
    const object = {
      id,
      card: 'ic_1',
      pending_request: { amount, currency: 'gbp' },
      merchant_data: { name: 'Swim school', category: 'recreation' },
    };
    const asked = { id: `evt_${id}`, object: 'event', type: 'issuing_authorization.request', livemode: false, created, data: { object } };
    const { body, signature } = of.fake.signed({ body: asked }, signing);
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}/webhooks/stripe/testham`, { method: 'POST', body, headers: { 'stripe-signature': signature } });
  };

  it('is answered at once with the version that the answer is written in', async () => {
    const yes = await post('iauth_r1', 100);
    expect([yes.status, yes.headers.get('stripe-version'), await yes.json()]).toEqual([200, STRIPE_API_VERSION, { approved: true }]);
    const no = await post('iauth_r2', 20_001);
    expect([no.status, await no.json()]).toEqual([200, { approved: false, metadata: { reason: 'above-purchase-limit' } }]);
  });

  it('holds nothing when the signature is wrong or older than it may be', async () => {
    const before = await available();
    const old = new Date(of.book.clock.now().getTime() - 301_000);
    expect([
      (await post('iauth_r3', 100, { secret: 'whsec_of_somebody_else' })).status,
      (await post('iauth_r4', 100, { at: old })).status,
    ]).toEqual([400, 400]);
    expect(await available()).toEqual(before);
  });
});

describe('what a shop never took', () => {
  it('is free again after thirty-one days and not before, once', async () => {
    const [left = 0n, before = 0n] = await available();
    of.book.clock.advance(86_400_000);
    expect(await decide('iauth_forgotten', 300n)).toEqual({ approved: true });
    expect(await available()).toEqual([left, before + 300n]);
    of.book.clock.advance(31 * 86_400_000 - 1);
    await releaseExpiredPurchases(of.stripeDesk, of.book.authorityId);
    // Those before it are a day older and are free again; it is not.
    expect(await available()).toEqual([left, 300n]);
    of.book.clock.advance(1);
    expect(await releaseExpiredPurchases(of.stripeDesk, of.book.authorityId)).toBe(1);
    expect(await releaseExpiredPurchases(of.stripeDesk, of.book.authorityId)).toBe(0);
    expect(await available()).toEqual([left, 0n]);
  });
});

describe('card rules', () => {
  it('stand as they were set for a day; other ones for the same day are refused', async () => {
    const set = (rules: CardRules) => setCardRules(of.book.desk, of.book.as('priya'), { stream: 'CARE', validFrom: '2026-04-01', rules });
    expect(await set({ ...RULES })).toMatchObject({ ok: true });
    expect(await set({ ...RULES, perPurchase: '30000' })).toMatchObject({ refusal: { code: 'card-rules-set' } });
    expect(await decide('no after other rules', 20_001n)).toMatchObject({ reason: 'above-purchase-limit' });
  });

  it('count weeks from Monday, months from the first and years from 1 April', () => {
    expect(periodStart('week', '2026-05-10')).toBe('2026-05-04');
    expect(periodStart('week', '2026-05-11')).toBe('2026-05-11');
    expect(periodStart('month', '2026-05-11')).toBe('2026-05-01');
    expect(periodStart('financial-year', '2027-03-31')).toBe('2026-04-01');
    expect(periodStart('financial-year', '2027-04-01')).toBe('2027-04-01');
  });

  it('have words for every reason that blame nobody', () => {
    for (const reason of declineReasons) expect(declineWords(reason)).not.toMatch(/debit|credit|overspen|misuse|insufficient/i);
  });
});
