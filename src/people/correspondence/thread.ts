import type { Caller } from '../../platform/http/operation.ts';
import type { FamilyRows } from '../records/store.ts';
import type { Sender } from './correspondence-kinds.ts';

/** One person's correspondence with the council. */
export interface Thread {
  readonly familyId: string;
  readonly personId: string;
}

export function isInFamily({ persons }: FamilyRows, personId: string): boolean {
  return persons.some((person) => person.personId === personId);
}

/** Whoever works for the council writes for it, unless they write down what the person themselves has said by phone or sent on paper. */
export function senderOf(caller: Caller, { familyId, personId }: Thread): Sender | undefined {
  if (caller.actingAs?.familyId === familyId) return caller.actingAs.personId === personId ? 'family' : undefined;
  if (caller.onBehalfOf === undefined) return 'council';
  return caller.onBehalfOf.personId === personId ? 'family' : undefined;
}
