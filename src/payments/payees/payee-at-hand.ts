import { type AuthorityKey, appendAudit, changeFamily, eventOf, type FamilyKey, openAuthorityKey } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import type { PayeeRoom } from './payee-room.ts';
import { type AccountRow, type PayeeRow, readAccounts, readPayee } from './store.ts';

export type PayeeNotFound = { readonly code: 'payee-not-found' };

/** One payee in a transaction, locked, with the key that opens its words and the one that marks accounts. */
export interface PayeeAtHand {
  readonly tx: Transaction;
  readonly payee: PayeeRow;
  /** Newest first. */
  readonly accounts: readonly AccountRow[];
  /** The family's key, or the authority's for an organisation. */
  readonly key: Pick<FamilyKey, 'seal' | 'open'>;
  readonly authorityKey: AuthorityKey;
  readonly now: Date;
  readonly today: PlainDate;
}

export interface PayeeChange<Value> {
  readonly value: Value;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly restricted?: boolean;
}

export type ChangeRefusal = PayeeNotFound | { readonly code: 'record-not-found' | 'errand-for-a-stranger' };

/**
 * The one way to change a payee: under a lock on its family and on its row, with the audit's event in the same transaction. Somebody with a
 * place in the payee's family reaches it only by an operation that the policy opened for that family.
 */
export async function changePayee<Done extends Result<PayeeChange<unknown>, Refusal>>(
  room: PayeeRoom,
  caller: Caller,
  { payeeId, operation, namedByFamily }: { readonly payeeId: string; readonly operation: string; readonly namedByFamily?: true },
  work: (payee: PayeeAtHand) => Promise<Done>,
): Promise<Result<ValueOf<Done>, RefusalOf<Done> | ChangeRefusal>> {
  const { authorityId } = caller;
  const today = await room.businessDate(authorityId);
  const known = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) => readPayee(tx, authorityId, payeeId));
  if (known === undefined || (!namedByFamily && isKeptFrom(caller, known))) return refused({ code: 'payee-not-found' });
  const at = async (tx: Transaction, key: Pick<FamilyKey, 'seal' | 'open'> | undefined, now: Date) => {
    const payee = await readPayee(tx, authorityId, payeeId, 'update');
    if (payee === undefined) throw new Error('a payee is never removed');
    const authorityKey = await openAuthorityKey(tx, room, authorityId);
    const accounts = await readAccounts(tx, authorityId, [payeeId]);
    return work({ tx, payee, accounts, key: key ?? authorityKey, authorityKey, now, today });
  };
  const { familyId, personId } = known;
  if (familyId !== null) {
    const changed = await changeFamily(room, caller, { familyId, operation }, async ({ tx, key, now }) => {
      const done = await at(tx, key, now);
      return done.ok ? accepted({ ...done.value, ...(personId !== null && { personId }) }) : refused(done.refusal as RefusalOf<Done>);
    });
    return changed as Result<ValueOf<Done>, RefusalOf<Done> | ChangeRefusal>;
  }
  return inTransaction(room.database, { authorityId }, async (tx, client) => {
    const now = room.clock.now();
    const done = await at(tx, undefined, now);
    if (!done.ok) return refused(done.refusal as RefusalOf<Done>);
    await appendAudit(client, authorityId, [eventOf(caller, operation, 'change', now, {}, done.value.facts)]);
    return accepted(done.value.value as ValueOf<Done>);
  });
}

type ValueOf<Done> = Done extends { readonly ok: true; readonly value: PayeeChange<infer Value> } ? Value : never;
type RefusalOf<Done> = Done extends { readonly ok: false; readonly refusal: infer R extends Refusal } ? R : never;

/** Whoever belongs to a family is never its officer; of the other people in it they do not learn that they are paid. */
function isKeptFrom({ standings, actingAs }: Caller, { familyId, personId }: PayeeRow): boolean {
  if (familyId === null || !standings.some((standing) => standing.familyId === familyId)) return false;
  return actingAs?.familyId !== familyId || actingAs.may !== undefined || actingAs.personId !== personId;
}
