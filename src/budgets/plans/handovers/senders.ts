import { and, asc, eq } from 'drizzle-orm';
import { appendAudit, eventOf } from '../../../people/index.ts';
import { inTransaction, type Transaction } from '../../../platform/database/in-transaction.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { PlanRoom } from '../plan-at-hand.ts';
import { type FieldRefusal, fieldRefusal } from '../rules/field-refusal.ts';
import { handoverSenders } from '../schema.ts';
import { keyIdOf, ownHandoverKey, readPublicKey } from './handover-key.ts';

export type SenderRow = typeof handoverSenders.$inferSelect;

/** The key to show to authorities that shall take our handovers. */
export async function showHandoverKey(room: PlanRoom, caller: Caller): Promise<{ readonly keyId: string; readonly publicKey: string }> {
  const { authorityId, principal } = caller;
  return inTransaction(room.database, { authorityId }, async (tx) => {
    const { keyId, publicKey } = await ownHandoverKey(tx, room.keyRing, { authorityId, principal, now: room.clock.now() });
    return { keyId, publicKey };
  });
}

/** From now on this authority's handovers are taken. Its key is to be compared over another way than the one it came by. */
export async function trustSender(
  { database, clock }: Pick<PlanRoom, 'database' | 'clock'>,
  caller: Caller,
  { name, publicKey }: { readonly name: string; readonly publicKey: string },
): Promise<Result<{ readonly keyId: string }, FieldRefusal<'handover-key-unreadable'>>> {
  if (readPublicKey(publicKey) === undefined)
    return refused(
      fieldRefusal('handover-key-unreadable', 'publicKey', 'An Ed25519 public key in base64url, as the other authority shows it.'),
    );
  const { authorityId, principal: createdBy } = caller;
  const keyId = keyIdOf(publicKey);
  const createdAt = clock.now();
  await inTransaction(database, { authorityId }, async (tx, client) => {
    await tx.insert(handoverSenders).values({ authorityId, keyId, name, publicKey, createdAt, createdBy }).onConflictDoNothing();
    await appendAudit(client, authorityId, [eventOf(caller, 'budgets.trust-handover-sender', 'change', createdAt, {}, { keyId, name })]);
  });
  return accepted({ keyId });
}

export async function distrustSender(
  { database, clock }: Pick<PlanRoom, 'database' | 'clock'>,
  caller: Caller,
  keyId: string,
): Promise<Result<undefined, { readonly code: 'record-not-found' }>> {
  const { authorityId } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const gone = await tx
      .delete(handoverSenders)
      .where(and(eq(handoverSenders.authorityId, authorityId), eq(handoverSenders.keyId, keyId)))
      .returning({ keyId: handoverSenders.keyId });
    if (gone.length === 0) return refused({ code: 'record-not-found' });
    await appendAudit(client, authorityId, [eventOf(caller, 'budgets.distrust-handover-sender', 'change', clock.now(), {}, { keyId })]);
    return accepted(undefined);
  });
}

export async function listSenders({ database }: Pick<PlanRoom, 'database'>, authorityId: number): Promise<readonly SenderRow[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx.select().from(handoverSenders).where(eq(handoverSenders.authorityId, authorityId)).orderBy(asc(handoverSenders.name)),
  );
}

export async function findSender(tx: Transaction, authorityId: number, keyId: string): Promise<SenderRow | undefined> {
  const [row] = await tx
    .select()
    .from(handoverSenders)
    .where(and(eq(handoverSenders.authorityId, authorityId), eq(handoverSenders.keyId, keyId)));
  return row;
}
