import { v5 as uuidv5 } from 'uuid';
import { changeFamily, readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type AddPayeeRefusal, addPayee } from '../payees/add-payee.ts';
import { checkDetails } from '../payees/check-details.ts';
import type { PayeeRoom } from '../payees/payee-room.ts';
import { keepProposal, type ProposedAccount, type ProposeRefusal, type UntilThen } from '../payees/propose-account.ts';
import type { TypedDetails } from '../payees/rules/bank-details.ts';
import type { PayeeKind } from '../payees/rules/payee-states.ts';
import { readPayee } from '../payees/store.ts';
import { mayKnowOf } from './agreement-desk.ts';
import { consentsOf, readAgreement, updateAgreement } from './store.ts';

export interface ProposeNamedAccount {
  readonly familyId: string;
  readonly agreementId: string;
  /** Who is paid, as the family calls them, and what they are. */
  readonly name: string;
  readonly kind: PayeeKind;
  readonly details: TypedDetails;
  readonly untilThen: UntilThen;
  /** The day on which whoever owns the account said that it may be given. */
  readonly ownerAgreedOn: PlainDate;
}

export type NamedAccountRefusal =
  | { readonly code: 'agreement-names-nobody' | 'not-named-by-you' | 'owner-agrees-first' | 'payee-is-not-the-familys' }
  | AddPayeeRefusal
  | ProposeRefusal;

const OPERATION = 'payments.propose-named-account';

/**
 * The account of a nominee or third party, given by whoever named them in writing, with the word of the account's owner. It is one more
 * proposal: checked, confirmed by a second person of the council, and after a change not paid before the days of cooling-off are over.
 */
export async function proposeNamedAccount(
  room: PayeeRoom,
  caller: Caller,
  { familyId, agreementId, name, kind, details, untilThen, ownerAgreedOn }: ProposeNamedAccount,
): Promise<Result<ProposedAccount, NamedAccountRefusal>> {
  const { authorityId } = caller;
  if (ownerAgreedOn > (await room.businessDate(authorityId))) return refused({ code: 'owner-agrees-first' });
  const read = await readFamily(room, authorityId, familyId, async ({ tx }) => {
    const agreement = await readAgreement(tx, authorityId, agreementId);
    const payeeId = agreement?.payeeId ?? uuidv5('named payee', agreementId);
    return {
      agreement,
      payeeId,
      payee: await readPayee(tx, authorityId, payeeId),
      consents: await consentsOf(tx, authorityId, agreementId),
    };
  });
  if (!read.ok) return read;
  const { agreement, payeeId, payee, consents } = read.value;
  if (agreement?.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId)) return refused({ code: 'record-not-found' });
  if (agreement.recipientKind !== 'nominee' && agreement.recipientKind !== 'third-party')
    return refused({ code: 'agreement-names-nobody' });
  const giver = caller.actingAs?.familyId === familyId ? caller.actingAs.personId : caller.onBehalfOf?.personId;
  const named = consents.some(({ kind: signed, signedBy }) => signed === 'nomination' && signedBy !== null && signedBy === giver);
  if (!named) return refused({ code: 'not-named-by-you' });
  const isTheirs = payee === undefined ? agreement.payeeId === null : payee.familyId === familyId && payee.personId === null;
  if (!isTheirs) return refused({ code: 'payee-is-not-the-familys' });

  const checked = await checkDetails(room, authorityId, details, kind);
  if (!checked.ok) return checked;
  if (payee === undefined) {
    const added = await addPayee(room, caller, { familyId, kind, name }, payeeId);
    if (!added.ok) return added;
  }
  if (agreement.payeeId === null) {
    const set = await changeFamily(room, caller, { familyId, operation: OPERATION }, async ({ tx }) => {
      const standing = await readAgreement(tx, authorityId, agreementId, 'update');
      // Where an officer has named a payee meanwhile, that stands, and the family's proposal waits beside it.
      if (standing?.payeeId === null) await updateAgreement(tx, authorityId, agreementId, { payeeId, revision: standing.revision + 1 });
      return accepted({ value: undefined, facts: { agreementId, payeeId, ownerAgreedOn } });
    });
    if (!set.ok) return set;
  }
  return keepProposal(room, caller, { payeeId, operation: OPERATION, untilThen, checked: checked.value, namedByFamily: true });
}
