import {
  documentsById,
  fetchDocument,
  LARGEST_DOCUMENT_BYTES,
  listDocuments,
  listMessages,
  type RecordRoom,
  sendDocument,
  type Thread,
  writeMessage,
} from '../../../people/index.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { ownPersonIn } from '../../shared/own-person.ts';
import type { PageDoor, RecordPages } from '../../shared/page-door.ts';
import type { PageAnswer, PageRequest, PageRoute } from '../../shared/page-route.ts';
import { troubleAnswer } from '../../shared/trouble-page.ts';
import { type DocumentFormRefusal, readDocument } from './document-form.ts';
import { presentDocuments } from './documents-presenter.ts';
import { documentsView } from './documents-view.ts';
import { type MessageFormRefusal, readMessage } from './message-form.ts';
import { presentMessages } from './messages-presenter.ts';
import { messagesView } from './messages-view.ts';

const ON_A_PAGE = 20;
const NOT_THEIRS = troubleAnswer('not-found');
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Desk {
  readonly room: RecordRoom;
  readonly door: PageDoor;
}

/** For somebody of the family: their own messages and documents. Those of another parent are as unknown here as another family's. */
export function correspondenceRoutes({ room }: RecordPages, door: PageDoor): readonly PageRoute[] {
  const desk: Desk = { room, door };
  const messages = '/families/:familyId/messages';
  const documents = '/families/:familyId/documents';
  const access = 'signed-in';
  return [
    { method: 'get', path: messages, access, handle: (request) => messagesPage(desk, request) },
    { method: 'post', path: messages, access, handle: (request) => write(desk, request) },
    { method: 'get', path: documents, access, handle: (request) => documentsPage(desk, request) },
    { method: 'post', path: documents, access, maxFileBytes: LARGEST_DOCUMENT_BYTES, handle: (request) => send(desk, request) },
    { method: 'get', path: `${documents}/:documentId`, access, handle: (request) => save(desk, request) },
  ];
}

async function messagesPage(desk: Desk, request: PageRequest, trouble?: MessageFormRefusal): Promise<PageAnswer> {
  const own = await ownThread(desk, request, 'people.list-messages');
  if (own === undefined) return NOT_THEIRS;
  const { caller, thread } = own;
  const before = beginningOf(request);
  const found = await listMessages(desk.room, caller.authorityId, thread, { before, limit: ON_A_PAGE + 1 });
  if (!found.ok) return NOT_THEIRS;
  const messages = found.value.slice(0, ON_A_PAGE);
  const older = found.value.length > ON_A_PAGE ? messages.at(-1)?.messageId : undefined;
  const enclosed = await documentsById(
    desk.room,
    caller.authorityId,
    thread,
    messages.flatMap((message) => message.documents),
  );
  if (!enclosed.ok) return NOT_THEIRS;
  const { familyId } = thread;
  const view = presentMessages({ familyId, messages, enclosed: enclosed.value, older, isFirstPage: before === undefined, trouble });
  return desk.door.shown(caller, 'people.list-messages', [thread], {
    kind: 'page',
    status: trouble === undefined ? 200 : 422,
    title: `${trouble === undefined ? '' : 'Error: '}Messages - Threefold`,
    content: messagesView(view, request.formToken),
  });
}

async function write(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const own = await ownThread(desk, request, 'people.write-message');
  if (own === undefined) return NOT_THEIRS;
  const read = readMessage(request.form);
  if (!read.ok) return messagesPage(desk, request, read.refusal);
  const written = await writeMessage(desk.room, own.caller, own.thread, { text: read.value });
  return written.ok ? { kind: 'go', to: `/families/${own.thread.familyId}/messages` } : NOT_THEIRS;
}

async function documentsPage(desk: Desk, request: PageRequest, given?: DocumentFormRefusal): Promise<PageAnswer> {
  const own = await ownThread(desk, request, 'people.list-documents');
  if (own === undefined) return NOT_THEIRS;
  const { caller, thread } = own;
  const before = beginningOf(request);
  const found = await listDocuments(desk.room, caller.authorityId, thread, { before, limit: ON_A_PAGE + 1 });
  if (!found.ok) return NOT_THEIRS;
  const documents = found.value.slice(0, ON_A_PAGE);
  const older = found.value.length > ON_A_PAGE ? documents.at(-1)?.documentId : undefined;
  const view = presentDocuments({ familyId: thread.familyId, documents, older, isFirstPage: before === undefined, given });
  return desk.door.shown(caller, 'people.list-documents', [thread], {
    kind: 'page',
    status: given === undefined ? 200 : 422,
    title: `${given === undefined ? '' : 'Error: '}Documents - Threefold`,
    content: documentsView(view, request.formToken),
  });
}

async function send(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const own = await ownThread(desk, request, 'people.send-document');
  if (own === undefined) return NOT_THEIRS;
  const read = readDocument(request);
  if (!read.ok) return documentsPage(desk, request, read.refusal);
  const { kind, mediaType, content } = read.value;
  const sent = await sendDocument(desk.room, own.caller, own.thread, { kind, upload: { mediaType, content: [content] } });
  return sent.ok ? { kind: 'go', to: `/families/${own.thread.familyId}/documents` } : NOT_THEIRS;
}

async function save(desk: Desk, request: PageRequest): Promise<PageAnswer> {
  const own = await ownThread(desk, request, 'people.fetch-document');
  const { documentId = '' } = request.params;
  if (own === undefined || !UUID.test(documentId)) return NOT_THEIRS;
  const fetched = await fetchDocument(desk.room, own.caller.authorityId, own.thread, documentId);
  if (!fetched.ok) return NOT_THEIRS;
  return desk.door.shown(own.caller, 'people.fetch-document', [own.thread], { kind: 'file', ...fetched.value });
}

/** Whose thread it is comes from where they stand, never from the address: there is no address of the other parent's. */
async function ownThread(
  { door }: Desk,
  request: PageRequest,
  operationId: string,
): Promise<{ readonly caller: Caller; readonly thread: Thread } | undefined> {
  const { familyId = '' } = request.params;
  const personId = await ownPersonIn(door, request, familyId);
  if (personId === undefined) return undefined;
  const caller = await door.admit(request, operationId, { familyId, personId });
  return caller?.actingAs?.personId === personId ? { caller, thread: { familyId, personId } } : undefined;
}

/** An id that is nobody's begins nowhere. */
function beginningOf({ query }: PageRequest): string | undefined {
  const given = query.get('before') ?? '';
  return UUID.test(given) ? given : undefined;
}
