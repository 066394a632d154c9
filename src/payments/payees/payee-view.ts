import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { type FamilyAtHand, type FamilyKey, findAuthorityKey, readerOf, readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { Result } from '../../platform/result.ts';
import type { PayeeWords } from './add-payee.ts';
import type { PayeeRoom } from './payee-room.ts';
import type { AccountState } from './rules/payee-states.ts';
import { seenPayee } from './rules/seen-payee.ts';
import { payees } from './schema.ts';
import { type AccountRow, type PayeeRow, readAccounts, readFamilyPayees } from './store.ts';

export interface AccountView {
  readonly accountId: string;
  readonly masked: string;
  readonly state: AccountState;
  readonly proposedOn: PlainDate;
  readonly usableFrom?: PlainDate;
  /** Staff only from here on. */
  readonly proposedBy?: string;
  readonly confirmedBy?: string;
  readonly modulusOutcome?: string;
  readonly nameResult?: string;
  readonly nameReturned?: string;
  readonly overrideReason?: string;
  readonly overrideWords?: string;
}

export interface PayeeView {
  readonly payeeId: string;
  readonly personId?: string;
  readonly kind: string;
  readonly name?: string;
  readonly state: string;
  readonly stoppedReason?: string;
  readonly code?: string;
  readonly revision: number;
  readonly accounts: readonly AccountView[];
}

/** A family's payees as one reader may see them: staff all, anybody of the family themselves. */
export async function familyPayees(
  room: PayeeRoom,
  caller: Caller,
  familyId: string,
): Promise<Result<PayeeView[], { readonly code: 'record-not-found' }>> {
  const { authorityId } = caller;
  return readFamily(room, authorityId, familyId, async (family) => {
    const rows = await readFamilyPayees(family.tx, authorityId, familyId);
    const seen = rows.filter((payee) => payeeAsSeenBy(family, caller, payee) === 'account');
    const payeeIds = seen.map(({ payeeId }) => payeeId);
    const accounts = payeeIds.length === 0 ? [] : await readAccounts(family.tx, authorityId, payeeIds);
    const isStaff = readerOf(caller, familyId).kind === 'staff';
    return seen.map((payee) => viewOf(payee, accounts, isStaff ? family.key : undefined, family.key));
  });
}

/**
 * What this caller may know of somebody who is paid in this family: pages, letters and remittances of other rooms ask before they show a
 * masked account (`account`), say that somebody else is paid (`existence`), or keep quiet (`nothing`).
 */
export function payeeAsSeenBy(
  { rows }: Pick<FamilyAtHand, 'rows'>,
  caller: Caller,
  payee: { readonly personId: string | null },
): 'account' | 'existence' | 'nothing' {
  const { familyId } = rows.family;
  const selves = caller.standings.flatMap((standing) =>
    standing.familyId === familyId && standing.may === undefined && standing.personId !== undefined ? [standing.personId] : [],
  );
  return seenPayee(payee, readerOf(caller, familyId), selves, rows.marks);
}

/** Organisations that are paid for many families. */
export async function organisationPayees(
  { database, keyRing }: PayeeRoom,
  authorityId: number,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<PayeeView[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const which = and(
      eq(payees.authorityId, authorityId),
      isNull(payees.familyId),
      after === undefined ? undefined : gt(payees.payeeId, after),
    );
    const rows = await tx.select().from(payees).where(which).orderBy(asc(payees.payeeId)).limit(limit);
    if (rows.length === 0) return [];
    const key = await findAuthorityKey(tx, keyRing, authorityId);
    const accounts = await readAccounts(
      tx,
      authorityId,
      rows.map(({ payeeId }) => payeeId),
    );
    return rows.map((payee) => viewOf(payee, accounts, key, key));
  });
}

type Opening = Pick<FamilyKey, 'open'>;

function viewOf(payee: PayeeRow, accounts: readonly AccountRow[], staffKey: Opening | undefined, key: Opening | undefined): PayeeView {
  const { payeeId, personId, kind, state, stoppedReason, code, revision, sealed } = payee;
  const name = key?.open<PayeeWords>(sealed, payeeId)?.name;
  const isKeptQuiet = staffKey === undefined && stoppedReason === 'fraud-suspected';
  return {
    payeeId,
    ...(personId !== null && { personId }),
    kind,
    ...(name !== undefined && { name }),
    state,
    ...(stoppedReason !== null && !isKeptQuiet && { stoppedReason }),
    ...(staffKey !== undefined && { code }),
    revision,
    accounts: accounts.filter((account) => account.payeeId === payeeId).map((account) => accountView(account, staffKey)),
  };
}

function accountView(account: AccountRow, staffKey: Opening | undefined): AccountView {
  const { accountId, masked, state, proposedOn, usableFrom, proposedBy, confirmedBy, modulusOutcome, nameResult, overrideReason } = account;
  const seen = { accountId, masked, state, proposedOn, ...(usableFrom !== null && { usableFrom }) };
  if (staffKey === undefined) return seen;
  const nameReturned = staffKey.open<{ nameReturned: string }>(account.nameSealed, `${accountId}/name`)?.nameReturned;
  const overrideWords = staffKey.open<{ words: string }>(account.overrideSealed, `${accountId}/override`)?.words;
  return {
    ...seen,
    proposedBy,
    modulusOutcome,
    nameResult,
    ...(confirmedBy !== null && { confirmedBy }),
    ...(nameReturned !== undefined && { nameReturned }),
    ...(overrideReason !== null && { overrideReason }),
    ...(overrideWords !== undefined && { overrideWords }),
  };
}
