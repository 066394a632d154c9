import {
  familyView,
  type GrantView,
  grantAccess,
  grantViews,
  openedBy,
  type RecordRoom,
  readAccessLog,
  readFamily,
  revokeGrant,
} from '../../people/index.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { PageDoor, RecordPages } from '../shared/page-door.ts';
import type { PageAnswer, PageRequest, PageRoute } from '../shared/page-route.ts';
import { troubleAnswer } from '../shared/trouble-page.ts';
import { type FieldTrouble, givenIn, readLetIn, troubleOf } from './let-in-form.ts';
import { presentLetIn } from './let-in-presenter.ts';
import { letInView } from './let-in-view.ts';
import { type KnownPerson, presentEnding, presentWhoCanSee } from './who-can-see-presenter.ts';
import { endingView, whoCanSeeView } from './who-can-see-view.ts';
import { presentWhoHasLooked } from './who-has-looked-presenter.ts';
import { whoHasLookedView } from './who-has-looked-view.ts';

const LINES = 20;
const NOT_THEIRS = troubleAnswer('not-found');

interface Desk {
  readonly room: RecordRoom;
  readonly door: PageDoor;
}

/** For somebody of the family: who was let in, and who looked. What is not theirs is not found, whether it exists or not. */
export function familyRecordRoutes({ room }: RecordPages, door: PageDoor): readonly PageRoute[] {
  const desk: Desk = { room, door };
  const route = (
    method: 'get' | 'post',
    path: `/${string}`,
    handle: (desk: Desk, request: PageRequest) => Promise<PageAnswer>,
  ): PageRoute => {
    return { method, path, access: 'signed-in', handle: (request) => handle(desk, request) };
  };
  return [
    route('get', '/families/:familyId/who-can-see', whoCanSee),
    route('get', '/families/:familyId/let-in', (own, request) => letInPage(own, request, [])),
    route('post', '/families/:familyId/let-in', letIn),
    route('get', '/families/:familyId/grants/:grantId/end', askToEnd),
    route('post', '/families/:familyId/grants/:grantId/end', end),
    route('get', '/families/:familyId/who-has-looked', whoHasLooked),
  ];
}

async function whoCanSee(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const caller = await ownCaller(desk, request, 'people.list-grants');
  const found = caller && (await readGrants(desk, request, caller));
  if (caller === undefined || found === undefined) return NOT_THEIRS;
  const { familyId, grants, children } = found;
  const view = presentWhoCanSee({ familyId, grants, children, today: dateInLondon(desk.room.clock.now()) });
  return desk.door.shown(caller, 'people.list-grants', openedBy(caller, familyId), {
    kind: 'page',
    title: 'Who can see our record - Threefold',
    content: whoCanSeeView(view),
  });
}

async function letInPage(desk: Desk, request: PageRequest, troubles: readonly FieldTrouble[]): Promise<PageAnswer> {
  const caller = await ownCaller(desk, request, 'people.grant-access');
  const found = caller && (await readGrants(desk, request, caller));
  if (caller === undefined || found === undefined) return NOT_THEIRS;
  const { familyId, children } = found;
  const view = presentLetIn({ familyId, children, given: givenIn(request.form), troubles, today: dateInLondon(desk.room.clock.now()) });
  return desk.door.shown(caller, 'people.read-family', openedBy(caller, familyId), {
    kind: 'page',
    status: troubles.length === 0 ? 200 : 422,
    title: `${troubles.length === 0 ? '' : 'Error: '}Let somebody see our record - Threefold`,
    content: letInView(view, request.formToken),
  });
}

async function letIn(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const caller = await ownCaller(desk, request, 'people.grant-access');
  if (caller === undefined) return NOT_THEIRS;
  const read = readLetIn(request.form);
  if (!read.ok) return letInPage(desk, request, read.refusal.troubles);
  const { familyId } = caller.actingAs ?? {};
  if (familyId === undefined) return NOT_THEIRS;
  const granted = await grantAccess(desk.room, caller, familyId, read.value);
  if (granted.ok) return { kind: 'go', to: `/families/${familyId}/who-can-see` };
  const trouble = troubleOf(granted.refusal.code);
  return trouble === undefined ? NOT_THEIRS : letInPage(desk, request, [trouble]);
}

async function askToEnd(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const caller = await ownCaller(desk, request, 'people.list-grants');
  const found = caller && (await readGrants(desk, request, caller));
  const grant = found?.grants.find(({ grantId }) => grantId === request.params['grantId']);
  if (caller === undefined || found === undefined || grant === undefined) return NOT_THEIRS;
  return desk.door.shown(caller, 'people.list-grants', openedBy(caller, found.familyId), {
    kind: 'page',
    title: 'End this - Threefold',
    content: endingView(presentEnding(found.familyId, grant), request.formToken),
  });
}

async function end(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const caller = await ownCaller(desk, request, 'people.revoke-grant');
  const { familyId } = caller?.actingAs ?? {};
  if (caller === undefined || familyId === undefined) return NOT_THEIRS;
  const ended = await revokeGrant(desk.room, caller, { familyId, grantId: request.params['grantId'] ?? '' });
  return ended.ok ? { kind: 'go', to: `/families/${familyId}/who-can-see` } : NOT_THEIRS;
}

async function whoHasLooked(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const caller = await ownCaller(desk, request, 'people.read-access-log');
  const { familyId } = caller?.actingAs ?? {};
  if (caller === undefined || familyId === undefined) return NOT_THEIRS;
  const given = request.query.get('before') ?? '';
  const before = /^\d{1,18}$/.test(given) ? BigInt(given) : undefined;
  // Names are in the record: whoever may read only the log sees the log without them.
  const reader = await ownCaller(desk, request, 'people.read-family');
  const persons = reader === undefined ? [] : await knownPersons(desk, reader, familyId);
  const { lines, next } = await readAccessLog(desk.room, caller, familyId, { before, limit: LINES });
  const view = presentWhoHasLooked({ familyId, lines, next, isFirstPage: before === undefined, persons: persons ?? [] });
  return desk.door.shown(caller, 'people.read-access-log', openedBy(caller, familyId), {
    kind: 'page',
    title: 'Who has looked - Threefold',
    content: whoHasLookedView(view),
  });
}

/** Let in by a place in this very family: officers open records with a reason, and not on these pages. */
async function ownCaller({ door }: Desk, request: PageRequest, operationId: string): Promise<Caller | undefined> {
  const { familyId = '' } = request.params;
  const caller = await door.admit(request, operationId, { familyId });
  return caller?.actingAs?.familyId === familyId ? caller : undefined;
}

interface OwnGrants {
  readonly familyId: string;
  readonly grants: readonly GrantView[];
  /** Those open to the reader: whom a grant can be about. */
  readonly children: readonly KnownPerson[];
}

async function readGrants({ room }: Desk, { params }: PageRequest, caller: Caller): Promise<OwnGrants | undefined> {
  const { familyId = '' } = params;
  const found = await readFamily(room, caller.authorityId, familyId, async (family) => {
    const open = caller.actingAs?.children ?? [];
    const { persons } = familyView(family, caller);
    const children = persons.filter(({ personId }) => open.includes(personId)).map(knownPerson);
    return { familyId, grants: grantViews(family, caller), children };
  });
  return found.ok ? found.value : undefined;
}

async function knownPersons({ room }: Desk, caller: Caller, familyId: string): Promise<KnownPerson[] | undefined> {
  const found = await readFamily(room, caller.authorityId, familyId, async (family) => familyView(family, caller).persons.map(knownPerson));
  return found.ok ? found.value : undefined;
}

function knownPerson({ personId, details }: ReturnType<typeof familyView>['persons'][number]): KnownPerson {
  return { personId, name: details.name };
}
