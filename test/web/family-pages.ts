import {
  addPerson,
  claimInvitation,
  createAuthority,
  invite,
  openFamily,
  type PersonDetails,
  readFamily,
  recordRelationship,
  serviceCaller,
} from '../../src/people/index.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import type { Result } from '../../src/platform/result.ts';
import type { Browser } from '../people/sign-in/browser.ts';
import { openSignInRoom, type SignInRoom } from '../people/sign-in/sign-in-room.ts';

/** A parent who is signed in and stands in a council, with the family's record. */
export interface ParentAtHome {
  readonly familyId: string;
  readonly personId: string;
  readonly browser: Browser;
}

export interface FamilyPages extends SignInRoom {
  council(slug: string): Promise<number>;
  /** A record with one parent and these children, and the parent's browser in their own council. */
  parent(authorityId: number, email: string, name: string, children: readonly string[]): Promise<ParentAtHome>;
  /** A second parent of the same record and children, with a browser of their own. */
  otherParent(authorityId: number, first: ParentAtHome, email: string, name: string): Promise<ParentAtHome>;
  /** The child of that name in a record, with a sign-in and a browser of their own. */
  youngPerson(authorityId: number, family: ParentAtHome, email: string, name: string): Promise<ParentAtHome>;
  /** Everything a page about records could change: the state of a family, its grants and its invitations. */
  state(authorityId: number): Promise<string>;
}

export function must<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
  return result.value;
}

/** The pages of people's places and records, with the real sign-in in front of them. */
export async function openFamilyPages(): Promise<FamilyPages> {
  const room = await openSignInRoom();
  const { records } = room;
  const atHome = async (
    authorityId: number,
    email: string,
    place: Pick<ParentAtHome, 'familyId' | 'personId'>,
    role: 'parent' | 'young-person',
  ) => {
    const system = serviceCaller(authorityId, 'system');
    const { token } = must(await invite(records, system, { email, role, ...place, withoutMail: true }));
    const identityId = await room.person(email);
    must(await claimInvitation(records, { ...system, kind: 'person', principal: `identity:${identityId}`, identityId }, token));
    const browser = await room.signedIn(email);
    await browser.post('/your-places/go', { authorityId: `${authorityId}` });
    return { ...place, browser };
  };
  return {
    ...room,
    council: async (slug) => must(await createAuthority(records.database, room.clock, { slug, name: `Council of ${slug}` })).authorityId,
    parent: async (authorityId, email, name, children) => {
      const system = serviceCaller(authorityId, 'system');
      const { familyId } = await openFamily(records, system, { name: `${name} household` });
      const { personId } = must(await addPerson(records, system, familyId, { kind: 'parent', details: { name } }));
      for (const child of children) {
        room.clock.advance(1_000);
        const born = { kind: 'young-person', bornOn: '2014-05-14', details: { name: child } } as const;
        const { personId: childId } = must(await addPerson(records, system, familyId, born));
        const terms = { adultId: personId, childId, kind: 'parental-responsibility', from: '2014-05-14' } as const;
        must(await recordRelationship(records, system, familyId, terms));
      }
      return atHome(authorityId, email, { familyId, personId }, 'parent');
    },
    otherParent: async (authorityId, { familyId }, email, name) => {
      const system = serviceCaller(authorityId, 'system');
      const { personId } = must(await addPerson(records, system, familyId, { kind: 'parent', details: { name } }));
      const children = must(await readFamily(records, authorityId, familyId, async ({ rows }) => rows.persons));
      for (const { personId: childId, kind } of children) {
        if (kind !== 'young-person') continue;
        const terms = { adultId: personId, childId, kind: 'parental-responsibility', from: '2014-05-14' } as const;
        must(await recordRelationship(records, system, familyId, terms));
      }
      return atHome(authorityId, email, { familyId, personId }, 'parent');
    },
    youngPerson: async (authorityId, { familyId }, email, name) => {
      const found = await readFamily(records, authorityId, familyId, async ({ rows, key }) =>
        rows.persons.find(({ personId, sealed }) => key.open<PersonDetails>(sealed, personId)?.name === name),
      );
      const person = must(found);
      if (person === undefined) throw new Error(`nobody is called ${name} in this record`);
      return atHome(authorityId, email, { familyId, personId: person.personId }, 'young-person');
    },
    state: (authorityId) =>
      inTransaction(records.database, { authorityId, readOnly: true }, async (_, client) => {
        const { rows } = await client.query<{ row: string }>(
          `select to_jsonb(g)::text as row from people.grants g union all select to_jsonb(i)::text from people.invitations i
           union all select to_jsonb(m)::text from people.memberships m union all select to_jsonb(p)::text from people.persons p order by 1`,
        );
        return rows.map(({ row }) => row).join('\n');
      }),
  };
}

/** What a page says, without its marks. */
export function wordsOf(text: string): string {
  return text
    .slice(text.indexOf('<main'), text.indexOf('</main>'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ');
}
