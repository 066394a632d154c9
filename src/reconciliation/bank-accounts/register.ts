import { and, asc, eq, gt } from 'drizzle-orm';
import type { Actor } from '../../ledger/index.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { bankAccounts } from '../schema.ts';
import { accountKeyOf, type BankAccount, type BankAccountDraft } from './bank-account.ts';

type Row = typeof bankAccounts.$inferSelect;

export interface RegisterDesk {
  readonly database: Database;
  readonly clock: Clock;
}

/** Told apart by the account, not by the name: the same account registered again with the same facts is the one that is there. */
export async function registerBankAccount(
  { database, clock }: RegisterDesk,
  { authorityId, principal }: Actor,
  draft: BankAccountDraft & { readonly accountId?: string },
): Promise<Result<BankAccount, { readonly code: 'bank-account-exists' | 'bank-account-not-identified'; readonly accountId?: string }>> {
  const accountKey = accountKeyOf(draft.identification);
  if (accountKey === '') return refused({ code: 'bank-account-not-identified' });
  return inTransaction(database, { authorityId }, async (tx) => {
    const accountId = draft.accountId ?? timeOrderedId(clock.now());
    const row = {
      authorityId,
      accountId,
      accountKey,
      ...columnsOf(draft),
      state: 'open' as const,
      version: 1,
      registeredBy: principal,
      registeredAt: clock.now(),
    };
    const [kept] = await tx.insert(bankAccounts).values(row).onConflictDoNothing().returning();
    if (kept !== undefined) return accepted(accountOf(kept));
    const all = await tx.select().from(bankAccounts).where(eq(bankAccounts.authorityId, authorityId));
    const same = all.find((each) => (each.accountKey === accountKey && each.currency === draft.currency) || each.accountId === accountId);
    if (same !== undefined && same.accountKey === accountKey && saysTheSame(same, draft)) return accepted(accountOf(same));
    const other = same ?? all.find(({ name }) => name === draft.name);
    return refused({ code: 'bank-account-exists', ...(other !== undefined && { accountId: other.accountId }) });
  });
}

export type BankAccountChange = Partial<Pick<BankAccount, 'name' | 'kind' | 'expected' | 'state'>> & {
  readonly ledgerAccount?: string | null;
  readonly responsibleOfficer?: string | null;
};

/** What names the account at the bank does not change: another account is another row, or kept lines would change hands. */
export async function changeBankAccount(
  { database }: Pick<RegisterDesk, 'database'>,
  { authorityId }: Actor,
  accountId: string,
  { ifMatch, ...change }: BankAccountChange & { readonly ifMatch: string },
): Promise<Result<BankAccount, VersionStale | { readonly code: 'bank-account-not-found' | 'bank-account-exists' }>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const where = and(eq(bankAccounts.authorityId, authorityId), eq(bankAccounts.accountId, accountId));
    const [row] = await tx.select().from(bankAccounts).where(where).for('update');
    if (row === undefined) return refused({ code: 'bank-account-not-found' });
    const checked = checkVersion(ifMatch, row.version);
    if (!checked.ok) return checked;
    if (change.name !== undefined && change.name !== row.name) {
      const named = and(eq(bankAccounts.authorityId, authorityId), eq(bankAccounts.name, change.name));
      if ((await tx.select({ id: bankAccounts.accountId }).from(bankAccounts).where(named)).length > 0) {
        return refused({ code: 'bank-account-exists' });
      }
    }
    const [changed] = await tx
      .update(bankAccounts)
      .set({ ...change, version: row.version + 1 })
      .where(where)
      .returning();
    return accepted(accountOf(changed as Row));
  });
}

export async function findBankAccount(database: Database, authorityId: number, accountId: string): Promise<BankAccount | undefined> {
  return (await readBankAccounts(database, authorityId)).find((account) => account.accountId === accountId);
}

export interface BankAccountsQuery {
  readonly after?: string;
  readonly limit?: number;
}

export async function readBankAccounts(database: Database, authorityId: number, query: BankAccountsQuery = {}): Promise<BankAccount[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => bankAccountsIn(tx, authorityId, query));
}

export async function bankAccountsIn(
  tx: Transaction,
  authorityId: number,
  { after, limit = 10_000 }: BankAccountsQuery = {},
): Promise<BankAccount[]> {
  const from = after === undefined ? undefined : gt(bankAccounts.accountId, after);
  const rows = await tx
    .select()
    .from(bankAccounts)
    .where(and(eq(bankAccounts.authorityId, authorityId), from))
    .orderBy(asc(bankAccounts.accountId))
    .limit(limit);
  return rows.map(accountOf);
}

function columnsOf({ name, kind, identification, currency, ledgerAccount, expected, responsibleOfficer }: BankAccountDraft) {
  const { iban, sortCode, accountNumber, other } = identification;
  return {
    name,
    kind,
    currency,
    expected,
    iban: iban ?? null,
    sortCode: sortCode ?? null,
    accountNumber: accountNumber ?? null,
    other: other ?? null,
    ledgerAccount: ledgerAccount ?? null,
    responsibleOfficer: responsibleOfficer ?? null,
  };
}

function saysTheSame(row: Row, draft: BankAccountDraft): boolean {
  return Object.entries(columnsOf(draft)).every(([name, value]) => row[name as keyof Row] === value);
}

function accountOf(row: Row): BankAccount {
  const { accountId, name, kind, iban, sortCode, accountNumber, other, currency, ledgerAccount, expected, responsibleOfficer } = row;
  return {
    accountId,
    name,
    kind,
    identification: {
      ...(iban !== null && { iban }),
      ...(sortCode !== null && { sortCode }),
      ...(accountNumber !== null && { accountNumber }),
      ...(other !== null && { other }),
    },
    currency,
    ...(ledgerAccount !== null && { ledgerAccount }),
    expected,
    ...(responsibleOfficer !== null && { responsibleOfficer }),
    state: row.state,
    version: row.version,
    registeredBy: row.registeredBy,
    registeredAt: row.registeredAt,
  };
}
