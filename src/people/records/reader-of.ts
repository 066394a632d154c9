import type { Caller } from '../../platform/http/operation.ts';
import type { Reader } from './rules/hidden-details.ts';

/**
 * Somebody with a place in the family reads as that person, or as whoever let them in, and then in every such name at once: what is hidden
 * from one of them is hidden. A role in the authority counts only where they have no place in the family.
 */
export function readerOf(caller: Pick<Caller, 'standings'>, familyId: string): Reader {
  const inFamily = caller.standings.filter((standing) => standing.familyId === familyId);
  if (inFamily.length === 0) return { kind: 'staff' };
  return { kind: 'family', personIds: [...new Set(inFamily.flatMap(({ personId }) => personId ?? []))] };
}
