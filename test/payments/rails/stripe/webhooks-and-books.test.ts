import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerStripe } from '../../../../jobs/stripe-events.ts';
import { listOpenAlerts } from '../../../../src/alerts/index.ts';
import { findPaymentRun, PAYMENT_EVENTS, releasePaymentRun, sendRunPayments } from '../../../../src/payments/index.ts';
import { compareBooks } from '../../../../src/payments/rails/stripe/compare-books.ts';
import { listRailEntries } from '../../../../src/payments/rails/stripe/rail-books.ts';
import { sweepStripeAccount } from '../../../../src/payments/rails/stripe/sweep.ts';
import { stripeWebhooks } from '../../../../src/payments/rails/stripe/webhook-route.ts';
import { JobRegistry } from '../../../../src/platform/queue/job-registry.ts';
import { LINE, quiet, uuidOf } from '../../../support/payment-book.ts';
import { type StripeBook, stripeBook } from '../../../support/stripe-book.ts';
import type { AccountScript } from '../../../support/stripe-fake/fake-money.ts';
import { rows } from '../../../support/stripe-histories.ts';

let of: StripeBook;
let server: Server;
let address: string;
beforeAll(async () => {
  of = await stripeBook();
  of.fake.money.fund(1_000_000n);
  const other = { ...of.stripeDesk, authorityId: of.book.authorityId + 1, webhookSecrets: ['whsec_of_another_authority'] };
  const desks = new Map([
    ['testham', { ...of.stripeDesk, webhookSecrets: [...of.stripeDesk.webhookSecrets, 'whsec_the_secret_before_it'] }],
    ['otherham', other],
  ]);
  const app = express().use(stripeWebhooks({ desks, log: { warn: () => undefined, error: () => undefined } }));
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await of.close();
});

async function planned(name: string, script: AccountScript = {}, payDate = '2026-05-06') {
  const { book, fake } = of;
  const [accountId, payeeId] = [uuidOf(`${name} account`), uuidOf(`${name} payee`)];
  fake.money.scripts.set(accountId, script);
  book.desk.payees.payees.set(payeeId, { code: 'payee-1', accountId, maskedAccount: '••••1234' });
  const line = { dueRef: name, kind: 'instalment' as const, payee: 'payee-1', payeeId, accountId, parts: [{ share: LINE, amount: 100n }] };
  const run = await book.approved(book.plan(name, { payDate: payDate as '2026-05-06', rail: 'stripe', lines: [line] }));
  await releasePaymentRun(of.runDesk, book.as('system'), run);
  return run;
}
const send = (runId: string) => sendRunPayments(of.runDesk, of.book.as('system'), { runId, log: quiet });
const stateOf = async (runId: string) => (await findPaymentRun(of.runDesk, of.book.authorityId, runId))?.instructions[0]?.state;
const parked = () => rows<{ reason: string; object_id: string }>(of, 'select reason, object_id from payments.stripe_parked', []);

describe('a payment by Stripe', () => {
  it('waits for its day, because the money is there within seconds', async () => {
    const run = await planned('waits');
    await send(run.runId);
    expect([await stateOf(run.runId), of.fake.money.payments.size]).toEqual(['released', 0]);
    of.book.clock.set('2026-05-06T08:00:00Z');
    await send(run.runId);
    expect([await stateOf(run.runId), of.fake.money.payments.size]).toEqual(['sent', 1]);
    const [made] = [...of.fake.money.payments.values()];
    expect(made?.object).toMatchObject({
      statement_descriptor: run.instructions[0]?.reference,
      amount: { value: 100, currency: 'gbp' },
      recipient_notification: { setting: 'none' },
    });
  });

  it('is refused when the reference is of another authority, the sum is above the scheme or the payee has no details', async () => {
    const reference = 'TF00010000000001XX';
    const instruction = { key: 'k', reference, amount: 1n, payDate: '2026-05-06' as const, account: { accountName: 'A' } };
    const signal = AbortSignal.timeout(5_000);
    expect(await of.rail.send(instruction, { signal })).toEqual({ answer: 'refused', reason: 'rail-of-another-authority' });
    const own = (await planned('own')).instructions[0]?.reference ?? '';
    const ours = { ...instruction, reference: own };
    expect(await of.rail.send(ours, { signal })).toEqual({ answer: 'refused', reason: 'payee-details-missing' });
    const large = { ...ours, accountId: uuidOf('own account'), amount: 100_000_001n };
    expect(await of.rail.send(large, { signal })).toEqual({ answer: 'refused', reason: 'above-network-limit' });
  });

  it.each([
    ['blocked_by_stripe', 'blocked-by-rail'],
    ['capability_not_enabled', 'rail-not-enabled'],
    ['insufficient_funds', 'rail-balance-too-low'],
    ['something_new_of_2027', 'stripe-something-new-of-2027'],
  ])('is refused by name when Stripe says %s, and due again', async (refuses, reason) => {
    const run = await planned(refuses, { refuses });
    await send(run.runId);
    expect(await stateOf(run.runId)).toBe('refused');
    const [attempt] = await rows<{ reason: string }>(of, 'select reason from payments.payment_attempts where instruction_id = $1', [
      run.instructions[0]?.instructionId,
    ]);
    expect([attempt?.reason, of.book.desk.dueLines.told.get(refuses)]).toEqual([reason, 'returned']);
  });

  it('settles from the balance that Stripe keeps, and comes back to it days later', async () => {
    const before = await of.book.balance('rail-balance:stripe');
    const fate = [
      { afterMs: 1_000, status: 'posted' },
      { afterMs: 3 * 86_400_000, status: 'returned', reason: 'payout_method_closed' },
    ];
    const run = await planned('returned', { fate });
    await send(run.runId);
    of.book.clock.advance(60_000);
    of.fake.money.work();
    await of.deliver(...of.fake.events.all);
    await of.readEvents();
    expect([await stateOf(run.runId), await of.book.balance('rail-balance:stripe')]).toEqual(['settled', (before ?? 0n) - 200n]);
    of.book.clock.set('2026-05-10T08:00:00Z');
    of.fake.money.work();
    await of.deliver(...of.fake.events.all);
    await of.readEvents();
    expect([await stateOf(run.runId), await of.book.balance('rail-balance:stripe')]).toEqual(['returned', (before ?? 0n) - 100n]);
    const [back] = await rows<{ reason: string }>(of, 'select reason from payments.payment_returns where instruction_id = $1', [
      run.instructions[0]?.instructionId,
    ]);
    expect(back?.reason).toBe('payout-method-closed');
  });
});

describe("Stripe's endpoint", () => {
  const post = async (path: string, body: Buffer, signature?: string) => {
    const headers = { 'content-type': 'application/json', ...(signature !== undefined && { 'stripe-signature': signature }) };
    return (await fetch(`${address}/webhooks/stripe/${path}`, { method: 'POST', body: new Uint8Array(body), headers })).status;
  };
  const count = async () =>
    Number(
      (
        await rows<{ n: string }>(of, "select count(*) as n from payments.waiting_webhook_receipts('stripe', $1, '', 10000)", [
          of.book.authorityId,
        ])
      )[0]?.n,
    );

  it('takes what one of two secrets has signed, once, however often it comes', async () => {
    of.fake.events.thin('v2.core.event_destination.ping', 'ed_test_1', 'v2.core.event_destination');
    const event = of.fake.events.all.at(-1);
    if (event === undefined) throw new Error('no event');
    const before = await count();
    const [now, old] = [of.fake.signed(event), of.fake.signed(event, { secret: 'whsec_the_secret_before_it' })];
    expect([await post('testham', now.body, now.signature), await post('testham', old.body, old.signature)]).toEqual([200, 200]);
    expect(await count()).toBe(before + 1);
    await of.readEvents();
    expect(await count()).toBe(before);
  });

  it('refuses a wrong secret, an altered byte, a replay, no signature and the endpoint of another authority', async () => {
    of.fake.events.thin('v2.core.event_destination.ping', 'ed_test_2', 'v2.core.event_destination');
    const event = of.fake.events.all.at(-1);
    if (event === undefined) throw new Error('no event');
    const before = await count();
    const { body, signature } = of.fake.signed(event);
    const wrong = of.fake.signed(event, { secret: 'whsec_that_nobody_gave_us' });
    const altered = Buffer.from(body);
    altered[altered.length - 3] = (altered[altered.length - 3] ?? 0) ^ 1;
    const replayed = of.fake.signed(event, { at: new Date(of.book.clock.now().getTime() - 301_000) });
    const spaced = Buffer.from(JSON.stringify(event.body, null, 1));
    expect([
      await post('testham', wrong.body, wrong.signature),
      await post('testham', altered, signature),
      await post('testham', replayed.body, replayed.signature),
      await post('testham', spaced, signature),
      await post('testham', body),
      await post('otherham', body, signature),
      await post('nowhere', body, signature),
    ]).toEqual([400, 400, 400, 400, 400, 400, 404]);
    expect(await count()).toBe(before);
    const young = of.fake.signed(event, { at: new Date(of.book.clock.now().getTime() - 299_000) });
    expect(await post('testham', young.body, young.signature)).toBe(200);
    expect(await post('testham', Buffer.alloc(300_000, 'a'), signature)).toBe(413);
  });

  it('parks what it does not know, for a person to see, with an alert', async () => {
    of.fake.events.thin('v2.money_management.teleportation.begun', 'tp_test_1', 'v2.money_management.teleportation');
    of.fake.events.thin('v2.money_management.outbound_payment.posted', 'obp_test_of_nobody', 'v2.money_management.outbound_payment');
    of.fake.events.snapshot('weather.changed', { id: 'wx_1' });
    await of.deliver(...of.fake.events.all.slice(-3));
    const registry = registerStripe(new JobRegistry(), { database: of.book.desk.database, books: of.stripeDesk, readers: PAYMENT_EVENTS });
    const context = {
      authorityId: of.book.authorityId,
      outboxId: uuidOf('job'),
      attempt: 1,
      clock: of.book.clock,
      signal: AbortSignal.timeout(10_000),
      log: quiet as never,
    };
    await registry.processorOf('payments.read-stripe-events')?.({}, context);
    const kept = (await parked()).map(({ reason, object_id }) => `${reason} ${object_id}`);
    expect(kept).toEqual(expect.arrayContaining(['event-unknown tp_test_1', 'object-unknown obp_test_of_nobody', 'event-unknown wx_1']));
    await registry.processorOf('payments.stripe-needs-look')?.({ sourceRef: 'event-unknown:tp_test_1' }, context);
    const alerts = await listOpenAlerts(of.book.desk.database, of.book.authorityId);
    expect(alerts.some(({ kind, subject }) => kind === 'stripe-parked' && subject === 'tp_test_1')).toBe(true);
  });

  it('may be silent: a sweep finds what was never sent, and a payment that no event spoke of', async () => {
    const run = await planned('silent', {}, '2026-05-10');
    await send(run.runId);
    of.book.clock.advance(3_600_000);
    of.fake.money.work();
    expect(await stateOf(run.runId)).toBe('sent');
    const swept = await sweepStripeAccount(of.stripeDesk);
    expect(swept).toMatchObject({ ok: true, value: { lookedAt: 1 } });
    expect(await stateOf(run.runId)).toBe('settled');
    expect(await sweepStripeAccount(of.stripeDesk)).toMatchObject({ value: { found: 0, lookedAt: 0 } });
  });

  it('moves no money by an object that lies, is half empty or comes from elsewhere', async () => {
    const { applyOutboundPayment } = await import('../../../../src/payments/rails/stripe/apply-outbound-payment.ts');
    const run = await planned('lied about', {}, '2026-05-10');
    await send(run.runId);
    const reference = run.instructions[0]?.reference;
    const object = [...of.fake.money.payments.values()].find(({ object }) => object.statement_descriptor === reference)?.object;
    if (object === undefined) throw new Error('not made');
    const posted = { ...object, status: 'posted', status_transitions: { posted_at: '2026-05-10T10:00:00Z' } };
    const gbp = (value: number) => ({ value, currency: 'gbp' });
    const lies: [string, unknown][] = [
      ['amount-differs', { ...posted, amount: gbp(99) }],
      ['amount-differs', { ...posted, from: { ...posted.from, debited: gbp(101) } }],
      ['currency-wrong', { ...posted, amount: { value: 100, currency: 'eur' } }],
      ['other-account', { ...posted, from: { ...posted.from, financial_account: 'fa_of_somebody' } }],
      ['payee-differs', { ...posted, to: { ...posted.to, recipient: 'acct_of_somebody' } }],
      ['other-mode', { ...posted, livemode: true }],
      ['status-unknown', { ...posted, status: 'half_posted' }],
      ['time-missing', { ...posted, status_transitions: {} }],
      ['object-unreadable', { id: object.id, object: object.object }],
      ['no-instruction', { ...posted, id: 'obp_x', statement_descriptor: 'NOBODY', metadata: {} }],
      ['paid-twice', { ...posted, id: 'obp_second' }],
    ];
    for (const [reason, lie] of lies) expect(await applyOutboundPayment(of.stripeDesk, lie, object.id)).toEqual({ is: 'parked', reason });
    expect(await stateOf(run.runId)).toBe('sent');
    expect(await applyOutboundPayment(of.stripeDesk, posted, object.id)).toEqual({ is: 'done' });
    expect(await stateOf(run.runId)).toBe('settled');
    // Last week's picture changes nothing; one that contradicts what we booked is for a person.
    expect(await applyOutboundPayment(of.stripeDesk, { ...object, status: 'processing' }, object.id)).toEqual({ is: 'done' });
    const failed = { ...posted, status: 'failed', status_transitions: { failed_at: '2026-05-10T11:00:00Z' } };
    expect(await applyOutboundPayment(of.stripeDesk, failed, object.id)).toEqual({ is: 'parked', reason: 'status-contradicts' });
    object.status = 'posted';
    object.status_transitions = { posted_at: '2026-05-10T10:00:00Z' };
  });
});

describe("Stripe's own books", () => {
  it('are held against ours day by day: fees are booked from them, and every difference has a name', async () => {
    of.fake.money.charge(30n);
    const day = await of.rail.today();
    const entries = await listRailEntries(of.stripeDesk, day);
    expect(entries.filter(({ category }) => category === 'stripe_fee').map(({ amount }) => amount)).toEqual([-30n]);
    const first = await compareBooks(of.stripeDesk, { day });
    if (!first.ok) throw new Error('not compared');
    // The money that was paid into Stripe is the council's bank line to book.
    expect(first.value.differences).toEqual([{ name: 'money-in-not-booked', amount: 1_000_000n }]);
    expect(await of.book.balance('fees:stripe')).toBe(30n);
    await of.book.post('paid in', {
      effectiveDate: day,
      description: 'Paid in to Stripe',
      postings: [
        { account: 'rail-balance:stripe', amount: 1_000_000n },
        { account: 'bank:main', amount: -1_000_000n },
      ],
    });
    expect(await compareBooks(of.stripeDesk, { day })).toEqual({ ok: true, value: { differences: [] } });
    expect(await of.book.balance('fees:stripe')).toBe(30n);
    expect(await of.book.balance('rail-balance:stripe')).toBe(of.fake.money.available);
  });
});
