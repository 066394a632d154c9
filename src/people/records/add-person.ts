import { v4 as uuidV4 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { FamilyRole } from '../memberships/member-roles.ts';
import { changeFamily, type RecordNotFound } from './family-at-hand.ts';
import type { RecordRoom } from './record-room.ts';
import type { PersonDetails } from './rules/hidden-details.ts';
import { persons } from './schema.ts';

export interface NewPerson {
  readonly kind: FamilyRole;
  readonly bornOn?: PlainDate | undefined;
  readonly details: PersonDetails;
}

export type AddPersonRefusal =
  | RecordNotFound
  | { readonly code: 'errand-for-a-stranger' | 'date-of-birth-missing' | 'date-of-birth-ahead' };

export async function addPerson(
  room: RecordRoom,
  caller: Caller,
  familyId: string,
  { kind, bornOn, details }: NewPerson,
  personId: string = uuidV4(),
): Promise<Result<{ readonly personId: string }, AddPersonRefusal>> {
  return changeFamily(room, caller, { familyId, operation: 'people.add-person' }, async ({ tx, key, now, today }) => {
    // Rights of a child pass to the young person on dates that hang on this one.
    if (kind === 'young-person' && bornOn === undefined) return refused({ code: 'date-of-birth-missing' });
    if (bornOn !== undefined && bornOn > today) return refused({ code: 'date-of-birth-ahead' });
    await tx.insert(persons).values({
      authorityId: caller.authorityId,
      personId,
      familyId,
      kind,
      ...(bornOn !== undefined && { bornOn }),
      sealed: key.seal(details, personId),
      version: 1,
      createdAt: now,
      createdBy: caller.principal,
    });
    return accepted({ value: { personId }, personId, facts: { kind, fields: Object.keys(details) } });
  });
}
