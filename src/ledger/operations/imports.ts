import { z } from 'zod';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { commitImport } from '../import/commit-import.ts';
import type { ImportFault } from '../import/import-entry.ts';
import { readImports } from '../import/imports.ts';
import { previewImport } from '../import/preview-import.ts';
import { undoImport } from '../import/undo-import.ts';
import { actorOf, type LedgerRoom } from './ledger-room.ts';
import { dateSchema, defined, idSchema, reasonSchema } from './request-schemas.ts';
import { importExample, importRequestSchema, importSchema, previewSchema, shownImport, shownPreview } from './shown-import.ts';

/** As large as a file that can go in at all: a hundred thousand postings, a line each. */
const BODY_LIMIT_BYTES = 32_000_000;
/** A file of nothing but faults must not become an answer many times its size. */
const MOST_FAULTS = 1_000;

const importParams = z.strictObject({ importId: idSchema });
const positions = cursorCodec('imports', z.strictObject({ startedAt: z.iso.datetime(), importId: z.uuid() }));
const content =
  'date,entry,description,account,debit,credit\n2026-04-01,1,Opening balance,bank:main,1234.56,\n2026-04-01,1,,opening,,1234.56\n';
const request = { format: 'csv', fileName: 'opening.csv', content };

export function importOperations(room: LedgerRoom): readonly Operation[] {
  const { database } = room;
  return [
    defineOperation({
      id: 'ledger.preview-import',
      method: 'post',
      path: '/v1/ledger/imports/preview',
      summary: 'See what a file would do',
      description: 'Reads and judges a file of opening balances or of another book, line by line, and writes nothing.',
      scope: 'ledger:read',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: importRequestSchema,
      answer: { status: 200, description: 'What would be posted, and what is wrong.', body: previewSchema },
      examples: {
        body: request,
        answer: {
          importId: importExample.importId,
          state: 'new',
          fileName: importExample.fileName,
          fileSha256: importExample.fileSha256,
          format: 'csv',
          lines: 3,
          entries: 1,
          postings: 2,
          totals: [{ side: 'actual', amount: moneyJson(123_456n) }],
          accounts: [],
          missingAccounts: [],
          faults: [],
          faultsInAll: 0,
        },
      },
      refusals: [],
      handle: async ({ caller, body }) => {
        const preview = await previewImport(room, caller.authorityId, defined(body));
        return accepted({ body: shownPreview(preview, preview.faults.slice(0, MOST_FAULTS)) });
      },
    }),
    defineOperation({
      id: 'ledger.import-file',
      method: 'post',
      path: '/v1/ledger/imports',
      summary: 'Import a file',
      description: [
        'All of its entries or none: at most 10,000 entries and 100,000 postings.',
        "The file's content makes it happen once: sent again, it adds nothing and is answered with the import that stands.",
      ].join(' '),
      scope: 'ledger:administer',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: importRequestSchema,
      answer: { status: 201, description: 'The import.', body: importSchema },
      examples: { body: request, answer: importExample },
      refusals: ['import-refused', 'import-being-undone', 'text-malformed', 'service-unavailable'],
      handle: async ({ caller, body }) => {
        const imported = await commitImport(room, actorOf(caller), defined(body));
        if (!imported.ok)
          return refused(
            'faults' in imported.refusal ? { code: imported.refusal.code, ...told(imported.refusal.faults) } : imported.refusal,
          );
        const { import: made, replayed } = imported.value;
        return accepted({ body: shownImport(made), replayed, headers: { Location: `/v1/ledger/imports/${made.importId}` } });
      },
    }),
    defineOperation({
      id: 'ledger.list-imports',
      method: 'get',
      path: '/v1/ledger/imports',
      summary: 'List imports',
      description: 'Newest first, with what became of them.',
      scope: 'ledger:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of imports.', body: listSchema(importSchema) },
      examples: { answer: { data: [importExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted(undefined) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const before = from.value && { startedAt: new Date(from.value.startedAt), importId: from.value.importId };
        const found = await readImports(database, caller.authorityId, { limit: query.limit + 1, ...(before !== undefined && { before }) });
        const page = found.slice(0, query.limit);
        const last = found.length > page.length ? page.at(-1) : undefined;
        const nextCursor =
          last === undefined ? null : positions.encode({ startedAt: last.startedAt.toISOString(), importId: last.importId });
        return accepted({ body: { data: page.map(shownImport), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    defineOperation({
      id: 'ledger.read-import',
      method: 'get',
      path: '/v1/ledger/imports/{importId}',
      summary: 'Look at an import',
      scope: 'ledger:read',
      params: importParams,
      answer: { status: 200, description: 'The import.', body: importSchema },
      examples: { params: { importId: importExample.importId }, answer: importExample },
      refusals: ['import-not-found'],
      handle: async ({ caller, params }) => {
        const [found] = await readImports(database, caller.authorityId, params);
        return found === undefined ? refused({ code: 'import-not-found' }) : accepted({ body: shownImport(found) });
      },
    }),
    defineOperation({
      id: 'ledger.undo-import',
      method: 'post',
      path: '/v1/ledger/imports/{importId}/undo',
      summary: 'Take an import back',
      description:
        'Reverses every entry of it, each on its own date or all on one; refused while something was built on it. Safe to repeat.',
      scope: 'ledger:administer',
      params: importParams,
      body: z.strictObject({
        reason: reasonSchema,
        effectiveDate: dateSchema.optional().meta({ description: "The reversals' date; each entry's own when left out." }),
      }),
      answer: { status: 200, description: 'The import, taken back.', body: importSchema },
      examples: {
        params: { importId: importExample.importId },
        body: { reason: 'Balances of the wrong month' },
        answer: { ...importExample, state: 'undone' },
      },
      refusals: ['import-not-found', 'import-not-posted', 'import-undo-refused', 'service-unavailable'],
      handle: async ({ caller, params, body }) => {
        const undone = await undoImport(room, actorOf(caller), { ...params, ...defined(body) });
        if (!undone.ok) {
          const { refusal } = undone;
          return refused('faults' in refusal ? { code: refusal.code, undone: refusal.undone, ...told(refusal.faults) } : refusal);
        }
        return accepted({ body: shownImport(undone.value.import), replayed: undone.value.replayed });
      },
    }),
  ];
}

function told(faults: readonly ImportFault[]) {
  return { faults: faults.slice(0, MOST_FAULTS), faultsInAll: faults.length };
}
