import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { documentKinds, senders } from '../correspondence/correspondence-kinds.ts';
import { documentMediaTypes } from '../correspondence/document-formats.ts';
import { type Document, fetchDocument, listDocuments, listMessages, type Message } from '../correspondence/read-correspondence.ts';
import { LARGEST_DOCUMENT_BYTES, sendDocument } from '../correspondence/send-document.ts';
import { LONGEST_MESSAGE, writeMessage } from '../correspondence/write-message.ts';
import { recordProblems } from '../records/problems.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { ids, instantSchema, personParams } from './record-schemas.ts';

const messageSchema = z
  .strictObject({
    messageId: z.uuid(),
    sender: z.enum(senders),
    text: z.string(),
    documents: z.array(z.uuid()).meta({ description: 'Enclosed.' }),
    channel: z.string().meta({ description: 'online, or how it reached the officer who wrote it down.' }),
    writtenAt: instantSchema,
  })
  .meta({ id: 'Message', description: 'Between one person of a family and the council; nobody else of the family reads it.' });

const documentSchema = z
  .strictObject({
    documentId: z.uuid(),
    sender: z.enum(senders),
    kind: z.enum(documentKinds),
    mediaType: z.string(),
    bytes: z.number().int(),
    channel: z.string(),
    sentAt: instantSchema,
  })
  .meta({ id: 'Document', description: 'A paper between one person of a family and the council.' });

const contentSchema = z
  .strictObject({ fileName: z.string(), mediaType: z.string(), content: z.base64().meta({ description: 'The original, for saving.' }) })
  .meta({
    id: 'DocumentContent',
    description: 'A document as it came. It was not looked through: open it as you would a stranger’s file.',
  });

const messageExample = {
  messageId: ids.row,
  sender: 'council',
  text: 'We have your letter.',
  documents: [],
  channel: 'online',
  writtenAt: '2026-04-15T09:30:00.000Z',
};
const documentExample = {
  documentId: ids.row,
  sender: 'family',
  kind: 'letter',
  mediaType: 'application/pdf',
  bytes: 48_112,
  channel: 'online',
  sentAt: '2026-04-15T09:30:00.000Z',
};
const params = { familyId: ids.family, personId: ids.person };
const messagePositions = cursorCodec('messages', z.strictObject({ personId: z.uuid(), before: z.uuid() }));
const documentPositions = cursorCodec('documents', z.strictObject({ personId: z.uuid(), before: z.uuid() }));

type Positions = typeof messagePositions;

/** Where a page begins; a cursor of somebody else's thread is none. */
function beginningOf(
  positions: Positions,
  cursor: string | undefined,
  personId: string,
): Result<string | undefined, { code: 'cursor-malformed' }> {
  if (cursor === undefined) return accepted(undefined);
  const from = positions.decode(cursor);
  return from.ok && from.value.personId === personId ? accepted(from.value.before) : refused({ code: 'cursor-malformed' });
}

/** Messages and documents: for each person of a family apart. */
export function correspondenceOperations(room: RecordRoom): readonly Operation[] {
  const define = operationsRefusingWith(recordProblems);
  const thread = '/v1/families/{familyId}/persons/{personId}' as const;
  return [
    define({
      id: 'people.write-message',
      method: 'post',
      path: `${thread}/messages`,
      summary: 'Write a message',
      description:
        'Between this person and the council; the other parent does not see it. An officer who writes down what the person said or sent says so in On-Behalf-Of.',
      scope: 'people:write',
      params: personParams,
      body: z.strictObject({
        text: z.string().trim().min(1).max(LONGEST_MESSAGE),
        documentIds: z.array(z.uuid()).max(20).optional().meta({ description: 'Documents of the same person to enclose.' }),
      }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ messageId: z.uuid() }) },
      examples: { params, body: { text: 'We have your letter.' }, answer: { messageId: ids.row } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'document-unknown'],
      handle: async ({ caller, params, body }) => {
        const written = await writeMessage(room, caller, params, body);
        return written.ok ? accepted({ body: written.value }) : written;
      },
    }),
    define({
      id: 'people.list-messages',
      method: 'get',
      path: `${thread}/messages`,
      summary: 'Read one person’s messages',
      description: 'Newest first.',
      scope: 'people:read',
      params: personParams,
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of messages.', body: listSchema(messageSchema) },
      examples: { params, answer: { data: [messageExample], nextCursor: null } },
      refusals: ['record-not-found', 'cursor-malformed'],
      handle: async ({ caller, params, query: { cursor, limit } }) => {
        const from = beginningOf(messagePositions, cursor, params.personId);
        if (!from.ok) return from;
        const found = await listMessages(room, caller.authorityId, params, { before: from.value, limit: limit + 1 });
        if (!found.ok) return found;
        const page = found.value.slice(0, limit);
        const last = found.value.length > limit ? page.at(-1) : undefined;
        const nextCursor = last === undefined ? null : messagePositions.encode({ personId: params.personId, before: last.messageId });
        return accepted({
          body: { data: page.map(shownMessage), nextCursor },
          opened: [params],
          ...(nextCursor !== null && { nextCursor }),
        });
      },
    }),
    define({
      id: 'people.send-document',
      method: 'post',
      path: `${thread}/documents`,
      summary: 'Send a document',
      description: `A PDF or a picture of at most ${LARGEST_DOCUMENT_BYTES / 1_048_576} megabytes, kept as it is under the family’s key.`,
      scope: 'people:write',
      params: personParams,
      query: z.strictObject({ kind: z.enum(documentKinds).meta({ description: 'What it is; what its file is called is not kept.' }) }),
      upload: { mediaTypes: documentMediaTypes, maxBytes: LARGEST_DOCUMENT_BYTES },
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ documentId: z.uuid() }) },
      examples: { params, query: { kind: 'letter' }, answer: { documentId: ids.row } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'document-empty', 'document-not-as-said'],
      handle: async ({ caller, params, query, upload }) => {
        if (upload === undefined) throw new Error('the router handed on no upload');
        const sent = await sendDocument(room, caller, params, { kind: query.kind, upload });
        return sent.ok ? accepted({ body: sent.value }) : sent;
      },
    }),
    define({
      id: 'people.list-documents',
      method: 'get',
      path: `${thread}/documents`,
      summary: 'List one person’s documents',
      description: 'Newest first.',
      scope: 'people:read',
      params: personParams,
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of documents.', body: listSchema(documentSchema) },
      examples: { params, answer: { data: [documentExample], nextCursor: null } },
      refusals: ['record-not-found', 'cursor-malformed'],
      handle: async ({ caller, params, query: { cursor, limit } }) => {
        const from = beginningOf(documentPositions, cursor, params.personId);
        if (!from.ok) return from;
        const found = await listDocuments(room, caller.authorityId, params, { before: from.value, limit: limit + 1 });
        if (!found.ok) return found;
        const page = found.value.slice(0, limit);
        const last = found.value.length > limit ? page.at(-1) : undefined;
        const nextCursor = last === undefined ? null : documentPositions.encode({ personId: params.personId, before: last.documentId });
        return accepted({
          body: { data: page.map(shownDocument), nextCursor },
          opened: [params],
          ...(nextCursor !== null && { nextCursor }),
        });
      },
    }),
    define({
      id: 'people.fetch-document',
      method: 'get',
      path: `${thread}/documents/{documentId}`,
      summary: 'Fetch a document',
      description: 'The original as data, for saving; it is never served for a browser to show.',
      scope: 'people:read',
      params: z.strictObject({ ...personParams.shape, documentId: z.uuid().meta({ description: 'The document.' }) }),
      answer: { status: 200, description: 'The original.', body: contentSchema },
      examples: {
        params: { ...params, documentId: ids.row },
        answer: { fileName: 'letter-2026-04-15.pdf', mediaType: 'application/pdf', content: 'JVBERi0=' },
      },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { documentId, ...thread } }) => {
        const fetched = await fetchDocument(room, caller.authorityId, thread, documentId);
        if (!fetched.ok) return fetched;
        const { fileName, mediaType, content } = fetched.value;
        return accepted({ body: { fileName, mediaType, content: content.toString('base64') }, opened: [thread] });
      },
    }),
  ];
}

function shownMessage({ writtenAt, writtenBy: _who, ...message }: Message): z.infer<typeof messageSchema> {
  return { ...message, writtenAt: writtenAt.toISOString() };
}

function shownDocument({ sentAt, sentBy: _who, ...document }: Document): z.infer<typeof documentSchema> {
  return { ...document, sentAt: sentAt.toISOString() };
}
