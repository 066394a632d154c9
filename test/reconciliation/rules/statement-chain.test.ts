import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { type ChainStatement, chainOf } from '../../../src/reconciliation/rules/statement-chain.ts';

/** A bank statement for each day, with what moved on it. */
function dailyStatements(moved: readonly bigint[]): { statements: ChainStatement[]; days: Map<PlainDate, bigint> } {
  let balance = 1_000n;
  const days = new Map<PlainDate, bigint>();
  const statements = moved.map((amount, index): ChainStatement => {
    const day = addDays('2026-04-01', index);
    const openingMinor = balance;
    balance += amount;
    days.set(day, amount);
    return { statementId: `S${index}`, firstDay: day, lastDay: day, openingMinor, closingMinor: balance };
  });
  return { statements, days };
}

const movements = fc.array(fc.bigInt({ min: 1n, max: 900n }), { minLength: 3, maxLength: 12 });

describe('the chain of an account', () => {
  it('is one stretch that ties, in whatever order its bank statements came', () => {
    fc.assert(
      fc.property(
        movements.chain((moved) => fc.tuple(fc.constant(moved), fc.shuffledSubarray([...moved.keys()], { minLength: moved.length }))),
        ([moved, order]) => {
          const { statements, days } = dailyStatements(moved);
          const chain = chainOf(
            order.map((index) => statements[index] as ChainStatement),
            days,
          );
          expect(chain.gaps).toEqual([]);
          expect(chain.stretches).toMatchObject([{ firstDay: '2026-04-01', openingMinor: 1_000n, differenceMinor: 0n }]);
        },
      ),
    );
  });

  it('breaks exactly where a bank statement is taken out of its middle, and tells the money it held', () => {
    fc.assert(
      fc.property(
        movements.chain((moved) => fc.tuple(fc.constant(moved), fc.nat(moved.length - 3))),
        ([moved, index]) => {
          const { statements, days } = dailyStatements(moved);
          const [missing] = statements.splice(index + 1, 1);
          days.delete(missing?.firstDay as PlainDate);
          const { gaps, stretches } = chainOf(statements, days);
          expect(gaps.map((gap) => [gap.before.statementId, gap.after.statementId, gap.openingMinor - gap.closingMinor])).toEqual([
            [`S${index}`, `S${index + 2}`, moved[index + 1]],
          ]);
          expect(stretches.map(({ differenceMinor }) => differenceMinor)).toEqual([0n, 0n]);
        },
      ),
    );
  });

  it('tells a line too many or too few as a difference', () => {
    const { statements, days } = dailyStatements([5n, 7n, 9n]);
    days.set('2026-04-02', 14n);
    expect(chainOf(statements, days).stretches).toMatchObject([{ differenceMinor: -7n }]);
  });

  it('keeps bank statements without balances apart: nothing proves them', () => {
    const day = '2026-04-01';
    const chain = chainOf([{ statementId: 'Q', firstDay: day, lastDay: day }], new Map([[day, 5n]]));
    expect(chain).toMatchObject({ stretches: [], gaps: [], unproved: [{ statementId: 'Q' }] });
  });
});
