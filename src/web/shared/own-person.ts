import type { PageDoor } from './page-door.ts';
import type { PageRequest } from './page-route.ts';

/** Who the reader is in a family's record themselves; undefined for whom the family let in, and for everybody else. */
export async function ownPersonIn(door: PageDoor, request: PageRequest, familyId: string): Promise<string | undefined> {
  const known = await door.admit(request, 'people.list-places');
  return known?.standings.find((standing) => standing.familyId === familyId && standing.may === undefined)?.personId;
}
