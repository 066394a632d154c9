import { type ArchiveFile, tarOf, textFile } from '../../platform/archive/tar.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result } from '../../platform/result.ts';
import type { LogLine } from '../audit/audit-words.ts';
import { documentParts } from '../correspondence/document-parts.ts';
import { type Document, documentsOf, fileNameOf, type Message, messagesOf } from '../correspondence/read-correspondence.ts';
import { archivePage } from './archive-page.ts';
import { type FamilyAtHand, type RecordNotFound, readFamily } from './family-at-hand.ts';
import { type FamilyView, familyView, type GrantView, grantViews } from './family-view.ts';
import { readAccessLog } from './read-access-log.ts';
import type { RecordRoom } from './record-room.ts';

export interface Archive {
  readonly fileName: string;
  /** Read as it is sent: documents may be larger together than memory. */
  readonly content: AsyncIterable<Uint8Array>;
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
    return { view: familyView(family, caller), grants: grantViews(family, caller), letters, key: family.key };
  });
  if (!read.ok) return read;
  const log = await wholeLog(room, caller, familyId);
  const now = room.clock.now();
  const { view, grants, letters, key } = read.value;
  const { messages, documents } = letters;
  const files: ArchiveFile[] = [
    textFile('record.html', archivePage({ view, grants, messages, documents, log, madeAt: now })),
    textFile('record.json', `${JSON.stringify(dataOf(view, grants), null, 2)}\n`),
    textFile('messages.ndjson', messages.map((message) => `${JSON.stringify(message)}\n`).join('')),
    textFile('documents.ndjson', documents.map((document) => `${JSON.stringify(document)}\n`).join('')),
    textFile('access-log.ndjson', log.map(({ seq: _seq, ...line }) => `${JSON.stringify(line)}\n`).join('')),
    ...documents.map((document) => {
      const content = documentParts(room.database, key, caller.authorityId, document);
      return { name: document.file, bytes: document.bytes, content };
    }),
  ];
  return accepted({ fileName: `record-${dateInLondon(now)}.tar`, content: tarOf(files, now) });
}

export type ArchivedMessage = Message & { readonly personId: string };
/** `file` is where it lies in the archive. */
export type ArchivedDocument = Document & { readonly personId: string; readonly file: string };

/** The threads that the reader may read: their own, or for staff every one. */
async function correspondenceFor(family: FamilyAtHand, caller: Caller) {
  const { familyId } = family.rows.family;
  const { actingAs } = caller;
  const isOwn = (personId: string) => actingAs?.personId === personId && actingAs.may === undefined;
  const threads = family.rows.persons.filter(({ personId }) => actingAs?.familyId !== familyId || isOwn(personId));
  const messages: ArchivedMessage[] = [];
  const documents: ArchivedDocument[] = [];
  for (const { personId } of threads) {
    for (const message of await messagesOf(family, { familyId, personId }, WHOLE)) messages.push({ personId, ...message });
    for (const document of await documentsOf(family, { familyId, personId }, WHOLE))
      documents.push({ personId, ...document, file: `documents/${document.documentId}-${fileNameOf(document)}` });
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
