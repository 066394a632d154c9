import { randomUUID } from 'node:crypto';
import type { AccountChange, AccountDraft } from '../../src/ledger/accounts.ts';
import type { LedgerCommand, PostEntry } from '../../src/ledger/commands.ts';
import type { Actor, Ledger } from '../../src/ledger/ledger.ts';
import type { PeriodDraft } from '../../src/ledger/periods.ts';
import type { PostOptions, PostResult } from '../../src/ledger/post-commands.ts';
import type { EntryDraft } from '../../src/ledger/rules/entry-draft.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';

/** An authority's book with an account of every kind, for tests of the engine. */
export interface TestBook {
  readonly ledger: Ledger;
  readonly authorityId: number;
  readonly actor: Actor;
  post(commands: readonly LedgerCommand[], options?: PostOptions): Promise<PostResult[]>;
  /** Posts what must be accepted. */
  posted(...commands: LedgerCommand[]): Promise<void>;
  /** The code of each command's outcome: `posted`, `replayed` or the refusal's. */
  codes(commands: readonly LedgerCommand[], options?: PostOptions): Promise<string[]>;
  change(code: string, change: AccountChange): Promise<void>;
  balance(code: string): Promise<bigint>;
}

const OPENS = '2026-01-01';
const MONTHS = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09'] as const;

export const ACCOUNTS: readonly AccountDraft[] = [
  { code: 'control', class: 'asset', side: 'budget', normalSide: 'debit', opensOn: OPENS },
  { code: 'source', class: 'equity', side: 'budget', normalSide: 'credit', opensOn: OPENS },
  { code: 'available', class: 'liability', side: 'budget', normalSide: 'credit', opensOn: OPENS, floor: 0n },
  { code: 'committed', class: 'liability', side: 'budget', normalSide: 'credit', opensOn: OPENS },
  { code: 'bank', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: OPENS },
  { code: 'cash', class: 'equity', side: 'actual', normalSide: 'credit', opensOn: OPENS },
  { code: 'advance', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: OPENS },
  { code: 'capped', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: OPENS, ceiling: 100_00n },
  { code: 'late', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-06-01' },
  { code: 'old', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: OPENS, closesOn: '2026-04-30' },
  { code: 'euro', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: OPENS, currency: 'EUR' },
  { code: 'euro-cash', class: 'equity', side: 'actual', normalSide: 'credit', opensOn: OPENS, currency: 'EUR' },
  { code: 'own-money', class: 'asset', side: 'memo', normalSide: 'debit', opensOn: OPENS },
  { code: 'own-funds', class: 'liability', side: 'memo', normalSide: 'credit', opensOn: OPENS },
];

export const PERIODS: readonly PeriodDraft[] = MONTHS.map((month) => {
  const lastDay = month === '2026-04' || month === '2026-06' || month === '2026-09' ? 30 : 31;
  return { periodId: month, firstDay: `${month}-01` as PlainDate, lastDay: `${month}-${lastDay}` as PlainDate };
});

let authorities = 0;

/** The first book of a test file's database: number 1, whatever files this process has run before. */
export function firstBook(ledger: Ledger): Promise<TestBook> {
  authorities = 0;
  return newBook(ledger);
}

/** A book that no other test has. */
export async function newBook(ledger: Ledger, accounts: readonly AccountDraft[] = ACCOUNTS): Promise<TestBook> {
  authorities += 1;
  const authorityId = authorities;
  const actor = { authorityId, principal: 'officer-1' };
  await ledger.createBook(authorityId);
  mustBeAccepted(await ledger.openAccounts(actor, accounts));
  mustBeAccepted(await ledger.openPeriods(actor, PERIODS));
  const post: TestBook['post'] = (commands, options) => ledger.post(authorityId, commands, options);
  return {
    ledger,
    authorityId,
    actor,
    post,
    posted: async (...commands) => {
      for (const result of await post(commands)) mustBeAccepted(result);
    },
    codes: async (commands, options) => (await post(commands, options)).map(codeOf),
    change: async (code, change) => mustBeAccepted(await ledger.changeAccount(actor, code, change, 'a test')),
    balance: async (code) => (await ledger.balances(authorityId, [code]))[0]?.balance ?? 0n,
  };
}

export function codeOf(result: PostResult): string {
  if (!result.ok) return result.refusal.code;
  return result.value.replayed ? 'replayed' : 'posted';
}

function mustBeAccepted(result: { readonly ok: boolean }): void {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`);
}

export type Legs = readonly (readonly [account: string, amount: bigint])[];

/** An entry on 15 May unless `more` says otherwise. */
export function entry(legs: Legs, more: Partial<EntryDraft> = {}, command: Partial<PostEntry> = {}): PostEntry {
  return {
    id: randomUUID(),
    principal: 'officer-1',
    kind: 'entry',
    entry: {
      effectiveDate: '2026-05-15',
      description: 'a test',
      postings: legs.map(([account, amount]) => ({ account, amount })),
      ...more,
    },
    ...command,
  };
}

/** Puts money up and gives it to a line: `available` then stands at this amount. */
export const fund = (amount: bigint) =>
  entry([
    ['control', amount],
    ['available', -amount],
  ]);
/** Money into the bank. */
export const deposit = (amount: bigint, date: PlainDate = '2026-05-15') =>
  entry(
    [
      ['bank', amount],
      ['cash', -amount],
    ],
    { effectiveDate: date },
  );
/** Promises from `available`; refused when there is not enough. */
export const commit = (amount: bigint, more: Partial<EntryDraft> = {}) =>
  entry(
    [
      ['available', amount],
      ['committed', -amount],
    ],
    more,
  );
