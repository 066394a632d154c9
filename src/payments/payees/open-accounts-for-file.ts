import { and, eq, sql } from 'drizzle-orm';
import { appendAudit, eventOf, familyKeysOf, findAuthorityKey, type RecordRoom } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { OpenAccountRefusal } from './open-account-for.ts';
import type { BankDetails } from './rules/bank-details.ts';
import { payeeAccounts, payees } from './schema.ts';

export interface AccountToOpen {
  readonly payeeId: string;
  readonly accountId: string;
  /** Our reference of the payment, an opaque id. */
  readonly reference: string;
}

const AT_ONCE = 500;

/**
 * The accounts of many payments in the clear, by reference, for the moment in which a file to the bank is written. The same judgement and
 * the same events as for one account, but a statement for hundreds: a run of ten thousand would otherwise wait for ten thousand.
 */
export async function openAccountsForFile(
  { database, clock, keyRing }: RecordRoom,
  caller: Caller,
  accounts: readonly AccountToOpen[],
): Promise<ReadonlyMap<string, Result<BankDetails, OpenAccountRefusal>>> {
  const { authorityId } = caller;
  const opened = new Map<string, Result<BankDetails, OpenAccountRefusal>>();
  for (let from = 0; from < accounts.length; from += AT_ONCE) {
    const wanted = accounts.slice(from, from + AT_ONCE);
    await inTransaction(database, { authorityId }, async (tx, client) => {
      const accountIds = [...new Set(wanted.map(({ accountId }) => accountId))];
      const rows = await tx
        .select({ account: payeeAccounts, payee: { state: payees.state, personId: payees.personId } })
        .from(payeeAccounts)
        .innerJoin(payees, and(eq(payees.authorityId, payeeAccounts.authorityId), eq(payees.payeeId, payeeAccounts.payeeId)))
        .where(and(eq(payeeAccounts.authorityId, authorityId), sql`${payeeAccounts.accountId} = any(${sql.param(accountIds)}::uuid[])`));
      const byId = new Map(rows.map((row) => [row.account.accountId, row]));
      const families = [...new Set(rows.flatMap(({ account }) => account.familyId ?? []))];
      const keys = families.length === 0 ? new Map() : await familyKeysOf(tx, keyRing, authorityId, families);
      const ownKey = await findAuthorityKey(tx, keyRing, authorityId);
      const now = clock.now();
      const events = [];
      for (const { payeeId, accountId, reference } of wanted) {
        const found = byId.get(accountId);
        if (found === undefined || found.account.payeeId !== payeeId) {
          opened.set(reference, refused({ code: 'payee-account-not-found' }));
          continue;
        }
        const { account, payee } = found;
        const { familyId, state, sealed } = account;
        const key = familyId === null ? ownKey : keys.get(familyId);
        const details: BankDetails | undefined = key?.open(sealed, accountId);
        if (payee.state === 'stopped') opened.set(reference, refused({ code: 'payee-stopped' }));
        else if (state !== 'confirmed' && state !== 'replaced') opened.set(reference, refused({ code: 'account-not-usable' }));
        else if (details === undefined) opened.set(reference, refused({ code: 'record-erased' }));
        else {
          opened.set(reference, accepted(details));
          const about = familyId === null ? {} : { familyId, ...(payee.personId !== null && { personId: payee.personId }) };
          const facts = { accountId, payeeId, why: 'payment', reference };
          events.push(eventOf(caller, 'payments.open-account', 'read', now, about, facts));
        }
      }
      await appendAudit(client, authorityId, events);
    });
  }
  return opened;
}
