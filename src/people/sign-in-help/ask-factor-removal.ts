import { desc, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { eventOf } from '../audit/audit-event.ts';
import { mailSignInNotice } from '../notices/job-contracts.ts';
import { findOwnPerson, type NamedPerson } from './find-own-person.ts';
import type { IdentityProof } from './identity-proofs.ts';
import { factorRemovals } from './schema.ts';

interface Desk {
  readonly database: Database;
  readonly clock: Clock;
}

export type FactorRemoval = typeof factorRemovals.$inferSelect;
export type AskRefusal = { readonly code: 'record-not-found' | 'grant-to-oneself' | 'person-needed' };

/** Long enough for a colleague to come back from a weekend; a proof of who somebody is does not keep. */
const OPEN_FOR_MS = 3 * 86_400_000;
const NEWEST = 100;

/** The person is told at once: whoever did not ask has until the second administrator to say so. */
export async function askFactorRemoval(
  { database, clock }: Desk,
  caller: Caller,
  { named, proof }: { readonly named: NamedPerson; readonly proof: IdentityProof },
): Promise<Result<FactorRemoval, AskRefusal>> {
  if (caller.kind !== 'person') return refused({ code: 'person-needed' });
  const { authorityId, principal: askedBy } = caller;
  const identityId = await findOwnPerson(database, authorityId, named);
  if (identityId === undefined) return refused({ code: 'record-not-found' });
  if (identityId === caller.identityId) return refused({ code: 'grant-to-oneself' });
  const now = clock.now();
  const removalId = uuidV4();
  const asked = { authorityId, removalId, identityId, proof, askedBy, askedAt: now, expiresAt: new Date(now.getTime() + OPEN_FOR_MS) };
  return inTransaction(database, { authorityId }, async (tx, client) => {
    await tx.insert(factorRemovals).values(asked);
    const operation = 'people.ask-factor-removal';
    const payload = { identityId, what: operation, at: now.toISOString() };
    await appendToOutbox(tx, mailSignInNotice, { authorityId, outboxId: removalId, payload, recordedAt: now });
    await appendAudit(client, authorityId, [eventOf(caller, operation, 'change', now, {}, { identityId, removalId, proof })]);
    return accepted({ ...asked, confirmedBy: null, confirmedAt: null });
  });
}

/** The newest, confirmed and run out ones too. */
export async function listFactorRemovals({ database }: Pick<Desk, 'database'>, authorityId: number): Promise<FactorRemoval[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx.select().from(factorRemovals).where(eq(factorRemovals.authorityId, authorityId)).orderBy(desc(factorRemovals.askedAt)).limit(NEWEST),
  );
}
