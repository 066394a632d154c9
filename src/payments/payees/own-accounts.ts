import { and, asc, eq, isNull } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { appendAudit, eventOf, openAuthorityKey } from '../../people/index.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PayeeRoom } from './payee-room.ts';
import { ACCOUNT_MARK, type DetailsMalformed, identityOf, maskOf, readBankDetails, type TypedDetails } from './rules/bank-details.ts';
import { ownAccounts } from './schema.ts';

export interface OwnAccount {
  readonly ownAccountId: string;
  readonly masked: string;
  readonly addedBy: string;
}

/** An account that payments of the council may leave from; a rail is asked to pay from no other. Adding it again changes nothing. */
export async function addOwnAccount(
  { database, clock, keyRing }: PayeeRoom,
  caller: Caller,
  typed: TypedDetails,
): Promise<Result<OwnAccount, DetailsMalformed>> {
  const read = readBankDetails(typed);
  if (!read.ok) return read;
  const { authorityId, principal: addedBy } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const key = await openAuthorityKey(tx, { keyRing, clock }, authorityId);
    const fingerprint = key.mark(ACCOUNT_MARK, identityOf(read.value));
    const [standing] = await standingAccounts(tx, authorityId, fingerprint);
    if (standing !== undefined) return accepted(standing);
    const ownAccountId = uuidV4();
    const masked = maskOf(read.value);
    const addedAt = clock.now();
    const sealed = key.seal(read.value, ownAccountId);
    await tx.insert(ownAccounts).values({ authorityId, ownAccountId, sealed, masked, fingerprint, addedBy, addedAt });
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.add-own-account', 'change', addedAt, {}, { ownAccountId })]);
    return accepted({ ownAccountId, masked, addedBy });
  });
}

export async function removeOwnAccount(
  { database, clock }: PayeeRoom,
  caller: Caller,
  ownAccountId: string,
): Promise<Result<undefined, { readonly code: 'own-account-not-found' }>> {
  const { authorityId, principal } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const now = clock.now();
    const removed = await tx
      .update(ownAccounts)
      .set({ removedBy: principal, removedAt: now })
      .where(and(eq(ownAccounts.authorityId, authorityId), eq(ownAccounts.ownAccountId, ownAccountId), isNull(ownAccounts.removedAt)))
      .returning({ ownAccountId: ownAccounts.ownAccountId });
    if (removed.length === 0) return refused({ code: 'own-account-not-found' });
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.remove-own-account', 'change', now, {}, { ownAccountId })]);
    return accepted(undefined);
  });
}

export async function listOwnAccounts({ database }: PayeeRoom, authorityId: number): Promise<OwnAccount[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => standingAccounts(tx, authorityId));
}

export async function isOwnAccount(tx: Transaction, authorityId: number, fingerprint: Buffer): Promise<boolean> {
  return (await standingAccounts(tx, authorityId, fingerprint)).length > 0;
}

async function standingAccounts(tx: Transaction, authorityId: number, fingerprint?: Buffer): Promise<OwnAccount[]> {
  const which = and(
    eq(ownAccounts.authorityId, authorityId),
    isNull(ownAccounts.removedAt),
    fingerprint && eq(ownAccounts.fingerprint, fingerprint),
  );
  return tx
    .select({ ownAccountId: ownAccounts.ownAccountId, masked: ownAccounts.masked, addedBy: ownAccounts.addedBy })
    .from(ownAccounts)
    .where(which)
    .orderBy(asc(ownAccounts.addedAt));
}
