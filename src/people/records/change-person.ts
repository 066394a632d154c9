import { and, eq } from 'drizzle-orm';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { changeFamily, type RecordNotFound } from './family-at-hand.ts';
import { readerOf } from './reader-of.ts';
import type { RecordRoom } from './record-room.ts';
import { hiddenDetails, type PersonDetails } from './rules/hidden-details.ts';
import { persons } from './schema.ts';

/** What shall stand instead; null takes a detail away, what is left out stays. */
export type DetailChange = { readonly [Detail in keyof PersonDetails]?: PersonDetails[Detail] | null | undefined };

/** Families keep their own contact details; the rest is recorded by the authority. */
const THEIR_OWN: readonly (keyof PersonDetails)[] = ['email', 'phone', 'address'];

export async function changePerson(
  room: RecordRoom,
  caller: Caller,
  { familyId, personId, ifMatch }: { readonly familyId: string; readonly personId: string; readonly ifMatch: string },
  change: DetailChange,
): Promise<
  Result<{ readonly version: number }, RecordNotFound | VersionStale | { readonly code: 'errand-for-a-stranger' | 'detail-not-yours' }>
> {
  return changeFamily(room, caller, { familyId, operation: 'people.change-person' }, async ({ tx, rows, key }) => {
    const person = rows.persons.find((each) => each.personId === personId);
    if (person === undefined) return refused({ code: 'record-not-found' });
    const checked = checkVersion(ifMatch, person.version);
    if (!checked.ok) return checked;
    const reader = readerOf(caller, familyId);
    const fields = Object.keys(change) as (keyof PersonDetails)[];
    // Writing over what one may not read would tell whether it was there.
    const hidden = hiddenDetails(personId, reader, rows.marks);
    if (reader.kind === 'family' && fields.some((field) => !THEIR_OWN.includes(field) || hidden.includes(field)))
      return refused({ code: 'detail-not-yours' });
    const details = { ...key.open<PersonDetails>(person.sealed, personId), ...change };
    const kept = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null && value !== undefined));
    const version = person.version + 1;
    await tx
      .update(persons)
      .set({ sealed: key.seal(kept, personId), version })
      .where(and(eq(persons.authorityId, caller.authorityId), eq(persons.personId, personId)));
    return accepted({ value: { version }, personId, facts: { fields } });
  });
}
