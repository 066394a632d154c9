import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { findKeptFile, type KeptFile, keepStatementFile, listKeptFiles } from '../imports/keep-file.ts';
import { reconciliationProblems } from '../problems.ts';
import { actorOf, pageOf, type ReconciliationOperationsOptions } from './reconciliation-room.ts';

const MEDIA_TYPES = ['application/octet-stream', 'application/xml', 'text/xml', 'text/csv', 'text/plain', 'application/x-ofx'];

const fileFields = {
  fileId: z.uuid(),
  fileName: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  sha256: z.string().meta({ description: 'Of its bytes, in hex.' }),
  sentBy: z.string(),
  arrivedAt: z.iso.datetime(),
};
const fileSchema = z.strictObject(fileFields).meta({ id: 'StatementFile', description: 'A bank’s file, kept as it came.' });
const sentFileSchema = z
  .strictObject({ ...fileFields, keptBefore: z.boolean().meta({ description: 'These bytes were here already; nothing was added.' }) })
  .meta({ id: 'SentStatementFile', description: 'The kept file.' });

const example = {
  fileId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  fileName: 'april.xml',
  mediaType: 'application/xml',
  bytes: 48_112,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  sentBy: 'key:019aa000',
  arrivedAt: '2026-05-01T08:00:00.000Z',
};
const positions = cursorCodec('statement-files', z.strictObject({ before: z.uuid() }));

export function statementFileOperations({ database, clock, statementFileBytes }: ReconciliationOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(reconciliationProblems);
  return [
    define({
      id: 'reconciliation.send-statement-file',
      method: 'post',
      path: '/v1/bank-statement-files',
      summary: 'Send in a bank statement file',
      description:
        'The file is kept as it is, with who sent it and when; the same bytes are kept once. Nothing of it is in the books before it is imported.',
      scope: 'reconciliation:write',
      upload: { mediaTypes: MEDIA_TYPES, maxBytes: statementFileBytes },
      query: z.strictObject({
        fileName: z
          .string()
          .trim()
          .min(1)
          .max(255)
          .regex(/^[^\p{Cc}/\\]+$/u, 'A file name has no slashes and no control characters.')
          .meta({ description: 'What the file is called where it comes from.' }),
      }),
      answer: { status: 201, description: 'The kept file.', body: sentFileSchema },
      examples: { query: { fileName: 'april.xml' }, answer: { ...example, keptBefore: false } },
      refusals: ['statement-file-empty'],
      handle: async ({ caller, query, upload }) => {
        if (upload === undefined) throw new Error('the router handed on no upload');
        const kept = await keepStatementFile({ database, clock }, actorOf(caller), { fileName: query.fileName, ...upload });
        return kept.ok ? accepted({ body: { ...shownFile(kept.value), keptBefore: kept.value.keptBefore } }) : kept;
      },
    }),
    define({
      id: 'reconciliation.list-statement-files',
      method: 'get',
      path: '/v1/bank-statement-files',
      summary: 'List bank statement files',
      description: 'Newest first.',
      scope: 'reconciliation:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of files.', body: listSchema(fileSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted({ before: undefined }) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const files = await listKeptFiles(database, caller.authorityId, { before: from.value.before, limit: query.limit + 1 });
        const { data, nextCursor } = pageOf(files, query.limit, ({ fileId }) => positions.encode({ before: fileId }));
        return accepted({ body: { data: data.map(shownFile), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'reconciliation.show-statement-file',
      method: 'get',
      path: '/v1/bank-statement-files/{fileId}',
      summary: 'Show a bank statement file',
      scope: 'reconciliation:read',
      params: z.strictObject({ fileId: z.uuid().meta({ description: 'The id of the file.' }) }),
      answer: { status: 200, description: 'The file’s facts.', body: fileSchema },
      examples: { params: { fileId: example.fileId }, answer: example },
      refusals: ['statement-file-not-found'],
      handle: async ({ caller, params }) => {
        const file = await findKeptFile(database, caller.authorityId, params.fileId);
        return file === undefined ? refused({ code: 'statement-file-not-found' }) : accepted({ body: shownFile(file) });
      },
    }),
  ];
}

function shownFile({ fileId, fileName, mediaType, bytes, sha256, sentBy, arrivedAt }: KeptFile) {
  return { fileId, fileName, mediaType, bytes: Number(bytes), sha256, sentBy, arrivedAt: arrivedAt.toISOString() };
}
