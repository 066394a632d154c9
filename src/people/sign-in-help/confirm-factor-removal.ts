import { and, eq } from 'drizzle-orm';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { eventOf } from '../audit/audit-event.ts';
import { factorRemovals } from './schema.ts';

export type ConfirmRefusal = {
  readonly code:
    | 'record-not-found'
    | 'grant-to-oneself'
    | 'person-needed'
    | 'maker-may-not-approve'
    | 'factor-removal-over'
    | 'person-stands-elsewhere';
};

/** By a second administrator, once: passkeys, app and recovery codes are gone and every session with them. The mail link is all that is left. */
export async function confirmFactorRemoval(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  caller: Caller,
  removalId: string,
): Promise<Result<undefined, ConfirmRefusal>> {
  if (caller.kind !== 'person') return refused({ code: 'person-needed' });
  const { authorityId, principal: confirmedBy } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const isIt = and(eq(factorRemovals.authorityId, authorityId), eq(factorRemovals.removalId, removalId));
    const [asked] = await tx.select().from(factorRemovals).where(isIt).for('update');
    if (asked === undefined) return refused({ code: 'record-not-found' });
    if (asked.askedBy === confirmedBy) return refused({ code: 'maker-may-not-approve' });
    if (asked.identityId === caller.identityId) return refused({ code: 'grant-to-oneself' });
    const now = clock.now();
    if (asked.confirmedAt !== null || asked.expiresAt <= now) return refused({ code: 'factor-removal-over' });
    await tx.update(factorRemovals).set({ confirmedBy, confirmedAt: now }).where(isIt);
    const facts = { identityId: asked.identityId, removalId, askedBy: asked.askedBy };
    const event = eventOf(caller, 'people.confirm-factor-removal', 'change', now, {}, facts);
    const { rows } = await client.query<{ removed: boolean }>('select people.remove_factors($1, $2, $3, $4::jsonb) as removed', [
      authorityId,
      asked.identityId,
      now,
      JSON.stringify(event),
    ]);
    if (rows[0]?.removed === true) return accepted(undefined);
    await tx.update(factorRemovals).set({ confirmedBy: null, confirmedAt: null }).where(isIt);
    return refused({ code: 'person-stands-elsewhere' });
  });
}
