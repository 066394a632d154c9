import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { FamilyRole } from '../memberships/member-roles.ts';
import { streamsOfOwnRight } from '../rules/own-right.ts';
import type { FamilyAtHand } from './family-at-hand.ts';
import type { GrantWords } from './grant-access.ts';
import type { FamilyWords } from './open-family.ts';
import { readerOf } from './reader-of.ts';
import { hiddenDetails, type PersonDetails, type Reader, withoutHidden } from './rules/hidden-details.ts';
import type { GrantRow, MarkRow, PersonRow, RelationshipRow } from './store.ts';

/** A record as one reader may see it: what is hidden from them is not there, and nothing says that something is missing. */
export interface FamilyView {
  readonly familyId: string;
  /** Officers' name for the record: it may carry the other parent's. */
  readonly name?: string;
  readonly persons: readonly PersonView[];
  /** Staff only: whose access hangs on what, and what is kept from whom. */
  readonly relationships?: readonly RelationshipRow[];
  readonly marks?: readonly MarkRow[];
}

export interface PersonView {
  readonly personId: string;
  readonly kind: FamilyRole;
  readonly bornOn?: PlainDate;
  /** The streams in which the young person holds the rights themselves today. */
  readonly ownRight?: readonly string[];
  readonly details: PersonDetails;
  readonly signsIn: boolean;
  readonly version: number;
}

export interface GrantView {
  readonly grantId: string;
  readonly grantedBy: string;
  readonly name: string;
  readonly email: string;
  readonly row: GrantRow;
}

export function familyView(family: FamilyAtHand, caller: Caller): FamilyView {
  const { rows, key } = family;
  const reader = readerOf(caller, rows.family.familyId);
  const persons = rows.persons.filter((person) => isOpen(person, caller, reader)).map((person) => personView(person, family, reader));
  if (reader.kind === 'family') return { familyId: rows.family.familyId, persons };
  const name = key.open<FamilyWords>(rows.family.sealed, rows.family.familyId)?.name ?? '';
  return { familyId: rows.family.familyId, name, persons, relationships: rows.relationships, marks: rows.marks };
}

/** Whose part of the record somebody of the family sees: their own, and that of children whose affairs are open to them. */
export function openPersons(caller: Caller, familyId: string): readonly string[] {
  const inFamily = caller.standings.filter((standing) => standing.familyId === familyId);
  return inFamily.flatMap(({ personId, children, may }) => [
    ...(personId === undefined || may !== undefined ? [] : [personId]),
    ...(children ?? []),
  ]);
}

/** A parent's helpers and their contact details are that parent's own affair. */
export function grantViews({ rows, key }: FamilyAtHand, caller: Caller): GrantView[] {
  const reader = readerOf(caller, rows.family.familyId);
  return rows.grants
    .filter(({ grantedBy }) => reader.kind === 'staff' || reader.personIds.includes(grantedBy))
    .map((row) => {
      const { name, email } = key.open<GrantWords>(row.sealed, row.grantId) ?? { name: '', email: '' };
      return { grantId: row.grantId, grantedBy: row.grantedBy, name, email, row };
    });
}

/** Parents are apart: of the other parent nothing is shown, not that there is one. */
function isOpen({ personId }: PersonRow, caller: Caller, reader: Reader): boolean {
  if (reader.kind === 'staff') return true;
  return openPersons(caller, caller.actingAs?.familyId ?? '').includes(personId);
}

function personView(
  { personId, kind, bornOn, sealed, identityId, version }: PersonRow,
  { rows, key, today }: FamilyAtHand,
  reader: Reader,
): PersonView {
  const details = key.open<PersonDetails>(sealed, personId) ?? { name: '' };
  return {
    personId,
    kind,
    ...(bornOn !== null && { bornOn }),
    ...(kind === 'young-person' && bornOn !== null && { ownRight: streamsOfOwnRight(bornOn, today) }),
    details: withoutHidden(details, hiddenDetails(personId, reader, rows.marks)),
    signsIn: identityId !== null,
    version,
  };
}
