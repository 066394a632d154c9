import { Decimal } from 'decimal.js';
import { expenseAccount, type LineInForce, linesInForce } from '../../budgets/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { addDays, daysBetween, laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { schoolIsClosed } from '../forecast/school-weeks.ts';
import { type LineUse, usesOfLines } from '../forecast/uses-of-lines.ts';
import type { AlertFacts, FactReading } from './alert-facts.ts';

interface Desk {
  readonly database: Database;
  readonly ledger: Pick<Ledger, 'balances' | 'dayChanges'>;
}

/** What the budgets and the books say of themselves: support that has not happened, no spend, spending against time, drifting splits. */
export function factsOfLines(desk: Desk): readonly AlertFacts[] {
  const each =
    (judge: (line: LineInForce, uses: readonly LineUse[], today: PlainDate) => string | undefined) =>
    async (authorityId: number, today: PlainDate): Promise<FactReading[]> => {
      const lines = await linesOn(desk, authorityId, today);
      const uses = await usesOfLines(desk, authorityId, lines, today);
      return lines.flatMap((line) => {
        const value = judge(line, uses.get(line.lineCode) ?? [], today);
        const { lineCode, familyId, stream } = line;
        return value === undefined ? [] : [{ subject: lineCode, value, lineCode, familyId, stream }];
      });
    };
  return [
    // What the council arranges is invoiced when it has happened: no invoice for weeks is somebody without their support.
    {
      rule: 'support-not-happened',
      read: each((line, uses, today) => (line.mechanism === 'ARRANGEMENT' ? weeksWithout(line, uses, today) : undefined)),
    },
    // A family that shows nothing may have had no support, or only no time for receipts: slower, and asked about kindly.
    {
      rule: 'no-spend',
      read: each((line, uses, today) => (line.mechanism === 'ARRANGEMENT' ? undefined : weeksWithout(line, uses, today))),
    },
    { rule: 'spent-against-time', read: each(aheadOfTime) },
    { rule: 'funding-split-drift', read: (authorityId, today) => drifts(desk, authorityId, today) },
  ];
}

async function linesOn({ database }: Desk, authorityId: number, today: PlainDate): Promise<LineInForce[]> {
  const lines = await inTransaction(database, { authorityId, readOnly: true }, (tx) => linesInForce(tx, authorityId));
  return lines.filter(({ from, until }) => from <= today && today <= until);
}

/** Whole weeks in which support was planned and nothing was used; weeks with school closed do not count for a term-time line. */
function weeksWithout({ from, termTimeOnly }: LineInForce, uses: readonly LineUse[], today: PlainDate): string {
  const last = uses.reduce<PlainDate>((latest, { until }) => laterOf(latest, until), addDays(from, -1));
  let days = 0;
  for (let day = addDays(last, 1); day <= today; day = addDays(day, 1)) days += termTimeOnly && schoolIsClosed(day) ? 0 : 1;
  return String(Math.floor(days / 7));
}

/** Percentage points by which spending is ahead of time gone. */
function aheadOfTime({ from, until, amount }: LineInForce, uses: readonly LineUse[], today: PlainDate): string | undefined {
  if (amount === 0n) return undefined;
  const used = new Decimal(uses.reduce((sum, { pence }) => sum + pence, 0n).toString()).div(amount.toString());
  const gone = new Decimal(daysBetween(from, today) + 1).div(daysBetween(from, until) + 1);
  return Decimal.max(0, used.minus(gone).times(100)).toDecimalPlaces(1).toFixed();
}

/** How far the funders' parts of what a joint line has cost stray from what they agreed, in points of the larger stray. */
async function drifts(desk: Desk, authorityId: number, today: PlainDate): Promise<FactReading[]> {
  const lines = (await linesOn(desk, authorityId, today)).filter(({ shares }) => new Set(shares.map(({ share }) => share.source)).size > 1);
  const codes = lines.flatMap(({ shares }) => shares.map(({ share }) => expenseAccount(share)));
  const found = codes.length === 0 ? [] : await desk.ledger.balances(authorityId, codes, { effectiveDate: today });
  const balances = new Map(found.map(({ account, balance }) => [account, balance]));
  return lines.flatMap(({ lineCode, familyId, stream, shares }) => {
    const spent = shares.map(({ share }) => balances.get(expenseAccount(share)) ?? 0n);
    const [total, weights] = [spent.reduce((sum, each) => sum + each, 0n), shares.reduce((sum, { weight }) => sum + weight, 0n)];
    if (total <= 0n || weights === 0n) return [];
    const strays = shares.map(({ weight }, index) =>
      new Decimal((spent[index] ?? 0n).toString())
        .div(total.toString())
        .minus(new Decimal(weight.toString()).div(weights.toString()))
        .abs(),
    );
    return [
      {
        subject: lineCode,
        value: Decimal.max(...strays)
          .times(100)
          .toDecimalPlaces(1)
          .toFixed(),
        lineCode,
        familyId,
        stream,
      },
    ];
  });
}
