import { tarOf } from '../../platform/archive/tar.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result } from '../../platform/result.ts';
import type { LogLine } from '../audit/audit-words.ts';
import { documentsOf, messagesOf } from '../correspondence/read-correspondence.ts';
import { archivePage } from './archive-page.ts';
import { type FamilyAtHand, type RecordNotFound, readFamily } from './family-at-hand.ts';
import { type FamilyView, familyView, type GrantView, grantViews } from './family-view.ts';
import { readAccessLog } from './read-access-log.ts';
import type { RecordRoom } from './record-room.ts';

export interface Archive {
  readonly fileName: string;
  readonly content: Buffer;
}

/** More lines than any family's log has; an archive is made whole or not at all. */
const LOG_PAGE = 1_000;
/** More than any thread has. */
const WHOLE = { limit: 100_000 };

/**
 * A subject's copy of the record: a page to read and the same as data. It is made of the very views that the operations show, so what is
 * confidential to another person cannot come in by this door.
 */
export async function exportFamily(room: RecordRoom, caller: Caller, familyId: string): Promise<Result<Archive, RecordNotFound>> {
  const read = await readFamily(room, caller.authorityId, familyId, async (family) => {
    const letters = await correspondenceFor(family, caller);
    return { view: familyView(family, caller), grants: grantViews(family, caller), letters };
  });
  if (!read.ok) return read;
  const log = await wholeLog(room, caller, familyId);
  const now = room.clock.now();
  const { view, grants, letters } = read.value;
  const files = [
    { name: 'record.html', content: archivePage({ view, grants, log, madeAt: now }) },
    { name: 'record.json', content: `${JSON.stringify(dataOf(view, grants), null, 2)}\n` },
    { name: 'messages.ndjson', content: letters.messages.map((message) => `${JSON.stringify(message)}\n`).join('') },
    { name: 'documents.ndjson', content: letters.documents.map((document) => `${JSON.stringify(document)}\n`).join('') },
    { name: 'access-log.ndjson', content: log.map(({ seq: _seq, ...line }) => `${JSON.stringify(line)}\n`).join('') },
  ];
  return accepted({ fileName: `record-${dateInLondon(now)}.tar`, content: tarOf(files, now) });
}

/** The threads that the reader may read: their own, or for staff every one. The documents themselves are fetched one by one. */
async function correspondenceFor(family: FamilyAtHand, caller: Caller) {
  const { familyId } = family.rows.family;
  const { actingAs } = caller;
  const isOwn = (personId: string) => actingAs?.personId === personId && actingAs.may === undefined;
  const threads = family.rows.persons.filter(({ personId }) => actingAs?.familyId !== familyId || isOwn(personId));
  const messages: object[] = [];
  const documents: object[] = [];
  for (const { personId } of threads) {
    for (const message of await messagesOf(family, { familyId, personId }, WHOLE)) messages.push({ personId, ...message });
    for (const document of await documentsOf(family, { familyId, personId }, WHOLE)) documents.push({ personId, ...document });
  }
  return { messages, documents };
}

async function wholeLog(room: RecordRoom, caller: Caller, familyId: string): Promise<LogLine[]> {
  const all: LogLine[] = [];
  let before: bigint | undefined;
  do {
    const page = await readAccessLog(room, caller, familyId, { before, limit: LOG_PAGE });
    all.push(...page.lines);
    before = page.next;
  } while (before !== undefined);
  return all;
}

/** Without the columns that are the service's own: keys, sealed text, who recorded what. */
function dataOf({ familyId, name, persons }: FamilyView, grants: readonly GrantView[]) {
  return {
    familyId,
    ...(name !== undefined && { name }),
    persons,
    grants: grants.map(({ row: { role, may, children, from, until, channel, revokedAt }, ...view }) => {
      return { ...view, role, may, children, from, until, channel, revokedAt };
    }),
  };
}
