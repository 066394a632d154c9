import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { eventOf } from '../audit/audit-event.ts';
import { type FamilyKey, openFamilyKey } from './family-key.ts';
import type { RecordRoom } from './record-room.ts';
import { type FamilyRows, readFamilyRows } from './store.ts';

export type RecordNotFound = { readonly code: 'record-not-found' };

/** One family's record in a transaction, with the key that opens it. */
export interface FamilyAtHand {
  readonly tx: Transaction;
  readonly rows: FamilyRows;
  readonly key: FamilyKey;
  readonly now: Date;
  readonly today: PlainDate;
}

/** What was done, for the audit: ids, field names and counts. */
export interface Change<Value> {
  readonly value: Value;
  readonly personId?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly restricted?: boolean;
}

/**
 * The one way to change a family's record: under a lock on its row, so that two changes never cross, and with the audit's event in the same
 * transaction. `work` checks before it writes: a refusal leaves nothing behind.
 */
export async function changeFamily<Done extends Result<Change<unknown>, Refusal>>(
  { database, clock, keyRing }: RecordRoom,
  caller: Caller,
  { familyId, operation }: { readonly familyId: string; readonly operation: string },
  work: (family: FamilyAtHand) => Promise<Done>,
): Promise<Result<ValueOf<Done>, RefusalOf<Done> | RecordNotFound | { readonly code: 'errand-for-a-stranger' }>> {
  const { authorityId } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const rows = await readFamilyRows(tx, authorityId, familyId, 'update');
    if (rows === undefined) return refused({ code: 'record-not-found' });
    const helped = caller.onBehalfOf?.personId;
    if (helped !== undefined && !rows.persons.some(({ personId }) => personId === helped))
      return refused({ code: 'errand-for-a-stranger' });
    const now = clock.now();
    const key = openFamilyKey(keyRing, authorityId, familyId, rows.wrappedKey);
    const done = await work({ tx, rows, key, now, today: dateInLondon(now) });
    if (!done.ok) return done as { ok: false; refusal: RefusalOf<Done> };
    const { value, personId, facts, restricted } = done.value;
    const about = { familyId, ...(personId !== undefined && { personId }), ...(restricted !== undefined && { restricted }) };
    await appendAudit(client, authorityId, [eventOf(caller, operation, 'change', now, about, facts)]);
    return accepted(value as ValueOf<Done>);
  });
}

type ValueOf<Done> = Done extends { readonly ok: true; readonly value: Change<infer Value> } ? Value : never;
type RefusalOf<Done> = Done extends { readonly ok: false; readonly refusal: infer R extends Refusal } ? R : never;

export async function readFamily<Value>(
  { database, clock, keyRing }: RecordRoom,
  authorityId: number,
  familyId: string,
  work: (family: FamilyAtHand) => Promise<Value>,
): Promise<Result<Value, RecordNotFound>> {
  return inTransaction(database, { authorityId, readOnly: true, isolation: 'repeatable read' }, async (tx) => {
    const rows = await readFamilyRows(tx, authorityId, familyId);
    if (rows === undefined) return refused({ code: 'record-not-found' });
    const now = clock.now();
    const key = openFamilyKey(keyRing, authorityId, familyId, rows.wrappedKey);
    return accepted(await work({ tx, rows, key, now, today: dateInLondon(now) }));
  });
}
