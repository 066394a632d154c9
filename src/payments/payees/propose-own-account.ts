import { readFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { Result } from '../../platform/result.ts';
import { type AddPayeeRefusal, addPayee } from './add-payee.ts';
import { checkDetails } from './check-details.ts';
import type { PayeeRoom } from './payee-room.ts';
import { keepProposal, type ProposedAccount, type ProposeRefusal, type UntilThen } from './propose-account.ts';
import type { TypedDetails } from './rules/bank-details.ts';

export interface ProposeOwnAccount {
  readonly familyId: string;
  readonly personId: string;
  readonly details: TypedDetails;
  readonly untilThen: UntilThen;
}

/** Somebody of the family gives their own bank details, or an officer does it for them when they rang or wrote. Staff still confirm them. */
export async function proposeOwnAccount(
  room: PayeeRoom,
  caller: Caller,
  { familyId, personId, details, untilThen }: ProposeOwnAccount,
): Promise<Result<ProposedAccount, ProposeRefusal | AddPayeeRefusal>> {
  const { authorityId } = caller;
  const known = await readFamily(room, authorityId, familyId, async () => undefined);
  if (!known.ok) return known;
  const checked = await checkDetails(room, authorityId, details, 'person');
  if (!checked.ok) return checked;
  const payee = await addPayee(room, caller, { familyId, personId });
  if (!payee.ok) return payee;
  const { payeeId } = payee.value;
  return keepProposal(room, caller, { payeeId, operation: 'payments.propose-own-account', untilThen, checked: checked.value });
}
