import { randomInt } from 'node:crypto';
import { v4 as uuidV4 } from 'uuid';
import { accountForPayee } from '../../budgets/index.ts';
import { appendAudit, changeFamily, eventOf, openAuthorityKey, readFamily } from '../../people/index.ts';
import { financialYearOf, firstDayOfFinancialYear } from '../../platform/calendar/financial-year.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PayeeRoom } from './payee-room.ts';
import type { PayeeKind } from './rules/payee-states.ts';
import { payees } from './schema.ts';
import { readPayeeOfPerson } from './store.ts';

/** Somebody to be paid: a person of a family's record, whoever the family has named, or an organisation of the authority's own. */
export type NewPayee =
  | { readonly familyId: string; readonly personId: string }
  | { readonly familyId: string; readonly kind: PayeeKind; readonly name: string }
  | { readonly kind: 'organisation'; readonly name: string };

export interface AddedPayee {
  readonly payeeId: string;
  /** What the books know the payee by: `payable:{code}`. */
  readonly code: string;
}

export type AddPayeeRefusal = {
  readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'payee-person-unknown' | 'payee-not-in-books';
};

export interface PayeeWords {
  readonly name: string;
}

/** A person of a record is one payee: adding them again answers with the payee they are. */
export async function addPayee(
  room: PayeeRoom,
  caller: Caller,
  payee: NewPayee,
  payeeId: string = uuidV4(),
): Promise<Result<AddedPayee, AddPayeeRefusal>> {
  const { authorityId, principal } = caller;
  if ('familyId' in payee) {
    const known = await readFamily(room, authorityId, payee.familyId, async () => undefined);
    if (!known.ok) return known;
  }
  const code = drawnCode();
  // Before the payee is there, not after: an account that nobody uses does no harm, a payee whom the books do not know does.
  const opensOn = firstDayOfFinancialYear(financialYearOf(await room.businessDate(authorityId)));
  const opened = await room.ledger.openAccounts({ authorityId, principal }, [{ ...accountForPayee(code), opensOn }]);
  if (!opened.ok) return refused({ code: 'payee-not-in-books', facts: { ledger: opened.refusal.code } });

  const insert = (tx: Transaction, row: Partial<typeof payees.$inferInsert>, now: Date) =>
    tx.insert(payees).values({
      authorityId,
      payeeId,
      code,
      kind: 'person',
      state: 'new',
      revision: 1,
      createdAt: now,
      createdBy: principal,
      ...row,
    });
  if (!('familyId' in payee)) {
    return inTransaction(room.database, { authorityId }, async (tx, client) => {
      const now = room.clock.now();
      const key = await openAuthorityKey(tx, room, authorityId);
      const words: PayeeWords = { name: payee.name };
      await insert(tx, { kind: payee.kind, sealed: key.seal(words, payeeId) }, now);
      await appendAudit(client, authorityId, [eventOf(caller, 'payments.add-payee', 'change', now, {}, { payeeId })]);
      return accepted({ payeeId, code });
    });
  }
  const { familyId } = payee;
  return changeFamily(room, caller, { familyId, operation: 'payments.add-payee' }, async ({ tx, rows, key, now }) => {
    if (!('personId' in payee)) {
      const words: PayeeWords = { name: payee.name };
      await insert(tx, { familyId, kind: payee.kind, sealed: key.seal(words, payeeId) }, now);
      return accepted({ value: { payeeId, code }, facts: { payeeId } });
    }
    const { personId } = payee;
    if (!rows.persons.some((person) => person.personId === personId)) return refused({ code: 'payee-person-unknown' });
    const standing = await readPayeeOfPerson(tx, authorityId, personId);
    if (standing !== undefined) {
      const { payeeId: known, code: knownCode } = standing;
      return accepted({ value: { payeeId: known, code: knownCode }, personId, facts: { payeeId: known, standing: true } });
    }
    await insert(tx, { familyId, personId }, now);
    return accepted({ value: { payeeId, code }, personId, facts: { payeeId } });
  });
}

/** Without letters that are read as digits or as one another. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;

function drawnCode(): string {
  return `P${Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
}
