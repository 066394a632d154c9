import { and, eq, inArray } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import { accountsForRailBalance, railBalanceAccount, railFeesAccount } from '../../../budgets/index.ts';
import { addDays } from '../../../platform/calendar/date-arithmetic.ts';
import { dateInLondon } from '../../../platform/calendar/london-time.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { accepted, type Result } from '../../../platform/result.ts';
import type { RailEntry } from '../rail-entry.rules.ts';
import type { StripeBooks } from './apply-outbound-payment.ts';
import { park } from './park.ts';
import { type BookedMovement, compareRailBooks, type RailDifference } from './rail-books.rules.ts';
import { listRailEntries } from './rail-books.ts';
import { stripePayments } from './schema.ts';
import { STRIPE_RAIL } from './stripe-connection.ts';

const FEES = new Set(['stripe_fee', 'stripe_fee_tax']);
const ENTRIES = 'b7a5c8de-1f0c-4c2e-8a55-0e1f6a9c7d42';
const OPENS_ON: PlainDate = '2020-01-01';
/** A payment told today posts within days: the day is compared once they have passed, and every day until then. */
const LOOK_BACK_DAYS = 7;
const LINES = 1_000;

/**
 * One day of Stripe's books against ours. What Stripe took as its fee is booked from its own entry; everything else that differs is told by
 * name and left to a person: no sum is made right by a posting that nobody asked for.
 */
export async function compareBooks(
  desk: StripeBooks,
  { day }: { readonly day: PlainDate },
): Promise<Result<{ readonly differences: readonly RailDifference[] }, never>> {
  const { authorityId, ledger } = desk;
  const actor = { authorityId, principal: 'system' };
  await ledger.openAccounts(
    actor,
    accountsForRailBalance(STRIPE_RAIL).map((account) => ({ ...account, opensOn: OPENS_ON })),
  );
  const from = addDays(day, -LOOK_BACK_DAYS);
  const theirs: RailEntry[] = [];
  for (let each = from; each <= day; each = addDays(each, 1)) theirs.push(...(await listRailEntries(desk, each)));
  await bookFees(desk, theirs);
  const ours = await movementsFrom(desk, from);
  const ended = await endedPayments(
    desk,
    [...theirs, ...ours].flatMap(({ flow }) => flow ?? []),
    from,
  );
  const differences = compareRailBooks(theirs, ours, { ended: (flow) => ended.has(flow) });
  for (const each of differences) {
    const about = 'flow' in each ? each.flow : 'category' in each ? each.category : `${day}`;
    const facts = Object.fromEntries(Object.entries(each).map(([name, value]) => [name, `${value}`]));
    await park(desk, { reason: `books-${each.name}`, objectId: about, facts });
  }
  return accepted({ differences });
}

async function bookFees({ ledger, authorityId }: StripeBooks, entries: readonly RailEntry[]): Promise<void> {
  const fees = entries.filter(({ category, amount }) => FEES.has(category) && amount !== 0n);
  const commands = fees.map(({ entryId, amount, bookedOn: effectiveDate, category }) => ({
    kind: 'entry' as const,
    id: uuidv5(entryId, ENTRIES),
    principal: 'system',
    entry: {
      effectiveDate,
      description: category === 'stripe_fee' ? 'Fee of the rail' : 'Tax on a fee of the rail',
      reference: entryId.slice(0, 40),
      postings: [
        { account: railFeesAccount(STRIPE_RAIL), amount: -amount },
        { account: railBalanceAccount(STRIPE_RAIL), amount },
      ],
    },
  }));
  if (commands.length > 0) await ledger.post(authorityId, commands);
}

/** Our own movements since a day, by the rail's name of the payment they are for. */
async function movementsFrom({ ledger, database, authorityId }: StripeBooks, from: PlainDate): Promise<BookedMovement[]> {
  const account = railBalanceAccount(STRIPE_RAIL);
  const found: { reference: string | undefined; amount: bigint }[] = [];
  let after: { blockSeq: bigint; version: bigint } | undefined;
  for (;;) {
    const page = await ledger.accountStatement(authorityId, account, { from, ...(after && { after }), limit: LINES });
    found.push(...page.map(({ reference, amount }) => ({ reference, amount })));
    const last = page.at(-1);
    if (last === undefined || page.length < LINES) break;
    after = { blockSeq: last.blockSeq, version: last.version };
  }
  const references = [...new Set(found.flatMap(({ reference }) => reference ?? []))];
  const named = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    references.length === 0
      ? Promise.resolve([])
      : tx
          .select({ reference: stripePayments.reference, flow: stripePayments.outboundPayment })
          .from(stripePayments)
          .where(and(eq(stripePayments.authorityId, authorityId), inArray(stripePayments.reference, references))),
  );
  const flowOf = new Map(named.map(({ reference, flow }) => [reference, flow]));
  return found.map(({ reference, amount }) => {
    const flow = reference === undefined ? undefined : flowOf.get(reference);
    return { account, amount, ...(flow != null && { flow }) };
  });
}

/**
 * Of these, what both sides have finished with. A payment told before the days that are looked at has only its end in them, and is compared
 * by that end alone when it came back.
 */
async function endedPayments(
  { database, authorityId }: StripeBooks,
  flows: readonly string[],
  from: PlainDate,
): Promise<ReadonlySet<string>> {
  if (flows.length === 0) return new Set();
  const known = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ flow: stripePayments.outboundPayment, state: stripePayments.state, intendedAt: stripePayments.intendedAt })
      .from(stripePayments)
      .where(and(eq(stripePayments.authorityId, authorityId), inArray(stripePayments.outboundPayment, [...new Set(flows)]))),
  );
  const waits = ({ state, intendedAt }: (typeof known)[number]) =>
    state === 'intended' || state === 'processing' || (dateInLondon(intendedAt) < from && state !== 'returned');
  const waiting = new Set(known.filter(waits).map(({ flow }) => flow));
  return new Set(flows.filter((flow) => !waiting.has(flow)));
}
