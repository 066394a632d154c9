import { accountForRail, accountsForRailBalance } from '../../src/budgets/index.ts';
import { setUpRail } from '../../src/payments/index.ts';
import { PAYMENT_EVENTS, readWaitingEvents } from '../../src/payments/rails/stripe/read-events.ts';
import { readWebhook } from '../../src/payments/rails/stripe/read-webhook.ts';
import { keepEvents } from '../../src/payments/rails/stripe/receipts.ts';
import { connectStripe } from '../../src/payments/rails/stripe/stripe-connection.ts';
import { stripeRail } from '../../src/payments/rails/stripe/stripe-rail.ts';
import { paymentBook, quiet } from './payment-book.ts';
import type { FakeEvent } from './stripe-fake/fake-events.ts';
import { givesUpAtOnce } from './stripe-fake/gives-up-at-once.ts';
import { FAKE_ACCOUNT, FAKE_KEY, FAKE_SECRET, StripeFake } from './stripe-fake/stripe-fake.ts';

/** A council that pays by Stripe, and the stand-in that it pays by. The code between them is the service's own. */
/** With a time-out the client waits for it as it does for Stripe; without one the stand-in says when it is over. */
export async function stripeBook({ timeoutMs }: { readonly timeoutMs?: number } = {}) {
  const book = await paymentBook();
  const fake = new StripeFake(book.clock);
  fake.slowIsMarked = timeoutMs === undefined;
  const host = { ...(await fake.start()), ...(fake.slowIsMarked && { httpClient: givesUpAtOnce() }) };
  const settings = {
    secretKey: FAKE_KEY,
    financialAccount: FAKE_ACCOUNT,
    webhookSecrets: [FAKE_SECRET],
    contactEmail: 'payments@testham.gov.uk',
  };
  const connection = connectStripe(settings, book.authorityId, { host, ...(timeoutMs !== undefined && { timeoutMs }) });
  const { desk, ledger, clock } = book;
  const stripeDesk = { ...connection, database: desk.database, clock, ledger, dueLines: desk.dueLines };
  const rail = stripeRail(stripeDesk);
  const set = await setUpRail(desk, book.as('test'), {
    rail: 'stripe',
    bank: 'stripe',
    settledBy: 'rail-statement',
    largestPayment: 1_000_000n,
    largestRun: 2_000_000n,
    plannedDaily: true,
  });
  if (!set.ok) throw new Error(set.refusal.code);
  const accounts = [accountForRail('stripe'), ...accountsForRailBalance('stripe')];
  await ledger.openAccounts(
    book.as('test'),
    accounts.map((account) => ({ ...account, opensOn: '2026-04-01' })),
  );
  const runDesk = { ...desk, rails: new Map([['stripe', rail]]) };
  return {
    book,
    fake,
    host,
    settings,
    stripeDesk,
    runDesk,
    rail,
    /** As the endpoint does: judged by its signature, kept by its id. */
    deliver: async (...events: readonly FakeEvent[]): Promise<void> => {
      const heads = events.map((event) => {
        const { body, signature } = fake.signed(event);
        const read = readWebhook(stripeDesk, body, signature, clock.now());
        if (!read.ok) throw new Error(read.refusal.code);
        return read.value;
      });
      await keepEvents(stripeDesk, heads);
    },
    readEvents: () => readWaitingEvents(stripeDesk, { readers: PAYMENT_EVENTS, log: quiet }),
    close: async () => {
      await fake.stop();
      await book.store.close();
    },
  };
}

export type StripeBook = Awaited<ReturnType<typeof stripeBook>>;
