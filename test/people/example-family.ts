import { expect } from 'vitest';
import { claimInvitation } from '../../src/people/memberships/claim-invitation.ts';
import { invite } from '../../src/people/memberships/invite.ts';
import type { MemberRole } from '../../src/people/memberships/member-roles.ts';
import { addPerson } from '../../src/people/records/add-person.ts';
import { openFamily } from '../../src/people/records/open-family.ts';
import { recordRelationship } from '../../src/people/records/relationships.ts';
import type { PersonDetails } from '../../src/people/records/rules/hidden-details.ts';
import type { Result } from '../../src/platform/result.ts';
import { type AccessAnswer, type AccessApi, systemCaller, type Visitor } from './access-api.ts';

/** A mother, a father who lives apart, and their child: each with a sign-in and details of their own. */
export interface ExampleFamily {
  readonly familyId: string;
  readonly mother: Visitor & { readonly personId: string };
  readonly father: Visitor & { readonly personId: string };
  readonly child: Visitor & { readonly personId: string };
  /** Texts that stand in this family's record and nowhere else. */
  readonly words: readonly string[];
}

export function must<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** Fails with the whole answer in its words, so that a red test says what the API said. */
export function expectStatus(answer: AccessAnswer, status: number): AccessAnswer {
  expect(`${answer.status} ${answer.status === status ? '' : answer.text}`).toBe(`${status} `);
  return answer;
}

export async function staffMember(
  api: AccessApi,
  authorityId: number,
  role: MemberRole,
  terms: { readonly sources?: readonly string[]; readonly approvalLimit?: bigint; readonly providerId?: string } = {},
): Promise<Visitor> {
  const visitor = await api.visitor(authorityId, `${role}@council-${authorityId}.example`, true);
  const limit = role === 'approver' ? { approvalLimit: 100_000n } : {};
  const invited = must(await invite(api.room, systemCaller(authorityId), { email: visitor.email, role, ...limit, ...terms }));
  await claim(api, visitor, invited.token);
  return visitor;
}

export async function exampleFamily(api: AccessApi, authorityId: number, surname: string): Promise<ExampleFamily> {
  const system = systemCaller(authorityId);
  const { familyId } = await openFamily(api.room, system, { name: `${surname} household` });
  const words = [`${surname} household`];
  const person = async (kind: 'parent' | 'young-person', first: string, details: Omit<PersonDetails, 'name'>) => {
    const name = `${first} ${surname}`;
    words.push(name, ...Object.values(details).filter((each) => each !== undefined));
    const bornOn = kind === 'young-person' ? ({ bornOn: '2012-05-14' } as const) : {};
    const { personId } = must(await addPerson(api.room, system, familyId, { kind, ...bornOn, details: { name, ...details } }));
    const visitor = await api.visitor(authorityId, `${first}.${surname.replaceAll(/[^A-Za-z]/g, '')}@family.example`.toLowerCase());
    const invited = must(await invite(api.room, system, { email: visitor.email, role: kind, familyId, personId }));
    await claim(api, visitor, invited.token);
    return { ...visitor, personId };
  };
  const mother = await person('parent', 'Morgan', { phone: `01632 ${surname} 1`, address: `1 ${surname} Lane`, notes: `${surname} note` });
  const father = await person('parent', 'Frankie', { phone: `01632 ${surname} 2`, address: `2 ${surname} Road` });
  const child = await person('young-person', 'Charlie', { school: `${surname} School`, address: `3 ${surname} Court` });
  for (const adult of [mother, father]) {
    const born = { adultId: adult.personId, childId: child.personId, kind: 'parental-responsibility', from: '2012-05-14' } as const;
    must(await recordRelationship(api.room, system, familyId, born));
  }
  return { familyId, mother, father, child, words };
}

async function claim(api: AccessApi, visitor: Visitor, token: string): Promise<void> {
  must(
    await claimInvitation(
      api.room,
      { ...systemCaller(0), kind: 'person', principal: `identity:${visitor.identityId}`, identityId: visitor.identityId },
      token,
    ),
  );
}
