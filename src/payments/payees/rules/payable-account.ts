import { isAfter, isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { AccountState, PayeeState, StopReason } from './payee-states.ts';

export interface DatedAccount {
  readonly accountId: string;
  readonly state: AccountState;
  readonly isChange: boolean;
  readonly confirmedOn: PlainDate | null;
  readonly usableFrom: PlainDate | null;
  readonly replacedOn: PlainDate | null;
  readonly heldFrom: PlainDate | null;
}

export type NotPayable =
  | { readonly code: 'payee-stopped'; readonly reason: StopReason; readonly stoppedOn: PlainDate }
  | { readonly code: 'payee-account-missing' }
  | { readonly code: 'payee-account-held'; readonly heldFrom: PlainDate }
  | { readonly code: 'payee-account-cooling-off'; readonly until: PlainDate };

/**
 * The account that a payee is paid on, on a day. While a changed account cools off the one before it is paid, unless it is closed or the
 * family asked that nothing more goes there. `waived` names an account whose cooling-off two people have waived.
 */
export function payableAccount<Account extends DatedAccount>(
  payee: { readonly state: PayeeState; readonly stoppedReason: StopReason | null; readonly stoppedOn: PlainDate | null },
  accounts: readonly Account[],
  on: PlainDate,
  waived?: string,
): Result<Account, NotPayable> {
  const { stoppedReason, stoppedOn } = payee;
  if (stoppedReason !== null && stoppedOn !== null) return refused({ code: 'payee-stopped', reason: stoppedReason, stoppedOn });
  const standing = accounts
    .filter(({ state, replacedOn, accountId }) => {
      const stands = state === 'confirmed' || state === 'replaced';
      return stands && (replacedOn === null || isBefore(on, replacedOn) || accountId === waived);
    })
    .toSorted((one, other) => ((one.usableFrom ?? '') < (other.usableFrom ?? '') ? 1 : -1));
  const isHeld = ({ heldFrom }: Account) => heldFrom !== null && !isBefore(on, heldFrom);
  const mayBePaid = ({ usableFrom, accountId }: Account) => accountId === waived || (usableFrom !== null && !isAfter(usableFrom, on));
  const payable = standing.find((account) => mayBePaid(account) && !isHeld(account));
  if (payable !== undefined) return accepted(payable);
  const cooling = standing.find((account) => !mayBePaid(account));
  if (cooling?.usableFrom != null) return refused({ code: 'payee-account-cooling-off', until: cooling.usableFrom });
  const held = standing.find(isHeld);
  return held?.heldFrom == null
    ? refused({ code: 'payee-account-missing' })
    : refused({ code: 'payee-account-held', heldFrom: held.heldFrom });
}
