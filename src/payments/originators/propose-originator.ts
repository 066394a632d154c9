import { and, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { appendAudit, eventOf, type RecordRoom } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { bankFileFormatOf, type OriginatorSettings } from './originator-settings.ts';
import { openOwnAccount } from './originators.ts';
import { originators } from './schema.ts';

export interface ProposeOriginator {
  readonly rail: string;
  readonly ownAccountId: string;
  readonly settings: OriginatorSettings;
  /** In pence. */
  readonly itemLimit?: bigint | undefined;
  readonly fileLimit?: bigint | undefined;
  readonly mostPayments?: number | undefined;
}

export type ProposeOriginatorRefusal = {
  readonly code: 'originator-of-other-format' | 'own-account-no-sort-code' | 'originator-waits-already';
};

/** The first of two people says as whom a rail pays, from the bank's letter. Nothing is paid by it before the second has confirmed it. */
export async function proposeOriginator(
  { database, clock, keyRing }: RecordRoom,
  caller: Caller,
  { rail, ownAccountId, settings, itemLimit, fileLimit, mostPayments }: ProposeOriginator,
): Promise<Result<{ readonly originatorId: string }, ProposeOriginatorRefusal>> {
  if (bankFileFormatOf(rail) !== settings.format) return refused({ code: 'originator-of-other-format' });
  const { authorityId, principal } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    if ((await openOwnAccount(tx, keyRing, authorityId, ownAccountId)) === undefined) return refused({ code: 'own-account-no-sort-code' });
    const originatorId = uuidV4();
    const now = clock.now();
    const made = await tx
      .insert(originators)
      .values({
        authorityId,
        originatorId,
        rail,
        ownAccountId,
        state: 'proposed',
        settings,
        serviceUserNumber: settings.format === 'bacs' ? settings.serviceUserNumber : null,
        itemLimit: itemLimit ?? null,
        fileLimit: fileLimit ?? null,
        mostPayments: mostPayments ?? null,
        proposedBy: principal,
        proposedAt: now,
      })
      .onConflictDoNothing()
      .returning({ originatorId: originators.originatorId });
    if (made.length === 0) return refused({ code: 'originator-waits-already' });
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.propose-originator', 'change', now, {}, { originatorId, rail })]);
    return accepted({ originatorId });
  });
}

export type ConfirmOriginatorRefusal = {
  readonly code: 'originator-not-found' | 'originator-not-waiting' | 'proposer-may-not-confirm' | 'originator-not-listed' | 'person-needed';
};

/** The second person has compared it with the bank's letter: from here on the rail pays so, and whoever it paid as before is replaced. */
export async function confirmOriginator(
  { database, clock }: Pick<RecordRoom, 'database' | 'clock'>,
  caller: Caller,
  { originatorId }: { readonly originatorId: string },
): Promise<Result<undefined, ConfirmOriginatorRefusal>> {
  const { authorityId, principal } = caller;
  if (caller.kind === 'machine') return refused({ code: 'person-needed' });
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const one = and(eq(originators.authorityId, authorityId), eq(originators.originatorId, originatorId));
    const [row] = await tx.select().from(originators).where(one).for('update');
    if (row === undefined) return refused({ code: 'originator-not-found' });
    if (row.state !== 'proposed') return refused({ code: 'originator-not-waiting' });
    if (row.proposedBy === principal) return refused({ code: 'proposer-may-not-confirm' });
    const now = clock.now();
    await tx
      .update(originators)
      .set({ state: 'replaced', endedBy: principal, endedAt: now })
      .where(and(eq(originators.authorityId, authorityId), eq(originators.rail, row.rail), eq(originators.state, 'listed')));
    await tx.update(originators).set({ state: 'listed', confirmedBy: principal, confirmedAt: now }).where(one);
    const facts = { originatorId, rail: row.rail };
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.confirm-originator', 'change', now, {}, facts)]);
    return accepted(undefined);
  });
}

/** Off the list at once, by one person: stopping needs no second. A proposal is withdrawn the same way. */
export async function removeOriginator(
  { database, clock }: Pick<RecordRoom, 'database' | 'clock'>,
  caller: Caller,
  { originatorId }: { readonly originatorId: string },
): Promise<Result<undefined, { readonly code: 'originator-not-found' }>> {
  const { authorityId, principal } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const one = and(eq(originators.authorityId, authorityId), eq(originators.originatorId, originatorId));
    const [row] = await tx.select().from(originators).where(one).for('update');
    if (row === undefined) return refused({ code: 'originator-not-found' });
    if (row.state !== 'listed' && row.state !== 'proposed') return accepted(undefined);
    const now = clock.now();
    const state = row.state === 'listed' ? ('removed' as const) : ('withdrawn' as const);
    await tx.update(originators).set({ state, endedBy: principal, endedAt: now }).where(one);
    const facts = { originatorId, rail: row.rail };
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.remove-originator', 'change', now, {}, facts)]);
    return accepted(undefined);
  });
}
