import { and, asc, desc, eq, gte, isNull, lte, ne } from 'drizzle-orm';
import type { Ledger } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { findBankAccount } from '../bank-accounts/register.ts';
import { readChain } from '../gaps/read-chain.ts';
import { type BankLeg, bankLegs } from '../items/bank-legs.ts';
import { SUSPENSE } from '../matches/match.ts';
import { inBooks } from '../matches/match-lines.ts';
import { matchEntries, matches, matchLines } from '../matches/schema.ts';
import type { StatementChain } from '../rules/statement-chain.ts';
import { bankLines } from '../schema.ts';
import { budgetBridge } from './budget-bridge.ts';
import { explainLines, type MatchGroup } from './explain-lines.ts';
import { type ProofFigures, type ProofStream, proofStreams } from './proof-figures.ts';

export interface ProofDesk {
  readonly database: Database;
  readonly ledger: Ledger;
}

export type ProofRefusal = {
  readonly code: 'bank-account-not-found' | 'bank-account-not-in-books' | 'no-bank-statement-yet';
};

/**
 * Holds an account of the books against its bank statements on any day: bank = ledger + unmatched lines - unpresented items. Nothing is kept;
 * asked again for a day that is over, and nothing having been booked into it, it comes to the same.
 */
export async function proveAccount(
  { database, ledger }: ProofDesk,
  authorityId: number,
  { accountId, asOf }: { readonly accountId: string; readonly asOf: PlainDate },
): Promise<Result<ProofFigures, ProofRefusal>> {
  const found = await findBankAccount(database, authorityId, accountId);
  if (found === undefined) return refused({ code: 'bank-account-not-found' });
  const account = inBooks(found);
  if (account === undefined) return refused({ code: 'bank-account-not-in-books' });
  const kept = await inTransaction(database, { authorityId, isolation: 'repeatable read', readOnly: true }, async (tx) => {
    const chain = await readChain(tx, authorityId, accountId);
    const since = chain.stretches[0]?.firstDay;
    return since === undefined || since > asOf
      ? undefined
      : { chain, since, lines: await linesOf(tx, authorityId, accountId, since, asOf), groups: await groupsOf(tx, authorityId, accountId) };
  });
  if (kept === undefined) return refused({ code: 'no-bank-statement-yet' });
  const { chain, since, lines, groups } = kept;
  const legs = await bankLegs(ledger, authorityId, account.ledgerAccount, { to: asOf });
  const { unmatched, unpresented, onTheirWayMinor } = explainLines({ lines, legs, groups, since });

  const bank = bankOn(chain, asOf, lines);
  const ledgerMinor = sumOf(legs);
  const [unmatchedMinor, unpresentedMinor] = [sumOf(unmatched), sumOf(unpresented)];
  const before = sumOf(legs.filter(({ effectiveDate }) => effectiveDate < since));
  const [suspense] = await ledger.balances(authorityId, [SUSPENSE], { effectiveDate: asOf });
  return accepted({
    accountId,
    accountName: account.name,
    ledgerAccount: account.ledgerAccount,
    asOf,
    bankMinor: bank.closingMinor,
    bankKnownUntil: bank.knownUntil,
    ledgerMinor,
    unmatchedMinor,
    unpresentedMinor,
    differenceMinor: bank.closingMinor - (ledgerMinor + unmatchedMinor - unpresentedMinor),
    since,
    openingDifferenceMinor: (chain.stretches[0]?.openingMinor ?? 0n) - (before - onTheirWayMinor),
    gaps: chain.gaps.filter(({ after }) => after.firstDay <= asOf).length,
    suspenseMinor: suspense?.balance ?? 0n,
    streams: proofStreams.map((stream) => ({
      stream,
      ledgerMinor: ofStream(legs, stream),
      unmatchedMinor: stream === 'none' ? unmatchedMinor : 0n,
      unpresentedMinor: ofStream(unpresented, stream),
    })),
    unmatched,
    unpresented: unpresented.map(({ entryId, effectiveDate, amountMinor, reference }) => ({
      ...{ entryId, effectiveDate, amountMinor },
      ...(reference !== undefined && { reference }),
    })),
    bridge: await budgetBridge(ledger, authorityId, asOf),
  });
}

/** What the bank says, by its own balances: of a day within a stretch, the opening balance and the lines up to it. */
function bankOn(
  { stretches }: StatementChain,
  asOf: PlainDate,
  lines: readonly { readonly bookingDate: PlainDate; readonly amountMinor: bigint }[],
): { readonly closingMinor: bigint; readonly knownUntil: PlainDate } {
  const last = stretches.filter(({ firstDay }) => firstDay <= asOf).at(-1);
  if (last === undefined) throw new Error('No bank statement begins before the day of the proof.');
  if (last.lastDay <= asOf) return { closingMinor: last.closingMinor, knownUntil: last.lastDay };
  const moved = lines.filter(({ bookingDate }) => bookingDate >= last.firstDay);
  return { closingMinor: last.openingMinor + sumOf(moved), knownUntil: asOf };
}

async function linesOf(tx: Transaction, authorityId: number, accountId: string, since: PlainDate, asOf: PlainDate) {
  return tx
    .select({ lineId: bankLines.lineId, bookingDate: bankLines.bookingDate, amountMinor: bankLines.amountMinor })
    .from(bankLines)
    .where(
      and(
        eq(bankLines.authorityId, authorityId),
        eq(bankLines.accountId, accountId),
        isNull(bankLines.undoneAt),
        gte(bankLines.bookingDate, since),
        lte(bankLines.bookingDate, asOf),
      ),
    )
    .orderBy(asc(bankLines.bookingDate), asc(bankLines.lineId));
}

/** What each match holds together: its entries with their reversals for ever, what it only found while it stands. */
async function groupsOf(tx: Transaction, authorityId: number, accountId: string): Promise<MatchGroup[]> {
  const of = and(eq(matches.authorityId, authorityId), eq(matches.accountId, accountId), ne(matches.state, 'refused'));
  const heads = await tx.select().from(matches).where(of).orderBy(desc(matches.madeAt), desc(matches.matchId));
  const lines = await tx
    .select({ matchId: matchLines.matchId, lineId: matchLines.lineId })
    .from(matchLines)
    .innerJoin(matches, and(eq(matches.authorityId, matchLines.authorityId), eq(matches.matchId, matchLines.matchId)))
    .where(of);
  const entries = await tx
    .select({ matchId: matchEntries.matchId, entryId: matchEntries.entryId, role: matchEntries.role, state: matches.state })
    .from(matchEntries)
    .innerJoin(matches, and(eq(matches.authorityId, matchEntries.authorityId), eq(matches.matchId, matchEntries.matchId)))
    .where(of);
  const groups = new Map(heads.map(({ matchId }) => [matchId, { lineIds: [] as string[], entryIds: [] as string[] }]));
  for (const { matchId, lineId } of lines) groups.get(matchId)?.lineIds.push(lineId);
  for (const { matchId, entryId, role, state } of entries) {
    if (role !== 'found' || state !== 'undone') groups.get(matchId)?.entryIds.push(entryId);
  }
  const undone = new Set(heads.filter(({ state }) => state === 'undone').map(({ matchId }) => matchId));
  // What was undone and posted nothing holds nothing together any more: two lines that cancelled each other are two lines again.
  return [...groups].filter(([matchId, { entryIds }]) => !undone.has(matchId) || entryIds.length > 0).map(([, group]) => group);
}

function ofStream(legs: readonly BankLeg[], stream: ProofStream): bigint {
  return legs.reduce((sum, { byStream }) => sum + (byStream.get(stream) ?? 0n), 0n);
}

function sumOf(all: readonly { readonly amountMinor: bigint }[]): bigint {
  return all.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}
