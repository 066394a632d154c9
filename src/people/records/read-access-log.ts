import type { Caller } from '../../platform/http/operation.ts';
import { inWords, type LogLine } from '../audit/audit-words.ts';
import { readEvents } from '../audit/read-events.ts';
import { openPersons } from './family-view.ts';
import { readerOf } from './reader-of.ts';
import type { RecordRoom } from './record-room.ts';

export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly next?: bigint;
}

/**
 * Who looked at what, newest first. Somebody of the family sees what was done with the record as a whole, with themselves and with children
 * open to them: what the other parent did with their own details is not in it, and restricted events are in nobody's.
 */
export async function readAccessLog(
  { database }: RecordRoom,
  caller: Caller,
  familyId: string,
  { before, limit }: { readonly before?: bigint | undefined; readonly limit: number },
): Promise<LogPage> {
  const reader = readerOf(caller, familyId);
  const open = openPersons(caller, familyId);
  const rows = await readEvents(database, caller.authorityId, { familyId, withoutRestricted: true, before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const seen = page.filter(({ personId, operation }) => {
    if (reader.kind === 'staff' || personId === null) return true;
    // That something is kept from them is itself kept from them: of a mark only the person whose detail it is reads.
    return aboutMarks.includes(operation) ? personId === caller.actingAs?.personId && !isGiven(caller) : open.includes(personId);
  });
  return { lines: seen.map((row) => inWords(row, caller)), ...(last !== undefined && rows.length > limit && { next: last.seq }) };
}

const aboutMarks = ['people.mark-confidential', 'people.lift-mark'];

/** By a grant one reads in somebody's name, and is not them. */
function isGiven({ actingAs }: Caller): boolean {
  return actingAs?.may !== undefined;
}
