import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';

interface Child {
  readonly childId: string;
  readonly bornOn: PlainDate | null;
  readonly name: string;
}

export type ChildFault = 'child-not-found' | 'child-ambiguous';

/**
 * The child of a record that a row is about: by the day of birth, and of twins by the name too. A row that could be about two children is
 * about neither, for money must not go to the wrong one.
 */
export function matchChild<Found extends Child>(
  children: readonly Found[],
  said: { readonly bornOn: PlainDate; readonly name: string },
): Result<Found, { readonly code: ChildFault }> {
  const born = children.filter(({ bornOn }) => bornOn === said.bornOn);
  const named = born.filter(({ name }) => plainName(name) === plainName(said.name));
  const [found] = born.length === 1 ? born : named;
  if (found === undefined) return refused({ code: born.length > 1 ? 'child-ambiguous' : 'child-not-found' });
  return born.length > 1 && named.length > 1 ? refused({ code: 'child-ambiguous' }) : accepted(found);
}

function plainName(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
