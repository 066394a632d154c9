import { isYoungPerson } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { insertDeath } from '../deaths/store.ts';
import { type ChangeRefusal, changePayee, type PayeeAtHand } from './payee-at-hand.ts';
import type { PayeeRoom } from './payee-room.ts';
import { endsAccountOnly, type StopReason } from './rules/payee-states.ts';
import { changeAccountRow, changePayeeRow } from './store.ts';

export interface StopPayee {
  readonly payeeId: string;
  readonly reason: StopReason;
  /** The account that came to an end; without it the one that is paid now. */
  readonly accountId?: string;
}

export interface StoppedPayee {
  readonly stoppedOn: PlainDate;
  /** False when only an older account ended and the payee goes on being paid on the newer one. */
  readonly isStopped: boolean;
}

export type StopRefusal = ChangeRefusal | { readonly code: 'payee-account-not-found' };

/** From this moment nothing more goes to the payee. Stopping twice is stopping once; a death is never overwritten by a lesser reason. */
export async function stopPayee(room: PayeeRoom, caller: Caller, stop: StopPayee): Promise<Result<StoppedPayee, StopRefusal>> {
  const { payeeId } = stop;
  return changePayee(room, caller, { payeeId, operation: 'payments.stop-payee' }, async (payee) => {
    const stopped = await stopAtHand(payee, caller, stop);
    if (stopped.ok && stop.reason === 'died') await openDeathOf(payee, caller);
    return stopped;
  });
}

/** The bank often knows first: how the child's support goes on is then somebody's task the same day, whoever that will be. */
async function openDeathOf({ tx, payee, now, today }: PayeeAtHand, { authorityId, principal }: Caller): Promise<void> {
  const { familyId, personId, payeeId } = payee;
  if (familyId === null) return;
  const kind = personId !== null && (await isYoungPerson(tx, authorityId, personId)) ? 'child' : 'payee';
  const death = { authorityId, familyId, personId, payeeId, kind, diedOn: null, learntOn: today, owner: null } as const;
  await insertDeath(tx, { ...death, by: principal, at: now });
}

async function stopAtHand({ tx, payee, accounts, today }: PayeeAtHand, { principal }: Caller, { payeeId, reason, accountId }: StopPayee) {
  const ending =
    accountId === undefined ? accounts.find(({ state }) => state === 'confirmed') : accounts.find((each) => each.accountId === accountId);
  if (accountId !== undefined && ending === undefined) return refused({ code: 'payee-account-not-found' });
  const accountOnly = endsAccountOnly.includes(reason);
  if (accountOnly && ending !== undefined && ending.state !== 'closed')
    await changeAccountRow(tx, ending, { state: 'closed', endedOn: today });
  const goesOn = accountOnly && accounts.some((each) => each.state === 'confirmed' && each.accountId !== ending?.accountId);
  const isOver = payee.stoppedReason !== null && (payee.stoppedReason === reason || accountOnly || payee.stoppedReason === 'died');
  const stoppedOn = isOver ? (payee.stoppedOn ?? today) : today;
  if (!goesOn && !isOver) await changePayeeRow(tx, payee, { state: 'stopped', stoppedReason: reason, stoppedOn, stoppedBy: principal });
  return accepted({
    value: { stoppedOn, isStopped: !goesOn },
    facts: { payeeId, reason, ...(ending !== undefined && { accountId: ending.accountId }) },
    // A suspicion must not show in a log that the suspect can read.
    ...(reason === 'fraud-suspected' && { restricted: true }),
  });
}
