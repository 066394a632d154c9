import { appendAudit, eventOf, familyKeysOf, findAuthorityKey } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PayeeRoom } from './payee-room.ts';
import type { BankDetails } from './rules/bank-details.ts';
import type { PayeeKind } from './rules/payee-states.ts';
import { readAccount, readPayee } from './store.ts';

export interface OpenAccountFor {
  readonly accountId: string;
  /** Whose account the caller takes it for; another payee's is not found. */
  readonly payeeId?: string;
  /** Why the clear details are needed: to send a payment, or because somebody asked to read them. */
  readonly why: 'payment' | 'reading';
  /** Our reference of the payment, an opaque id. */
  readonly reference?: string;
}

/** Rails and banks take a person's account and an organisation's in different ways. */
export type OpenedAccount = BankDetails & { readonly holder: PayeeKind };

export type OpenAccountRefusal = {
  readonly code: 'payee-account-not-found' | 'record-erased' | 'payee-stopped' | 'account-not-usable';
};

/**
 * An account's clear details, at the moment they are needed and for nothing else. That they were opened is on record before they are given
 * out. For a payment they are refused when the account or its payee has ended since the payment was planned.
 */
export async function openAccountFor(
  { database, clock, keyRing }: Pick<PayeeRoom, 'database' | 'clock' | 'keyRing'>,
  caller: Caller,
  { accountId, payeeId, why, reference }: OpenAccountFor,
): Promise<Result<OpenedAccount, OpenAccountRefusal>> {
  const { authorityId } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const account = await readAccount(tx, authorityId, accountId);
    const payee = account && (await readPayee(tx, authorityId, account.payeeId));
    if (account === undefined || payee === undefined || (payeeId !== undefined && payee.payeeId !== payeeId))
      return refused({ code: 'payee-account-not-found' });
    const { familyId, personId } = payee;
    if (familyId !== null && caller.standings.some((standing) => standing.familyId === familyId))
      return refused({ code: 'payee-account-not-found' });
    if (why === 'payment') {
      if (payee.state === 'stopped') return refused({ code: 'payee-stopped' });
      if (account.state !== 'confirmed' && account.state !== 'replaced') return refused({ code: 'account-not-usable' });
    }
    const key =
      familyId === null
        ? await findAuthorityKey(tx, keyRing, authorityId)
        : (await familyKeysOf(tx, keyRing, authorityId, [familyId])).get(familyId);
    const details = key?.open<BankDetails>(account.sealed, accountId);
    if (details === undefined) return refused({ code: 'record-erased' });
    const about = familyId === null ? {} : { familyId, ...(personId !== null && { personId }) };
    const facts = { accountId, payeeId: payee.payeeId, why, ...(reference !== undefined && { reference }) };
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.open-account', 'read', clock.now(), about, facts)]);
    return accepted({ ...details, holder: payee.kind });
  });
}
