import { exportFamily, openedBy, type RecordRoom } from '../../people/index.ts';
import type { PageDoor, RecordPages } from '../shared/page-door.ts';
import type { PageAnswer, PageRequest, PageRoute } from '../shared/page-route.ts';
import { troubleAnswer } from '../shared/trouble-page.ts';
import { copyView } from './copy-view.ts';

const NOT_THEIRS = troubleAnswer('not-found');
const OPERATION = 'people.export-family';

/** A family's own copy of its record, without asking anybody for it. */
export function copyRoutes({ room }: RecordPages, door: PageDoor): readonly PageRoute[] {
  const page = '/families/:familyId/copy';
  return [
    { method: 'get', path: page, access: 'signed-in', handle: (request) => askFirst(door, request) },
    { method: 'get', path: `${page}/record.tar`, access: 'signed-in', handle: (request) => save(room, door, request) },
  ];
}

async function askFirst(door: PageDoor, request: PageRequest): Promise<PageAnswer> {
  const { familyId = '' } = request.params;
  const caller = await door.admit(request, OPERATION, { familyId });
  if (caller?.actingAs?.familyId !== familyId) return NOT_THEIRS;
  return { kind: 'page', title: 'A copy of our record - Threefold', content: copyView(`/families/${familyId}/copy/record.tar`) };
}

async function save(room: RecordRoom, door: PageDoor, request: PageRequest): Promise<PageAnswer> {
  const { familyId = '' } = request.params;
  const caller = await door.admit(request, OPERATION, { familyId });
  if (caller?.actingAs?.familyId !== familyId) return NOT_THEIRS;
  const made = await exportFamily(room, caller, familyId);
  if (!made.ok) return NOT_THEIRS;
  return door.shown(caller, OPERATION, openedBy(caller, familyId), { kind: 'file', mediaType: 'application/x-tar', ...made.value });
}
