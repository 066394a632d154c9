import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { addWorkingDays } from '../../platform/calendar/working-days.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type ChangeRefusal, changePayee } from './payee-at-hand.ts';
import { payeePolicyOn } from './payee-policy.ts';
import type { PayeeRoom } from './payee-room.ts';
import type { NameResult, OverrideReason } from './rules/name-check.ts';
import { changeAccountRow, changePayeeRow } from './store.ts';

export interface ConfirmAccount {
  readonly payeeId: string;
  readonly accountId: string;
  /** Needed when the bank did not say that the name matches. */
  readonly override?: { readonly reason: OverrideReason; readonly words: string } | undefined;
}

export type ConfirmRefusal =
  | ChangeRefusal
  | { readonly code: 'account-not-waiting' | 'confirmer-is-proposer' | 'payee-stopped' | 'person-needed' }
  | { readonly code: 'name-not-confirmed'; readonly field: 'override'; readonly nameResult: NameResult };

/** The second pair of eyes on new bank details. From here the days of cooling-off are counted, and the letter about the change leaves. */
export async function confirmAccount(
  room: PayeeRoom,
  caller: Caller,
  { payeeId, accountId, override }: ConfirmAccount,
): Promise<Result<{ readonly usableFrom: PlainDate }, ConfirmRefusal>> {
  const { authorityId, principal } = caller;
  if (caller.kind === 'machine') return refused({ code: 'person-needed' });
  return changePayee(room, caller, { payeeId, operation: 'payments.confirm-account' }, async ({ tx, payee, accounts, key, now, today }) => {
    const account = accounts.find((each) => each.accountId === accountId);
    if (account?.state !== 'proposed') return refused({ code: 'account-not-waiting' });
    if (account.proposedBy === principal) return refused({ code: 'confirmer-is-proposer' });
    if (payee.state === 'stopped') return refused({ code: 'payee-stopped' });
    const { nameResult, isChange } = account;
    if (nameResult !== 'match' && override === undefined) return refused({ code: 'name-not-confirmed', field: 'override', nameResult });
    const { changeDays, firstDays } = await payeePolicyOn(tx, authorityId, today);
    const usableFrom = addWorkingDays(today, isChange ? changeDays : firstDays);
    const overridden = override !== undefined && nameResult !== 'match';
    await changeAccountRow(tx, account, {
      state: 'confirmed',
      confirmedBy: principal,
      confirmedAt: now,
      confirmedOn: today,
      usableFrom,
      ...(overridden && {
        overrideReason: override.reason,
        overrideSealed: key.seal({ words: override.words }, `${accountId}/override`),
        overriddenBy: principal,
      }),
    });
    for (const before of accounts.filter(({ state }) => state === 'confirmed'))
      await changeAccountRow(tx, before, { state: 'replaced', replacedOn: usableFrom });
    await changePayeeRow(tx, payee, { state: 'usable' });
    const facts = { payeeId, accountId, usableFrom, nameResult, ...(overridden && { overrideReason: override.reason }) };
    return accepted({ value: { usableFrom }, facts });
  });
}
