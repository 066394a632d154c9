import { and, eq, inArray, ne } from 'drizzle-orm';
import { returnEntries } from '../../payments/index.ts';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { matchEntries, matches } from '../matches/schema.ts';
import { bankAccounts } from '../schema.ts';
import { type BankLeg, bankLegs } from './bank-legs.ts';
import { type ItemRoom, itemIdOf, ownIdsOf } from './item-room.ts';
import { paysInOneSum } from './payment-items.ts';

const PREFIX = 'entry';
/** Longer than any return or transfer is on its way. */
const DAYS_AROUND = 60;

/**
 * What the books have on the bank account already, posted by another way than a bank line: returns that the rail reported first, transfers
 * that an officer booked. Its line is awaited too; when it comes it explains the entry and posts nothing.
 */
export const bookItems: ItemRoom = {
  prefix: PREFIX,
  listOpen: async ({ database, ledger }, authorityId, { account, from, to }) => {
    const legs = await bankLegs(ledger, authorityId, account.ledgerAccount, {
      from: addDays(from, -DAYS_AROUND),
      to: addDays(to, DAYS_AROUND),
    });
    const standing = withoutReversed(legs);
    return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
      const matched = await legsOfMatches(tx, authorityId);
      const returns = await returnEntries(tx, authorityId);
      return standing
        .filter(({ entryId }) => !matched.has(legOf(entryId, account.ledgerAccount)))
        .map(({ entryId, effectiveDate: date, amountMinor, reference }) => {
          const item = {
            id: itemIdOf(PREFIX, legOf(entryId, account.ledgerAccount)),
            date,
            amountMinor,
            ...(reference !== undefined && { reference }),
          };
          const returned = returns.get(entryId);
          if (returned === undefined) return { ...item, kind: 'other' as const };
          const { runId, rail } = returned;
          return paysInOneSum(rail) ? { ...item, kind: 'batch-return' as const, batchId: runId } : { ...item, kind: 'return' as const };
        });
    });
  },
  fromBooks: async ({ ledger }, authorityId, ledgerAccount, itemIds) => {
    const legs = new Set(ownIdsOf(PREFIX, itemIds));
    if (legs.size === 0) return new Map();
    const [first] = (await ledger.entries(authorityId, [...legs].map(entryOf))).map(({ effectiveDate }) => effectiveDate).sort();
    if (first === undefined) return new Map();
    const standing = withoutReversed(await bankLegs(ledger, authorityId, ledgerAccount, { from: first }));
    return new Map(
      standing
        .filter(({ entryId }) => legs.has(legOf(entryId, ledgerAccount)))
        .map(({ entryId, amountMinor, reference }) => [
          itemIdOf(PREFIX, legOf(entryId, ledgerAccount)),
          { wholeMinor: amountMinor, entryId, ...(reference !== undefined && { reference }) },
        ]),
    );
  },
  take: async (tx, authorityId, itemIds, fromBooks) => {
    const matched = await legsOfMatches(tx, authorityId, ownIdsOf(PREFIX, itemIds).map(entryOf));
    return new Map(
      itemIds.flatMap((itemId) => {
        const item = fromBooks.get(itemId);
        return item === undefined || ownIdsOf(PREFIX, [itemId]).some((leg) => matched.has(leg)) ? [] : [[itemId, item]];
      }),
    );
  },
};

/** An entry and its reversal cancel each other: neither is awaited at the bank. */
function withoutReversed(legs: readonly BankLeg[]): BankLeg[] {
  const left = new Map(legs.map(({ entryId, amountMinor }) => [entryId, amountMinor]));
  for (const { entryId, reverses, amountMinor } of legs) {
    if (reverses === undefined || !left.has(reverses)) continue;
    left.set(reverses, (left.get(reverses) ?? 0n) + amountMinor);
    left.set(entryId, 0n);
  }
  return legs.filter(({ entryId }) => left.get(entryId) !== 0n).map((leg) => ({ ...leg, amountMinor: left.get(leg.entryId) ?? 0n }));
}

const UUID_LENGTH = 36;
/** A transfer between two of our accounts is on both bank statements: each awaits its own side of the entry. */
const legOf = (entryId: string, ledgerAccount: string) => `${entryId}:${ledgerAccount}`;
const entryOf = (leg: string) => leg.slice(0, UUID_LENGTH);

/** What a bank line stands for of entries: those a match has posted for ever, those it found only while it stands. */
async function legsOfMatches(tx: Transaction, authorityId: number, only?: readonly string[]): Promise<Set<string>> {
  if (only?.length === 0) return new Set();
  const rows = await tx
    .select({ entryId: matchEntries.entryId, role: matchEntries.role, state: matches.state, ledgerAccount: bankAccounts.ledgerAccount })
    .from(matchEntries)
    .innerJoin(matches, and(eq(matches.authorityId, matchEntries.authorityId), eq(matches.matchId, matchEntries.matchId)))
    .innerJoin(bankAccounts, and(eq(bankAccounts.authorityId, matches.authorityId), eq(bankAccounts.accountId, matches.accountId)))
    .where(
      and(
        eq(matchEntries.authorityId, authorityId),
        only === undefined ? undefined : inArray(matchEntries.entryId, [...only]),
        ne(matches.state, 'refused'),
      ),
    );
  return new Set(
    rows
      .filter(({ role, state }) => role !== 'found' || state !== 'undone')
      .map(({ entryId, ledgerAccount }) => legOf(entryId, ledgerAccount ?? '')),
  );
}
