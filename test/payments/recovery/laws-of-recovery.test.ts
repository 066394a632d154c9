import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShareAmount } from '../../../src/budgets/index.ts';
import { totalOf } from '../../../src/budgets/index.ts';
import { recoveryGrounds } from '../../../src/payments/recovery/rules/kinds.ts';
import { cushionOf, recoverySum } from '../../../src/payments/recovery/rules/recovery-sum.ts';
import { cutByHoldings, cutIntoPieces, planOffsets } from '../../../src/payments/recovery/rules/taking-plan.ts';
import { forMoneyThatCame, usePlans } from '../../../src/payments/recovery/rules/use-plans.ts';
import { weeksOfFunding } from '../../../src/platform/money/round.ts';

const pence = (max: bigint) => fc.bigInt({ min: 0n, max });
const money = fc.record({ counted: pence(3_000_000n), ownMoney: pence(900_000n), contributions: pence(300_000n), owed: pence(300_000n) });
const ground = fc.constantFrom(...recoveryGrounds);
const year = fc
  .bigInt({ min: 1n, max: 9_000_000n })
  .map((agreed) => ({ agreed, from: '2026-04-01' as const, until: '2027-03-31' as const }));
const policy = fc.record({ weeksKept: fc.integer({ min: 0, max: 26 }), smallSum: pence(50_000n) });

const share = (financialYear: '2026-27' | '2027-28', source: string): ShareAmount['share'] => ({
  ...{ line: 'L2', source, financialYear, stream: 'CARE', costCentre: 'C2200', subjective: '5320' },
});
const SHARES = [share('2027-28', 'a'), share('2026-27', 'a'), share('2026-27', 'b')];
const holdings = fc
  .tuple(pence(500_000n), pence(500_000n), pence(500_000n))
  .map((sums) => sums.map((amount, index) => ({ share: SHARES[index] ?? share('2026-27', 'c'), amount })));
/** Shares with money, and a sum that they can give. */
const askedOf = holdings
  .filter((held) => totalOf(held) > 0n)
  .chain((held) => fc.record({ held: fc.constant(held), amount: fc.bigInt({ min: 1n, max: totalOf(held) }) }));
const sumOf = (takings: readonly { readonly amount: bigint }[]) => takings.reduce((sum, { amount }) => sum + amount, 0n);
const heldBy = (parts: readonly ShareAmount[], of: ShareAmount['share']) => totalOf(parts.filter((each) => each.share === of));

describe('the sum', () => {
  it('is never above what the ground lets be asked for, and never touches what is the family’s own or owed', () => {
    fc.assert(
      fc.property(ground, money, year, policy, (why, asked, time, limits) => {
        const public_ = asked.counted - asked.ownMoney - asked.contributions - asked.owed;
        const { amount } = recoverySum(why, asked, time, limits);
        const stays = why === 'more-than-needed' ? weeksOfFunding(time.agreed, limits.weeksKept) : 0n;
        expect(amount === 0n || amount <= public_ - stays).toBe(true);
        // What is left in the account still holds everything that is not ours to ask for.
        expect(amount === 0n || asked.counted - amount >= asked.ownMoney + asked.contributions + asked.owed + stays).toBe(true);
        expect(why === 'fraud' || amount === 0n || amount > limits.smallSum).toBe(true);
      }),
    );
  });

  it('never grows when the family has more of its own in the account or owes more', () => {
    fc.assert(
      fc.property(ground, money, year, policy, pence(100_000n), (why, asked, time, limits, more) => {
        const sum = (changed: Partial<typeof asked>) => recoverySum(why, { ...asked, ...changed }, time, limits).amount;
        const before = sum({});
        expect(sum({ counted: asked.counted + more, ownMoney: asked.ownMoney + more })).toBe(before);
        for (const less of [
          { owed: asked.owed + more },
          { contributions: asked.contributions + more },
          { ownMoney: asked.ownMoney + more },
        ])
          expect(sum(less) <= before).toBe(true);
      }),
    );
  });
});

describe('whose money it is', () => {
  it('is cut so that no share gives more than it holds, and no penny is lost', () => {
    fc.assert(
      fc.property(askedOf, ({ held, amount }) => {
        const parts = cutByHoldings(amount, held);
        expect(totalOf(parts)).toBe(amount);
        for (const part of parts) expect(part.amount > 0n && part.amount <= heldBy(held, part.share)).toBe(true);
      }),
    );
  });

  it('is cut into the payments of a plan, each of one year and all together the whole', () => {
    fc.assert(
      fc.property(askedOf, fc.integer({ min: 1, max: 6 }), ({ held, amount }, count) => {
        const parts = cutByHoldings(amount, held);
        const sums = Array.from({ length: count }, (_, index) =>
          index === count - 1 ? amount - (amount / BigInt(count)) * BigInt(count - 1) : amount / BigInt(count),
        );
        const pieces = cutIntoPieces(parts, sums);
        expect(pieces.map((piece) => totalOf(piece.flat()))).toEqual(sums);
        for (const part of parts) expect(heldBy(pieces.flat(2), part.share)).toBe(part.amount);
        for (const one of pieces.flat()) expect(new Set(one.map((each) => each.share.financialYear)).size).toBe(1);
      }),
    );
  });
});

describe('what is kept from payments to come', () => {
  const payments = fc.array(fc.bigInt({ min: 1n, max: 200_000n }), { maxLength: 12 }).map((amounts) =>
    amounts.map((amount, index) => ({
      ...{ dueRef: `due-${index}`, amount },
      payOn: `2026-${String(index + 1).padStart(2, '0')}-01` as `2026-${number}-01`,
    })),
  );
  const limits = fc.record({
    cushion: pence(900_000n),
    needs: fc.option(pence(300_000n), { nil: undefined }),
    each: fc.option(fc.bigInt({ min: 1n, max: 100_000n }), { nil: undefined }),
  });

  const small = askedOf.map(({ held, amount }) => ({ held, amount: amount / 20n + 1n }));

  it('is the whole sum or nothing, never a whole payment, and never leaves support with less than it needs', () => {
    let borne = 0;
    fc.assert(
      fc.property(small, payments, limits, ({ held, amount }, open, limit) => {
        const planned = planOffsets(cutByHoldings(amount, held), open, limit);
        if (!planned.ok) return;
        borne += 1;
        expect(sumOf(planned.value)).toBe(amount);
        const full = open.map((each) => each.amount).toSorted((one, other) => Number(other - one))[0] ?? 1n;
        let account = limit.cushion;
        let hasGiven = false;
        for (const payment of open) {
          const kept = sumOf(planned.value.filter(({ dueRef }) => dueRef === payment.dueRef));
          expect(kept < payment.amount && kept <= (limit.each ?? kept)).toBe(true);
          hasGiven ||= kept > 0n;
          account += payment.amount - kept;
          const costs = (limit.needs ?? full) * payment.amount;
          account -= costs / full + (costs % full === 0n ? 0n : 1n);
          // Nothing is kept if support would be short at that payment or at any after it.
          expect(hasGiven && account < 0n).toBe(false);
        }
        for (const { parts } of planned.value) expect(new Set(parts.map((each) => each.share.financialYear)).size).toBe(1);
      }),
      { numRuns: 300 },
    );
    expect(borne).toBeGreaterThan(30);
  });

  it('is used up by whatever settles it, so that what is planned and what is used are always the whole', () => {
    fc.assert(
      fc.property(askedOf, fc.integer({ min: 1, max: 5 }), fc.bigInt({ min: 1n, max: 2_000_000n }), ({ held, amount }, count, came) => {
        const sums = Array.from({ length: count }, (_, index) =>
          index === count - 1 ? amount - (amount / BigInt(count)) * BigInt(count - 1) : amount / BigInt(count),
        );
        const plans = cutIntoPieces(cutByHoldings(amount, held), sums).flatMap((pieces, index) =>
          pieces.map((parts, part) => ({
            ...{ takingId: `${index}/${part}`, parts, amount: totalOf(parts) },
            kind: index % 2 === 0 ? ('offset' as const) : ('payment' as const),
          })),
        );
        const used = usePlans(forMoneyThatCame(plans), came);
        if (used === undefined) {
          expect(came > amount).toBe(true);
          return;
        }
        const left = plans.reduce((sum, plan) => {
          const change = used.plans.find(({ takingId }) => takingId === plan.takingId);
          return sum + (change === undefined ? plan.amount : totalOf(change.left));
        }, 0n);
        expect([totalOf(used.parts), left]).toEqual([came, amount - came]);
      }),
    );
  });
});

it('only what was counted from the account can carry support, and it is never less than nothing', () => {
  fc.assert(
    fc.property(ground, money, (why, asked) => {
      const cushion = cushionOf(why, asked);
      expect(cushion >= 0n && cushion <= asked.counted).toBe(true);
      if (why !== 'more-than-needed' && why !== 'death') expect(cushion).toBe(0n);
    }),
  );
});
