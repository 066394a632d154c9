import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { withDeadline } from '../platform/database/with-deadline.ts';
import type { Result } from '../platform/result.ts';
import {
  type Account,
  type AccountChange,
  type AccountDraft,
  type AccountsQuery,
  changeAccount,
  openAccounts,
  readAccounts,
} from './accounts.ts';
import { assertBalance, type BalanceAssertion, describeEntry } from './annotate.ts';
import {
  type AsOf,
  type Balance,
  type DayChange,
  readAccountStatement,
  readBalances,
  readDayChanges,
  readTrialBalance,
  type StatementLine,
  type StatementQuery,
  type TrialBalanceLine,
} from './balances.ts';
import type { LedgerCommand } from './commands.ts';
import { createDirectory } from './directory.ts';
import { type Hold, listExpiredHolds, readHolds } from './holds.ts';
import { type EntriesPage, type EntriesQuery, listEntries } from './list-entries.ts';
import { type AccountingPeriod, openPeriods, type PeriodDraft, type PeriodState, readPeriods, setPeriodState } from './periods.ts';
import { type PostOptions, type PostResult, postCommands } from './post-commands.ts';
import { createPoster } from './poster.ts';
import { callPost } from './posting-call.ts';
import { readEntries, type StoredEntry } from './read-entries.ts';
import type { LedgerRefusal } from './refusals.ts';
import { type AccountsTotal, readTotals } from './totals.ts';
import { addWatch, type Crossing, readCrossing, readCrossings, removeWatch, type Watch } from './watches.ts';

/** Who acts, for which authority. `recordedAt` stands in for the clock where a past is being played, as in the demo. */
export interface Actor {
  readonly authorityId: number;
  readonly principal: string;
  readonly recordedAt?: Date;
}

/**
 * The double-entry engine's public face. It knows accounts, entries and holds, and no family, council or bank. Every method says for
 * which authority; amounts are pence. Refusals are values; an outage is `service-busy` or `service-unavailable`, or an error that
 * `isOutage` recognises.
 */
export interface Ledger {
  createBook(authorityId: number, currency?: string): Promise<void>;
  post(authorityId: number, commands: readonly LedgerCommand[], options?: PostOptions): Promise<PostResult[]>;
  entries(authorityId: number, entryIds: readonly string[]): Promise<StoredEntry[]>;
  listEntries(authorityId: number, query: EntriesQuery): Promise<EntriesPage>;
  describeEntry(
    actor: Actor,
    entryId: string,
    data: Readonly<Record<string, unknown>>,
    expectedRevision: number,
  ): Promise<Result<{ revision: number }, LedgerRefusal>>;
  holds(authorityId: number, holdIds: readonly string[]): Promise<Hold[]>;
  expiredHolds(authorityId: number, at: Date): Promise<string[]>;
  openAccounts(actor: Actor, drafts: readonly AccountDraft[]): Promise<Result<{ opened: number; existed: number }, LedgerRefusal>>;
  /** With `revision`, refuses an account that was changed since it was read. */
  changeAccount(
    actor: Actor,
    code: string,
    change: AccountChange,
    reason: string,
    revision?: number,
  ): Promise<Result<undefined, LedgerRefusal>>;
  accounts(authorityId: number, query: AccountsQuery): Promise<Account[]>;
  balances(authorityId: number, codes: readonly string[], asOf?: AsOf): Promise<Balance[]>;
  /** The whole course of accounts up to a day, corrections on the days they count for. */
  dayChanges(authorityId: number, codes: readonly string[], to: PlainDate): Promise<DayChange[]>;
  /** All accounts with dimensions added up by kind, stream, source and year. */
  totals(authorityId: number, asOf?: AsOf): Promise<AccountsTotal[]>;
  trialBalance(authorityId: number, on?: PlainDate): Promise<TrialBalanceLine[]>;
  accountStatement(authorityId: number, code: string, query: StatementQuery): Promise<StatementLine[]>;
  openPeriods(actor: Actor, periods: readonly PeriodDraft[]): Promise<Result<undefined, LedgerRefusal>>;
  setPeriodState(actor: Actor, periodId: string, state: PeriodState, reason?: string): Promise<Result<{ changed: boolean }, LedgerRefusal>>;
  periods(authorityId: number): Promise<AccountingPeriod[]>;
  addWatch(actor: Actor, watch: Watch): Promise<Result<{ added: boolean }, LedgerRefusal>>;
  removeWatch(actor: Actor, watchId: string): Promise<Result<undefined, LedgerRefusal>>;
  crossings(authorityId: number, afterBlock: bigint, limit: number): Promise<Crossing[]>;
  /** Undefined when that watch was not crossed in that block. */
  crossing(authorityId: number, named: Pick<Crossing, 'watchId' | 'blockSeq'>): Promise<Crossing | undefined>;
  assertBalance(actor: Actor, assertion: BalanceAssertion): Promise<Result<{ asserted: boolean }, LedgerRefusal>>;
  /** Commands waiting for their call: how busy the books are. */
  readonly waiting: number;
  /** Waits for what has been accepted to be answered; call it before the database closes. */
  drain(): Promise<void>;
}

export interface LedgerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly callSize?: number;
  readonly queueSize?: number;
  /** After this a caller is told that it is not known whether its command was posted. */
  readonly deadlineMs?: number;
  readonly onUnexpected?: (error: unknown) => void;
}

export function openLedger(options: LedgerOptions): Ledger {
  const { database, clock, deadlineMs = 10_000 } = options;
  const directory = createDirectory(database, clock, deadlineMs);
  const poster = createPoster({
    ...options,
    send: (authorityId, recordedAt, items) => withDeadline(deadlineMs, callPost(database, authorityId, recordedAt, items)),
  });
  const at = (actor: Actor) => actor.recordedAt ?? clock.now();
  const read = <T>(statement: PromiseLike<T>) => withDeadline(deadlineMs, statement);

  return {
    createBook: async (authorityId, currency = 'GBP') => {
      await database.sql`select ledger.create_book(${authorityId}, ${currency}, ${new Date(0)})`;
    },
    post: (authorityId, commands, postOptions = {}) =>
      postCommands({ database, directory, poster, deadlineMs }, authorityId, commands, postOptions),
    entries: (authorityId, entryIds) => read(readEntries(database, authorityId, entryIds)),
    listEntries: (authorityId, query) => read(listEntries(database, authorityId, query)),
    describeEntry: (actor, entryId, data, expected) =>
      read(describeEntry(database, actor.authorityId, at(actor), actor.principal, entryId, data, expected)),
    holds: (authorityId, holdIds) => read(readHolds(database, authorityId, holdIds)),
    expiredHolds: (authorityId, instant) => read(listExpiredHolds(database, authorityId, instant)),
    openAccounts: (actor, drafts) => read(openAccounts({ database, directory }, actor.authorityId, at(actor), actor.principal, drafts)),
    changeAccount: (actor, code, change, reason, revision) =>
      read(changeAccount(database, actor.authorityId, at(actor), actor.principal, code, change, reason, revision)),
    accounts: (authorityId, query) => read(readAccounts(database, authorityId, query)),
    balances: (authorityId, codes, asOf) => read(readBalances(database, authorityId, codes, asOf)),
    dayChanges: (authorityId, codes, to) => read(readDayChanges(database, authorityId, codes, to)),
    totals: (authorityId, asOf) => read(readTotals(database, authorityId, asOf)),
    trialBalance: (authorityId, on) => read(readTrialBalance(database, authorityId, on)),
    accountStatement: (authorityId, code, query) => read(readAccountStatement(database, authorityId, code, query)),
    openPeriods: (actor, periods) => read(openPeriods(database, actor.authorityId, at(actor), actor.principal, periods)),
    setPeriodState: (actor, periodId, state, reason) =>
      read(setPeriodState(database, actor.authorityId, at(actor), actor.principal, periodId, state, reason)),
    periods: (authorityId) => read(readPeriods(database, authorityId)),
    addWatch: (actor, watch) => read(addWatch(database, actor.authorityId, at(actor), actor.principal, watch)),
    removeWatch: (actor, watchId) => read(removeWatch(database, actor.authorityId, at(actor), actor.principal, watchId)),
    crossings: (authorityId, afterBlock, limit) => read(readCrossings(database, authorityId, afterBlock, limit)),
    crossing: (authorityId, named) => read(readCrossing(database, authorityId, named)),
    assertBalance: (actor, assertion) => read(assertBalance(database, actor.authorityId, at(actor), actor.principal, assertion)),
    get waiting() {
      return poster.waiting;
    },
    drain: () => poster.drain(),
  };
}
