import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { commitImport } from '../imports/commit-import.ts';
import { openImport } from '../imports/open-import.ts';
import { findImport, listImports } from '../imports/store.ts';
import { undoImport } from '../imports/undo-import.ts';
import { reconciliationProblems } from '../problems.ts';
import { defined } from '../statements/defined.ts';
import { DATE_ORDERS } from '../statements/reading-choices.ts';
import { actorOf, pageOf, type ReconciliationOperationsOptions } from './reconciliation-room.ts';
import { committedImportExample, importExample, importSchema, openedImportExample, shownImport } from './shown-import.ts';

export const importParams = z.strictObject({ importId: z.uuid().meta({ description: 'The id of the import.' }) });
const params = { importId: importExample.importId };
const positions = cursorCodec('statement-imports', z.strictObject({ openedAt: z.iso.datetime(), importId: z.uuid() }));

export function importOperations(room: ReconciliationOperationsOptions): readonly Operation[] {
  const { database } = room;
  const define = operationsRefusingWith(reconciliationProblems);
  return [
    define({
      id: 'reconciliation.open-import',
      method: 'post',
      path: '/v1/bank-statement-imports',
      summary: 'Begin an import',
      description: 'The file is read in the background and a preview made. Nothing is in the books before you say yes to it.',
      scope: 'reconciliation:write',
      body: z.strictObject({
        fileId: z.uuid(),
        accountId: z.uuid().optional().meta({ description: 'The account, where the file names none.' }),
        mappingId: z.uuid().optional().meta({ description: 'A saved CSV form.' }),
        profile: z.string().min(1).max(60).optional().meta({ description: 'The name of a bank’s CSV, where the file does not tell it.' }),
        dateOrder: z.enum(DATE_ORDERS).optional().meta({ description: 'Where dates can be read in two ways.' }),
        lookAlikesAreOthers: z
          .boolean()
          .optional()
          .meta({ description: 'Lines that look like ones from another format are other payments, and you have checked it.' }),
      }),
      answer: { status: 202, description: 'The import; its preview is being made.', body: importSchema },
      examples: { body: { fileId: importExample.fileId }, answer: openedImportExample },
      refusals: ['statement-file-not-found', 'bank-account-not-found', 'csv-mapping-not-found', 'file-already-imported'],
      handle: async ({ caller, body: { fileId, ...choices } }) => {
        const opened = await openImport(room, actorOf(caller), { fileId, choices: defined(choices) });
        return opened.ok ? accepted({ body: shownImport(opened.value) }) : opened;
      },
    }),
    define({
      id: 'reconciliation.list-imports',
      method: 'get',
      path: '/v1/bank-statement-imports',
      summary: 'List imports',
      description: 'Newest first.',
      scope: 'reconciliation:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of imports.', body: listSchema(importSchema) },
      examples: { answer: { data: [importExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted(undefined) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const before = from.value && { openedAt: new Date(from.value.openedAt), importId: from.value.importId };
        const found = await listImports(database, caller.authorityId, { ...(before && { before }), limit: query.limit + 1 });
        const { data, nextCursor } = pageOf(found, query.limit, ({ openedAt, importId }) =>
          positions.encode({ openedAt: openedAt.toISOString(), importId }),
        );
        return accepted({ body: { data: data.map(shownImport), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'reconciliation.show-import',
      method: 'get',
      path: '/v1/bank-statement-imports/{importId}',
      summary: 'Show an import',
      description: 'With its preview: what is new, what is here already, what was found, and which gaps it opens or heals.',
      scope: 'reconciliation:read',
      params: importParams,
      answer: { status: 200, description: 'The import.', body: importSchema },
      examples: { params, answer: importExample },
      refusals: ['statement-import-not-found'],
      handle: async ({ caller, params: { importId } }) => {
        const found = await findImport(database, caller.authorityId, importId);
        return found === undefined ? refused({ code: 'statement-import-not-found' }) : accepted({ body: shownImport(found) });
      },
    }),
    define({
      id: 'reconciliation.commit-import',
      method: 'post',
      path: '/v1/bank-statement-imports/{importId}/commit',
      summary: 'Say yes to a preview',
      description: 'The file is brought into the books in the background, whole or not at all. Said twice, it is brought in once.',
      scope: 'reconciliation:write',
      params: importParams,
      answer: { status: 202, description: 'The import, under way.', body: importSchema },
      examples: { params, answer: committedImportExample },
      refusals: ['statement-import-not-found', 'import-not-previewed', 'file-already-imported'],
      handle: async ({ caller, params: { importId } }) => {
        const committed = await commitImport(room, actorOf(caller), importId);
        return committed.ok ? accepted({ body: shownImport(committed.value) }) : committed;
      },
    }),
    define({
      id: 'reconciliation.undo-import',
      method: 'post',
      path: '/v1/bank-statement-imports/{importId}/undo',
      summary: 'Undo an import',
      description:
        'Its lines are marked as undone and stay to be seen; lines that another import shows too stay in force. Afterwards the same file can be imported again.',
      scope: 'reconciliation:write',
      params: importParams,
      answer: { status: 200, description: 'The import, undone.', body: importSchema },
      examples: { params, answer: { ...importExample, state: 'undone', undoneAt: '2026-05-02T08:00:00.000Z' } },
      refusals: ['statement-import-not-found', 'import-not-undoable', 'import-lines-in-use'],
      handle: async ({ caller, params: { importId } }) => {
        const undone = await undoImport(room, actorOf(caller), importId);
        if (!undone.ok) return undone;
        const { linesUndone: _, ...found } = undone.value;
        return accepted({ body: shownImport(found) });
      },
    }),
  ];
}
