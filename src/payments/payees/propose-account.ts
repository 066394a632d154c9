import { and, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type CheckedDetails, checkDetails, type DetailsRefusal } from './check-details.ts';
import { isOwnAccount } from './own-accounts.ts';
import { type ChangeRefusal, changePayee } from './payee-at-hand.ts';
import type { PayeeRoom } from './payee-room.ts';
import { ACCOUNT_MARK, identityOf, maskOf, type TypedDetails } from './rules/bank-details.ts';
import type { NameResult } from './rules/name-check.ts';
import { endsAccountOnly } from './rules/payee-states.ts';
import { payeeAccounts } from './schema.ts';
import { changeAccountRow, changePayeeRow, readPayee } from './store.ts';

export interface ProposeAccount {
  readonly payeeId: string;
  readonly details: TypedDetails;
  readonly untilThen: UntilThen;
}

/** Whether the account that is paid now still is until the new one may be: not, when it is closed or somebody else can reach it. */
export type UntilThen = 'pay-the-old-one' | 'pay-nothing';

export interface ProposedAccount {
  readonly accountId: string;
  readonly payeeId: string;
  readonly masked: string;
  readonly modulusOutcome: 'valid' | 'cannot-tell';
  readonly nameResult: NameResult;
}

export type KeepRefusal =
  | ChangeRefusal
  | { readonly code: 'payee-stopped' | 'account-waits-already' | 'account-is-the-same' | 'account-is-ours' | 'account-was-closed' };
export type ProposeRefusal = KeepRefusal | DetailsRefusal;

/**
 * New bank details for a payee. Check digits and name are checked first; then the details wait, sealed, for a second person. Nothing is paid on
 * them before that, and after a change not before the days of cooling-off are over.
 */
export async function proposeAccount(
  room: PayeeRoom,
  caller: Caller,
  { payeeId, details, untilThen }: ProposeAccount,
): Promise<Result<ProposedAccount, ProposeRefusal>> {
  const { authorityId } = caller;
  const payee = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) => readPayee(tx, authorityId, payeeId));
  if (payee === undefined) return refused({ code: 'payee-not-found' });
  // Banks ask whether a name is a person's or an organisation's.
  const checked = await checkDetails(room, authorityId, details, payee.kind);
  if (!checked.ok) return checked;
  return keepProposal(room, caller, { payeeId, operation: 'payments.propose-account', untilThen, checked: checked.value });
}

export async function keepProposal(
  room: PayeeRoom,
  caller: Caller,
  proposal: {
    readonly payeeId: string;
    readonly operation: string;
    readonly untilThen: UntilThen;
    readonly checked: CheckedDetails;
    /** The caller's own family has named this payee, and the caller has seen to that: they may reach it. */
    readonly namedByFamily?: true;
  },
): Promise<Result<ProposedAccount, KeepRefusal>> {
  const { payeeId, operation, untilThen, checked, namedByFamily } = proposal;
  const { details, modulusOutcome, modulusTableId, name } = checked;
  const { authorityId, principal } = caller;
  return changePayee(
    room,
    caller,
    { payeeId, operation, ...(namedByFamily && { namedByFamily }) },
    async ({ tx, payee, accounts, key, authorityKey, now, today }) => {
      const { stoppedReason } = payee;
      const accountOnly = stoppedReason !== null && endsAccountOnly.includes(stoppedReason);
      if (stoppedReason !== null && !accountOnly) return refused({ code: 'payee-stopped' });
      if (accounts.some(({ state }) => state === 'proposed')) return refused({ code: 'account-waits-already' });
      const fingerprint = authorityKey.mark(ACCOUNT_MARK, identityOf(details));
      if (await isOwnAccount(tx, authorityId, fingerprint)) return refused({ code: 'account-is-ours' });
      const current = accounts.find(({ state }) => state === 'confirmed');
      if (current?.fingerprint.equals(fingerprint)) return refused({ code: 'account-is-the-same' });
      const closed = await tx
        .select({ accountId: payeeAccounts.accountId })
        .from(payeeAccounts)
        .where(
          and(eq(payeeAccounts.authorityId, authorityId), eq(payeeAccounts.fingerprint, fingerprint), eq(payeeAccounts.state, 'closed')),
        )
        .limit(1);
      if (closed.length > 0) return refused({ code: 'account-was-closed' });

      const accountId = uuidV4();
      const masked = maskOf(details);
      const { result: nameResult, nameReturned } = name;
      await tx.insert(payeeAccounts).values({
        authorityId,
        accountId,
        payeeId,
        familyId: payee.familyId,
        kind: details.kind,
        state: 'proposed',
        sealed: key.seal(details, accountId),
        masked,
        fingerprint,
        modulusOutcome,
        modulusTableId: modulusTableId ?? null,
        nameResult,
        nameCheckedAt: now,
        nameSealed: nameReturned === undefined ? null : key.seal({ nameReturned }, `${accountId}/name`),
        proposedBy: principal,
        proposedAt: now,
        proposedOn: today,
        isChange: accounts.some(({ confirmedOn }) => confirmedOn !== null),
      });
      if (untilThen === 'pay-nothing' && current !== undefined && current.heldFrom === null)
        await changeAccountRow(tx, current, { heldFrom: today });
      if (payee.state === 'new' || accountOnly)
        await changePayeeRow(tx, payee, { state: 'checked', stoppedReason: null, stoppedOn: null, stoppedBy: null });
      const value = { accountId, payeeId, masked, modulusOutcome, nameResult };
      return accepted({ value, facts: { payeeId, accountId, modulusOutcome, nameResult, untilThen } });
    },
  );
}
