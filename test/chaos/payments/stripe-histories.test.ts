import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StripeBook, stripeBook } from '../../support/stripe-book.ts';
import { playHistories } from '../../support/stripe-histories.ts';
import { sized } from '../size.ts';

const SEED = Number(process.env['STRIPE_SEED'] ?? 20_261_122);
// npm test plays over two hundred already, with time-outs on the stand-in's word; here they are real.
const HISTORIES = sized({ small: 45, full: 2_000 });

describe(`a payment by Stripe, ${HISTORIES} times`, () => {
  let of: StripeBook;
  beforeAll(async () => {
    of = await stripeBook({ timeoutMs: 1_000 });
    of.book.clock.set('2026-05-06T09:00:00Z');
    of.fake.money.fund(50_000_000n);
  });
  afterAll(() => of.close());

  it(`is made once if it is settled and not at all if it failed (seed ${SEED})`, async () => {
    expect(await playHistories(of, SEED, HISTORIES)).toEqual([]);
  }, 3_600_000);
});
