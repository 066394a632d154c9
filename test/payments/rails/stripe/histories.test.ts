import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StripeBook, stripeBook } from '../../../support/stripe-book.ts';
import { playHistories, rows } from '../../../support/stripe-histories.ts';

const SEED = Number(process.env['STRIPE_SEED'] ?? 8);

describe('a payment by Stripe', () => {
  let of: StripeBook;
  beforeAll(async () => {
    of = await stripeBook();
    of.book.clock.set('2026-05-06T09:00:00Z');
    of.fake.money.fund(5_000_000n);
  });
  afterAll(() => of.close());

  it(`is made once if it is settled and not at all if it failed, whatever fails at which step (seed ${SEED})`, async () => {
    expect(await playHistories(of, SEED, 215, 215)).toEqual([]);
    const [sums] = await rows<{ settled: string; sent: string }>(
      of,
      `select coalesce(sum(amount) filter (where state = 'settled'), 0)::text as settled,
              coalesce(sum(amount) filter (where state = 'sent'), 0)::text as sent
         from payments.payment_instructions where rail = 'stripe'`,
      [],
    );
    expect(await of.book.balance('rail-balance:stripe')).toBe(-BigInt(sums?.settled ?? 0));
    expect(await of.book.balance('clearing:stripe')).toBe(BigInt(sums?.sent ?? 0));
  }, 240_000);
});
