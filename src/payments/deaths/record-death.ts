import { changeFamily, type RecordRoom } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { changePayeeRow, readPayee, readPayeeOfPerson } from '../payees/store.ts';
import { insertDeath } from './store.ts';

export interface DeathRoom extends RecordRoom {
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}

export interface RecordDeath {
  readonly familyId: string;
  readonly personId: string;
  readonly diedOn: PlainDate;
  /** The officer who takes over, by principal. */
  readonly owner: string;
}

export type RecordDeathRefusal = {
  readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'payee-person-unknown' | 'death-recorded-already' | 'death-day-ahead';
};

/**
 * Somebody has died. In the same moment payments to their account stop; when it is the child, everything automatic to the family stops too. What
 * is to be done, by whom and by when, is a list.
 */
export async function recordDeath(
  room: DeathRoom,
  caller: Caller,
  { familyId, personId, diedOn, owner }: RecordDeath,
): Promise<Result<{ readonly deathId: string }, RecordDeathRefusal>> {
  const { authorityId, principal } = caller;
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'payments.record-death' }, async ({ tx, rows, now }) => {
    const person = rows.persons.find((each) => each.personId === personId);
    if (person === undefined) return refused({ code: 'payee-person-unknown' });
    if (diedOn > today) return refused({ code: 'death-day-ahead' });
    const kind = person.kind === 'young-person' ? 'child' : 'payee';
    const known = await readPayeeOfPerson(tx, authorityId, personId);
    const payee = known && (await readPayee(tx, authorityId, known.payeeId, 'update'));
    const deathId = await insertDeath(tx, {
      authorityId,
      familyId,
      personId,
      payeeId: payee?.payeeId ?? null,
      kind,
      diedOn,
      learntOn: today,
      owner,
      by: principal,
      at: now,
    });
    if (deathId === undefined) return refused({ code: 'death-recorded-already' });
    if (payee !== undefined && payee.stoppedReason !== 'died')
      await changePayeeRow(tx, payee, { state: 'stopped', stoppedReason: 'died', stoppedOn: today, stoppedBy: principal });
    return accepted({ value: { deathId }, personId, facts: { deathId, kind, paymentsStopped: payee !== undefined } });
  });
}
