import { and, asc, eq, isNull, notInArray } from 'drizzle-orm';
import { type AuthorityKey, findAuthorityKey } from '../../people/index.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { KeyRing } from '../../platform/secrets/key-ring.ts';
import type { BankDetails } from '../payees/rules/bank-details.ts';
import { ownAccounts } from '../payees/schema.ts';
import type { PayingAccount } from '../rails/bank-files/payment-to-send.ts';
import { fileNumbers, originators } from './schema.ts';

/** Readings of the list. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type Originator = typeof originators.$inferSelect;

export async function listOriginators(tx: Transaction, authorityId: number): Promise<(Originator & { readonly masked: string })[]> {
  const rows = await tx
    .select({ originator: originators, masked: ownAccounts.masked })
    .from(originators)
    .innerJoin(ownAccounts, accountOf)
    .where(eq(originators.authorityId, authorityId))
    .orderBy(asc(originators.rail), asc(originators.proposedAt), asc(originators.originatorId));
  return rows.map(({ originator, masked }) => ({ ...originator, masked }));
}

/** Who pays by the rail now: undefined as well when its account was taken off the list of our own. */
export async function listedOriginator(tx: Transaction, authorityId: number, rail: string): Promise<Originator | undefined> {
  const [row] = await tx
    .select({ originator: originators })
    .from(originators)
    .innerJoin(ownAccounts, accountOf)
    .where(
      and(
        eq(originators.authorityId, authorityId),
        eq(originators.rail, rail),
        eq(originators.state, 'listed'),
        isNull(ownAccounts.removedAt),
      ),
    );
  return row?.originator;
}

/** The numbers that reports of Bacs may be for: also those that are off the list, for money comes back late. */
export async function serviceUserNumbers(tx: Transaction, authorityId: number): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ number: originators.serviceUserNumber })
    .from(originators)
    .where(and(eq(originators.authorityId, authorityId), notInArray(originators.state, ['proposed', 'withdrawn'])));
  return rows.flatMap(({ number }) => number ?? []);
}

/** Our own account in the clear: only while a file is written. */
export async function openOwnAccount(
  tx: Transaction,
  keyRing: KeyRing,
  authorityId: number,
  ownAccountId: string,
  key?: AuthorityKey,
): Promise<PayingAccount | undefined> {
  const [row] = await tx
    .select({ sealed: ownAccounts.sealed })
    .from(ownAccounts)
    .where(and(eq(ownAccounts.authorityId, authorityId), eq(ownAccounts.ownAccountId, ownAccountId), isNull(ownAccounts.removedAt)));
  const opener = key ?? (await findAuthorityKey(tx, keyRing, authorityId));
  const details = row && opener?.open<BankDetails>(row.sealed, ownAccountId);
  if (details?.sortCode === undefined || details.accountNumber === undefined) return undefined;
  return { sortCode: details.sortCode, accountNumber: details.accountNumber, name: details.accountName };
}

/** The next number of a series, taken with its row locked to the end of the transaction: rolled back, it was never given. */
export async function takeFileNumber(tx: Transaction, authorityId: number, series: string): Promise<number> {
  await tx.insert(fileNumbers).values({ authorityId, series, lastNumber: 0 }).onConflictDoNothing();
  const one = and(eq(fileNumbers.authorityId, authorityId), eq(fileNumbers.series, series));
  const [row] = await tx.select().from(fileNumbers).where(one).for('update');
  const next = (row?.lastNumber ?? 0) + 1;
  await tx.update(fileNumbers).set({ lastNumber: next }).where(one);
  return next;
}

const accountOf = and(eq(ownAccounts.authorityId, originators.authorityId), eq(ownAccounts.ownAccountId, originators.ownAccountId));
