import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { appendAudit, eventOf, familyKeysOf, findAuthorityKey, type RecordRoom } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { BankDetails } from '../payees/rules/bank-details.ts';
import { payeeAccounts } from '../payees/schema.ts';
import { judge, type LoadedTable } from './current-table.ts';
import type { ModulusOutcome } from './rules/check-account.ts';
import { modulusChanges } from './schema.ts';

export type RecheckRoom = RecordRoom;

export interface AffectedAccount {
  readonly accountId: string;
  readonly payeeId: string;
  readonly before: ModulusOutcome;
  readonly after: ModulusOutcome;
}

const AT_ONCE = 500;

/**
 * Judges every account that is or may be paid by a table, and keeps those whose answer differs from when the account was taken in. Broken off,
 * it is run again from the start and ends on the same list. What it opens it shows nobody; that it did is one event for each batch.
 */
export async function recheckAccounts(
  { database, clock, keyRing }: RecheckRoom,
  caller: Caller,
  loaded: LoadedTable,
): Promise<{ readonly checked: number; readonly affected: readonly AffectedAccount[] }> {
  const { authorityId } = caller;
  const { tableId } = loaded;
  const affected: AffectedAccount[] = [];
  let checked = 0;
  for (let after: string | undefined; ; ) {
    const rows = await inTransaction(database, { authorityId }, async (tx, client) => {
      const page = await tx
        .select()
        .from(payeeAccounts)
        .where(
          and(
            eq(payeeAccounts.authorityId, authorityId),
            inArray(payeeAccounts.state, ['proposed', 'confirmed', 'replaced']),
            after === undefined ? undefined : gt(payeeAccounts.accountId, after),
          ),
        )
        .orderBy(asc(payeeAccounts.accountId))
        .limit(AT_ONCE);
      if (page.length === 0) return page;
      const families = [...new Set(page.flatMap(({ familyId }) => familyId ?? []))];
      const keys = await familyKeysOf(tx, keyRing, authorityId, families);
      const ownKey = await findAuthorityKey(tx, keyRing, authorityId);
      const found = page.flatMap(({ accountId, payeeId, familyId, sealed, modulusOutcome: before }) => {
        const key = familyId === null ? ownKey : keys.get(familyId);
        const details = key?.open<BankDetails>(sealed, accountId);
        const outcome = details && judge(loaded, details).outcome;
        return outcome === undefined || outcome === before ? [] : [{ accountId, payeeId, before, after: outcome }];
      });
      const foundAt = clock.now();
      if (found.length > 0)
        await tx
          .insert(modulusChanges)
          .values(found.map(({ payeeId: _, ...change }) => ({ ...change, authorityId, tableId, foundAt })))
          .onConflictDoNothing();
      const facts = { tableId, accounts: page.length, affected: found.length };
      await appendAudit(client, authorityId, [eventOf(caller, 'payments.recheck-accounts', 'read', foundAt, {}, facts)]);
      affected.push(...found);
      return page;
    });
    checked += rows.length;
    if (rows.length < AT_ONCE) return { checked, affected };
    after = rows.at(-1)?.accountId;
  }
}
