import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type ChangeRefusal, changePayee } from './payee-at-hand.ts';
import type { PayeeRoom } from './payee-room.ts';
import { changeAccountRow, changePayeeRow } from './store.ts';

export type WithdrawRefusal = ChangeRefusal | { readonly code: 'account-not-waiting' };

/** Details that wait are not to be used: the account before them is paid as if they had never come. */
export async function withdrawAccount(
  room: PayeeRoom,
  caller: Caller,
  { payeeId, accountId }: { readonly payeeId: string; readonly accountId: string },
): Promise<Result<undefined, WithdrawRefusal>> {
  return changePayee(room, caller, { payeeId, operation: 'payments.withdraw-account' }, async ({ tx, payee, accounts, today }) => {
    const account = accounts.find((each) => each.accountId === accountId);
    if (account?.state !== 'proposed') return refused({ code: 'account-not-waiting' });
    await changeAccountRow(tx, account, { state: 'withdrawn', endedOn: today });
    const current = accounts.find(({ state }) => state === 'confirmed');
    if (current !== undefined && current.heldFrom !== null) await changeAccountRow(tx, current, { heldFrom: null });
    if (payee.state === 'checked') await changePayeeRow(tx, payee, { state: 'new' });
    return accepted({ value: undefined, facts: { payeeId, accountId } });
  });
}
