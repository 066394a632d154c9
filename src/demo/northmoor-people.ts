import { v5 as uuidv5 } from 'uuid';
import {
  addPerson,
  claimInvitation,
  findOrCreateIdentity,
  grantAccess,
  invite,
  markConfidential,
  type NewInvitation,
  openFamily,
  type PersonDetails,
  type RecordRoom,
  readFamily,
  readStandings,
  recordRelationship,
  serviceCaller,
} from '../people/index.ts';
import { addMonths } from '../platform/calendar/date-arithmetic.ts';
import { dateInLondon } from '../platform/calendar/london-time.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Caller } from '../platform/http/operation.ts';
import { DEMO } from './open-northmoor.ts';
import { requireAccepted } from './require-accepted.ts';

/** Who can sign in to the demo council, and as what. */
const DEMO_PEOPLE: readonly { readonly email: string; readonly is: string }[] = [
  { email: 'morgan@family.example', is: 'parent; the other parent does not learn the address' },
  { email: 'frankie@family.example', is: 'parent, lives apart' },
  { email: 'charlie@family.example', is: 'young person' },
  { email: 'noor@nominee.example', is: 'nominee' },
  { email: 'sasha@support.example', is: 'supporter' },
  { email: 'casey@northmoor.example', is: 'caseworker' },
  { email: 'fin@northmoor.example', is: 'finance officer' },
  { email: 'app@northmoor.example', is: 'approver up to £50,000' },
  { email: 'aud@northmoor.example', is: 'auditor' },
  { email: 'admin@northmoor.example', is: 'administrator' },
  { email: 'taxi@provider.example', is: 'provider staff' },
  { email: 'icb@partner.example', is: 'partner: sees what the ICB funds' },
];

/** Lines for the terminal, under the keys. */
export function demoPeople(): string[] {
  return ['People of the demo council, who sign in by mail', ...DEMO_PEOPLE.map(({ email, is }) => `  ${email.padEnd(26)} ${is}`)];
}

const STAFF: readonly Omit<NewInvitation, 'personId' | 'familyId'>[] = [
  { email: 'casey@northmoor.example', role: 'caseworker' },
  { email: 'fin@northmoor.example', role: 'finance-officer' },
  { email: 'app@northmoor.example', role: 'approver', approvalLimit: 5_000_000n },
  { email: 'aud@northmoor.example', role: 'auditor' },
  { email: 'admin@northmoor.example', role: 'administrator' },
  { email: 'taxi@provider.example', role: 'provider-staff', providerId: uuidv5('provider taxi', DEMO) },
];

export const NORTHMOOR_FAMILY = uuidv5('family', DEMO);
const BORN: PlainDate = '2012-05-14';

interface DemoPerson {
  readonly personId: string;
  readonly kind: 'parent' | 'young-person';
  readonly email: string;
  readonly details: PersonDetails;
}
const person = (kind: DemoPerson['kind'], email: string, details: PersonDetails): DemoPerson => {
  return { personId: uuidv5(`person ${details.name}`, DEMO), kind, email, details };
};
const MORGAN = person('parent', 'morgan@family.example', {
  name: 'Morgan Maple',
  phone: '01632 960001',
  address: '1 Maple Lane, Northmoor',
});
const FRANKIE = person('parent', 'frankie@family.example', {
  name: 'Frankie Maple',
  phone: '01632 960002',
  address: '2 Fern Road, Northmoor',
});
const CHARLIE = person('young-person', 'charlie@family.example', {
  name: 'Charlie Maple',
  school: 'Northmoor Academy',
  address: '1 Maple Lane, Northmoor',
});

export const NORTHMOOR_CHILD = CHARLIE.personId;
export const NORTHMOOR_PARENT = MORGAN.personId;

/** Rights follow the real day, so these people are let in by the real clock, not the played one. Played again, it changes nothing. */
export async function letInNorthmoorPeople(room: RecordRoom, authorityId: number, partnerSources: readonly string[]): Promise<void> {
  const demo = serviceCaller(authorityId, 'demo');
  for (const terms of [...STAFF, { email: 'icb@partner.example', role: 'partner', sources: partnerSources } as const])
    await letIn(room, demo, terms);
  await tellTheFamily(room, demo);
  for (const { kind, email, personId } of [MORGAN, FRANKIE, CHARLIE])
    await letIn(room, demo, { email, role: kind, familyId: NORTHMOOR_FAMILY, personId });
}

async function tellTheFamily(room: RecordRoom, demo: Caller): Promise<void> {
  const { authorityId } = demo;
  const known = await readFamily(room, authorityId, NORTHMOOR_FAMILY, async ({ rows }) => rows);
  if (!known.ok) await openFamily(room, demo, { name: 'Maple' }, NORTHMOOR_FAMILY);
  const rows = requireAccepted('family', await readFamily(room, authorityId, NORTHMOOR_FAMILY, async (family) => family.rows));
  for (const { personId, kind, details } of [MORGAN, FRANKIE, CHARLIE]) {
    if (rows.persons.some((each) => each.personId === personId)) continue;
    const born = kind === 'young-person' ? { bornOn: BORN } : {};
    requireAccepted('person', await addPerson(room, demo, NORTHMOOR_FAMILY, { kind, details, ...born }, personId));
  }
  for (const { personId: adultId } of [MORGAN, FRANKIE]) {
    if (rows.relationships.some((each) => each.adultId === adultId)) continue;
    const terms = { adultId, childId: CHARLIE.personId, kind: 'parental-responsibility', from: BORN } as const;
    requireAccepted('responsibility', await recordRelationship(room, demo, NORTHMOOR_FAMILY, terms));
  }
  for (const { personId } of [MORGAN, CHARLIE]) {
    const mark = { personId, hiddenFrom: FRANKIE.personId, kind: 'address' } as const;
    requireAccepted('mark', await markConfidential(room, demo, NORTHMOOR_FAMILY, mark));
  }
  const asked = { ...demo, onBehalfOf: { personId: MORGAN.personId, channel: 'phone' as const } };
  const until = addMonths(dateInLondon(room.clock.now()), 6);
  for (const [name, email, role, may] of [
    ['Noor Nominee', 'noor@nominee.example', 'nominee', ['see-record', 'see-budget', 'send-receipts']],
    ['Sasha Support', 'sasha@support.example', 'supporter', ['see-record', 'see-log']],
  ] as const) {
    if (rows.grants.some((each) => each.role === role)) continue;
    requireAccepted('grant', await grantAccess(room, asked, NORTHMOOR_FAMILY, { name, email, role, may, until }));
  }
}

async function letIn(room: RecordRoom, demo: Caller, terms: NewInvitation): Promise<void> {
  const { identityId } = requireAccepted('identity', await findOrCreateIdentity(room, terms.email));
  const standings = await readStandings(room.database, demo.authorityId, identityId, room.clock.now());
  if (standings.some(({ role }) => role === terms.role)) return;
  const { token } = requireAccepted('invitation', await invite(room, demo, { ...terms, withoutMail: true }));
  const claimant = { ...demo, kind: 'person' as const, principal: `identity:${identityId}`, identityId };
  requireAccepted('claim', await claimInvitation(room, claimant, token));
}
