import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Standing } from '../../platform/http/operation.ts';
import type { GrantRole } from '../records/rules/record-kinds.ts';
import { childrenOpenTo, holdsOn, type Relationship } from '../records/rules/whose-children.ts';
import type { FamilyRole, MemberRole } from './member-roles.ts';

interface Dated {
  readonly from: PlainDate;
  readonly until: PlainDate | null;
}

/** What the tables say of one identity in one authority; what of it counts is decided here, for a day. */
export interface StandingFacts {
  readonly memberships: readonly (Dated & {
    readonly membershipId: string;
    readonly role: MemberRole;
    readonly providerId: string | null;
    readonly sources: readonly string[];
    readonly approvalLimit: string | null;
  })[];
  readonly persons: readonly { readonly personId: string; readonly familyId: string; readonly kind: FamilyRole }[];
  readonly grants: readonly (Dated & {
    readonly grantId: string;
    readonly familyId: string;
    readonly grantedBy: string;
    readonly role: GrantRole;
    readonly children: readonly string[];
    readonly may: readonly string[];
  })[];
  readonly families: readonly FamilyFacts[];
}

interface FamilyFacts {
  readonly familyId: string;
  readonly persons: readonly { readonly personId: string; readonly kind: FamilyRole; readonly bornOn: PlainDate | null }[] | null;
  readonly relationships: readonly Relationship[] | null;
}

export function standingsOn(facts: StandingFacts, today: PlainDate): Standing[] {
  const families = new Map(facts.families.map((family) => [family.familyId, family]));
  const ofAuthority = facts.memberships
    .filter((membership) => holdsOn(membership, today))
    .map(
      ({ membershipId, role, providerId, sources, approvalLimit }): Standing => ({
        standingId: membershipId,
        role,
        ...(providerId !== null && { providerId }),
        ...(role === 'partner' && { sources }),
        ...(approvalLimit !== null && { limit: BigInt(approvalLimit) }),
      }),
    );
  const ofFamily = facts.persons.flatMap(({ personId, familyId, kind }): Standing[] => {
    const family = families.get(familyId);
    return family === undefined
      ? []
      : [{ standingId: personId, role: kind, familyId, personId, children: openChildren(family, personId, today) }];
  });
  // A grant opens no more than whoever gave it may see today: it ends with their own access.
  const given = facts.grants
    .filter((grant) => holdsOn(grant, today))
    .flatMap(({ grantId, familyId, grantedBy, role, children, may }): Standing[] => {
      const family = families.get(familyId);
      if (family === undefined) return [];
      const open = openChildren(family, grantedBy, today).filter((child) => children.includes(child));
      return open.length === 0 ? [] : [{ standingId: grantId, role, familyId, personId: grantedBy, children: open, may }];
    });
  return [...ofAuthority, ...ofFamily, ...given];
}

/** Of a young person: themselves. Of a parent: the children that are open to them. */
function openChildren({ persons, relationships }: FamilyFacts, personId: string, today: PlainDate): string[] {
  const all = persons ?? [];
  const own = all.find((person) => person.personId === personId);
  if (own === undefined) return [];
  if (own.kind === 'young-person') return [personId];
  const children = all.filter(({ kind }) => kind === 'young-person');
  return childrenOpenTo(personId, children, relationships ?? [], today);
}
