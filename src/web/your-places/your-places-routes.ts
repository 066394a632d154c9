import {
  chooseAuthority,
  claimInvitation,
  claimOwnInvitation,
  familyView,
  findOwnInvitation,
  listOwnInvitations,
  membershipsOf,
  openedBy,
  type RecordRoom,
  readFamily,
  sessionCookie,
} from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { ownPersonIn } from '../shared/own-person.ts';
import type { PageDoor, RecordPages } from '../shared/page-door.ts';
import { type PageAnswer, type PageRequest, type PageRoute, sessionOf } from '../shared/page-route.ts';
import { troubleAnswer } from '../shared/trouble-page.ts';
import { closedInvitation, foreignInvitation, invitationLine, type OpenFamily, presentPlaces } from './your-places-presenter.ts';
import { closedInvitationView, invitationView, yourPlacesView } from './your-places-view.ts';

const PAGE = '/your-places';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where one belongs, where one is now, and how one comes in. */
export function yourPlacesRoutes({ room, budgets }: RecordPages, door: PageDoor): readonly PageRoute[] {
  const desk: Desk = { room, door, hasBudgets: budgets !== undefined };
  return [
    { method: 'get', path: PAGE, access: 'signed-in', handle: (request) => overview(desk, request, undefined) },
    { method: 'post', path: '/your-places/go', access: 'signed-in', handle: (request) => goTo(desk, request) },
    { method: 'get', path: '/your-places/invitation', access: 'signed-in', handle: (request) => showInvitation(desk, request) },
    { method: 'post', path: '/your-places/claim', access: 'signed-in', handle: (request) => claim(desk, request) },
  ];
}

interface Desk {
  readonly room: RecordRoom;
  readonly door: PageDoor;
  /** Whether there are pages about budgets at all. */
  readonly hasBudgets: boolean;
}

async function overview(desk: Desk, request: PageRequest, trouble: string | undefined): Promise<PageAnswer> {
  const { database, clock } = desk.room;
  const { identityId, email, authorityId: here } = sessionOf(request);
  if ((await desk.door.admit(request, 'people.list-places')) === undefined) return troubleAnswer('not-found');
  const [places, invitations] = await Promise.all([
    membershipsOf(database, identityId, clock.now()),
    listOwnInvitations({ database, clock }, identityId),
  ]);
  const standings = places.find(({ authorityId }) => authorityId === here)?.standings ?? [];
  const families = await openFamilies(desk, request, [...new Set(standings.flatMap(({ familyId }) => familyId ?? []))]);
  let answer: PageAnswer = {
    kind: 'page',
    status: trouble === undefined ? 200 : 422,
    title: `${trouble === undefined ? '' : 'Error: '}Your places - Threefold`,
    content: yourPlacesView(presentPlaces({ email, places, here, invitations, families: families.open, trouble }), request.formToken),
  };
  // Each family's audit says by which right its names were read.
  for (const { caller, familyId } of families.readers)
    answer = await desk.door.shown(caller, 'people.read-family', openedBy(caller, familyId), answer);
  return answer;
}

interface OpenFamilies {
  readonly open: ReadonlyMap<string, OpenFamily>;
  /** By whom and of whom names were read. */
  readonly readers: readonly { readonly caller: Caller; readonly familyId: string }[];
}

/** A link is shown where the policy would open it, so that no link leads to a closed door. Names are read only to tell families apart. */
async function openFamilies({ room, door, hasBudgets }: Desk, request: PageRequest, familyIds: readonly string[]): Promise<OpenFamilies> {
  const found = await Promise.all(
    familyIds.map(async (familyId) => {
      const personId = await ownPersonIn(door, request, familyId);
      const [budgetReader, writer, sharer, looker, copier, reader] = await Promise.all([
        hasBudgets ? door.admit(request, 'budgets.read-explanation', { familyId }) : undefined,
        personId === undefined ? undefined : door.admit(request, 'people.write-message', { familyId, personId }),
        door.admit(request, 'people.list-grants', { familyId }),
        door.admit(request, 'people.read-access-log', { familyId }),
        door.admit(request, 'people.export-family', { familyId }),
        familyIds.length > 1 ? door.admit(request, 'people.read-family', { familyId }) : undefined,
      ]);
      const names = reader === undefined ? [] : await childrenOf(room, reader, familyId);
      const may = {
        maySeeBudget: budgetReader !== undefined,
        mayWrite: writer !== undefined,
        mayShare: sharer !== undefined,
        maySeeLog: looker !== undefined,
        mayCopy: copier !== undefined,
      };
      return { familyId, reader, names, may };
    }),
  );
  return {
    open: new Map(found.map(({ familyId, names, may }) => [familyId, { names, ...may }])),
    readers: found.flatMap(({ familyId, reader }) => (reader === undefined ? [] : [{ caller: reader, familyId }])),
  };
}

async function childrenOf(room: RecordRoom, reader: Caller, familyId: string): Promise<string[]> {
  const found = await readFamily(room, reader.authorityId, familyId, async (family) => {
    const open = reader.actingAs?.children ?? [];
    return familyView(family, reader).persons.flatMap(({ personId, details }) => (open.includes(personId) ? details.name : []));
  });
  return found.ok ? found.value : [];
}

/** Another council, another cookie: what was seen there stays there. */
async function goTo(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const given = Number(request.form.get('authorityId'));
  return enter(desk, request, Number.isInteger(given) && given > 0 && given < 2 ** 31 ? given : undefined);
}

async function enter({ room }: Desk, request: PageRequest, authorityId: number | undefined): Promise<PageAnswer> {
  const { identityId } = sessionOf(request);
  const token = authorityId === undefined ? undefined : await chooseAuthority(room, request.sessionToken ?? '', identityId, authorityId);
  return { kind: 'go', to: PAGE, ...(token !== undefined && { cookies: [sessionCookie(token)] }) };
}

async function showInvitation({ room }: Desk, request: PageRequest): Promise<PageAnswer> {
  const { identityId, email } = sessionOf(request);
  const invitationId = request.query.get('id') ?? '';
  const found = UUID.test(invitationId) ? await findOwnInvitation(room, identityId, { invitationId }) : undefined;
  if (found === undefined) return closed(404, foreignInvitation(email));
  if (found.state !== 'open') return closed(409, closedInvitation(found));
  return {
    kind: 'page',
    title: 'You are invited - Threefold',
    content: invitationView(invitationLine(found), request.formToken),
  };
}

/** By the invitation the page shows, or by the code that somebody handed over. */
async function claim(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const { room, door } = desk;
  const { identityId, email } = sessionOf(request);
  const caller = await door.admit(request, 'people.claim-invitation');
  if (caller === undefined) return troubleAnswer('not-found');
  const invitationId = request.form.get('invitation') ?? '';
  const token = (request.form.get('code') ?? '').trim().slice(0, 100);
  if (invitationId === '' && token === '') return overview(desk, request, 'Type the code of your invitation.');
  const given = invitationId === '' ? { token } : { invitationId };
  const found = 'token' in given || UUID.test(invitationId) ? await findOwnInvitation(room, identityId, given) : undefined;
  if (found === undefined) return closed(404, foreignInvitation(email));
  const claimed = 'token' in given ? await claimInvitation(room, caller, token) : await claimOwnInvitation(room, caller, found);
  if (claimed.ok) return enter(desk, request, claimed.value.authorityId);
  // Asked again, for it may have been used or taken back in this very moment.
  return closed(409, closedInvitation((await findOwnInvitation(room, identityId, given)) ?? found));
}

function closed(status: number, why: { readonly heading: string; readonly words: string }): PageAnswer {
  return { kind: 'page', status, title: `${why.heading} - Threefold`, content: closedInvitationView(why) };
}
