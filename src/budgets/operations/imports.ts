import { z } from 'zod';
import { peopleProblems, recordProblems } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetImport, ImportDesk, ImportPot } from '../import/budget-import.ts';
import { commitImport, importPots } from '../import/commit-import.ts';
import { openImport } from '../import/open-import.ts';
import { importProblems } from '../import/problems.ts';
import { type ColumnMapping, fieldNames } from '../import/rules/columns.ts';
import { importStates, takes } from '../import/rules/import-words.ts';
import { faultsAsCsv, rowFaults } from '../import/rules/row-faults.ts';
import { listImportIds, readFaults, readImport } from '../import/store.ts';
import { undoImport } from '../import/undo-import.ts';

const MEDIA_TYPES = ['text/csv', 'application/octet-stream'];
const MOST_BYTES = 100_000_000;
const SHOWN_FAULTS = 10;
/** More bad rows than anybody corrects by hand; the file itself is wrong then. */
const MOST_FAULTS = 50_000;

const importParams = z.strictObject({ importId: z.uuid().meta({ description: 'The import.' }) });
const positions = cursorCodec('budget-imports', z.strictObject({ before: z.uuid() }));

const faultSchema = z
  .strictObject({ line: z.number().int(), column: z.string(), code: z.string(), reason: z.string(), advice: z.string() })
  .meta({ id: 'ImportRowFault', description: 'Why a row cannot go in; never what stood in it.' });

const importFields = {
  importId: z.uuid(),
  fileName: z.string(),
  fileSha256: z.string(),
  state: z.enum(importStates),
  take: z.enum(takes).optional(),
  rows: z.number().int(),
  counts: z
    .strictObject({
      good: z.number().int(),
      known: z.number().int().meta({ description: 'In by an earlier import; left alone.' }),
      bad: z.number().int(),
      written: z.number().int(),
      booked: z.number().int(),
      undone: z.number().int(),
    })
    .meta({ description: 'Rows by what became of them.' }),
  plans: z.number().int(),
  amount: moneyJsonSchema,
  openedBy: z.string(),
  openedAt: z.iso.datetime(),
  committedBy: z.string().optional(),
  committedAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
  undoneBy: z.string().optional(),
  undoneAt: z.iso.datetime().optional(),
};
const importSchema = z.strictObject(importFields).meta({ id: 'BudgetImport', description: 'A file of plans and budgets.' });
const previewSchema = z
  .strictObject({
    ...importFields,
    sources: z.array(
      z.strictObject({
        source: z.string(),
        financialYear: z.string(),
        given: moneyJsonSchema,
        notGiven: moneyJsonSchema.meta({ description: 'What the source has left to give.' }),
        short: moneyJsonSchema,
      }),
    ),
    faults: z.array(faultSchema).meta({ description: 'The first of them; all as CSV under errors.' }),
  })
  .meta({ id: 'BudgetImportPreview', description: 'What an import would do.' });

const importExample: z.infer<typeof importSchema> = {
  importId: '019d9000-7a31-7c04-9d1f-5b0c2e8f4a6d',
  fileName: 'budgets.csv',
  fileSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  state: 'previewed',
  rows: 3,
  counts: { good: 2, known: 0, bad: 1, written: 0, booked: 0, undone: 0 },
  plans: 1,
  amount: moneyJson(150_000n),
  openedBy: 'key:019aa000',
  openedAt: '2026-04-15T09:30:00.000Z',
};
const faultExample = { line: 4, column: 'from', code: 'date-malformed', ...rowFaults['date-malformed'] };
const previewExample = { ...importExample, sources: [], faults: [faultExample] };
const params = { importId: importExample.importId };

/** Files of plans and budgets: sent in and previewed, agreed by a second person, corrected, undone. */
export function importOperations(desk: ImportDesk): readonly Operation[] {
  const { database } = desk;
  const define = operationsRefusingWith({ ...recordProblems, ...peopleProblems, ...importProblems });
  const preview = async (authorityId: number, found: BudgetImport) => ({
    ...shownImport(found),
    sources: (await importPots(desk, authorityId, found.importId)).map(shownPot),
    faults: (await faultsOf(authorityId, found.importId, SHOWN_FAULTS)).map((each) => ({ ...each, ...rowFaults[each.code] })),
  });
  const faultsOf = (authorityId: number, importId: string, limit: number) =>
    inTransaction(database, { authorityId, readOnly: true }, (tx) => readFaults(tx, authorityId, importId, { limit }));
  const findImport = (authorityId: number, importId: string) =>
    inTransaction(database, { authorityId, readOnly: true }, (tx) => readImport(tx, authorityId, importId));
  return [
    define({
      id: 'budgets.open-import',
      method: 'post',
      path: '/v1/budget-imports',
      summary: 'Send in a file of plans and budgets',
      description:
        'CSV in UTF-8, a row for each budget line, the plan said again on each of its rows. A row whose family_id names a record of the register goes into that record; without it the family is opened. Every row is judged by the rules for lines and told with line, column and reason. Nothing is in any budget before a second person says yes. The same file is the same import.',
      scope: 'budgets:write',
      upload: { mediaTypes: MEDIA_TYPES, maxBytes: MOST_BYTES },
      query: z.strictObject({
        fileName: z
          .string()
          .trim()
          .min(1)
          .max(255)
          .regex(/^[^\p{Cc}/\\]+$/u, 'A file name has no slashes and no control characters.')
          .meta({ description: 'What the file is called.' }),
        columns: z.string().max(4_000).optional().meta({
          description: 'JSON: which header stands for which field, where it is not the usual one.',
          example: '{"amount":"Agreed sum"}',
        }),
      }),
      answer: { status: 201, description: 'What the import would do.', body: previewSchema },
      examples: { query: { fileName: 'budgets.csv' }, answer: previewExample },
      refusals: ['columns-malformed', 'column-missing', 'column-twice', 'import-file-empty', 'import-too-long', 'import-unreadable'],
      handle: async ({ caller, query, upload }) => {
        if (upload === undefined) throw new Error('the router handed on no upload');
        const columns = readColumns(query.columns);
        if (!columns.ok) return columns;
        const opened = await openImport(desk, caller, { fileName: query.fileName, columns: columns.value, content: upload.content });
        return opened.ok ? accepted({ body: await preview(caller.authorityId, opened.value) }) : opened;
      },
    }),
    define({
      id: 'budgets.list-imports',
      method: 'get',
      path: '/v1/budget-imports',
      summary: 'List imports of plans and budgets',
      description: 'Newest first.',
      scope: 'budgets:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of imports.', body: listSchema(importSchema) },
      examples: { answer: { data: [importExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller: { authorityId }, query: { cursor, limit } }) => {
        const from = cursor === undefined ? accepted(undefined) : positions.decode(cursor);
        if (!from.ok) return from;
        const { ids, found } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
          const page = await listImportIds(tx, authorityId, from.value?.before, limit + 1);
          const imports: BudgetImport[] = [];
          for (const importId of page.slice(0, limit)) {
            const each = await readImport(tx, authorityId, importId);
            if (each !== undefined) imports.push(each);
          }
          return { ids: page, found: imports };
        });
        const last = ids.length > limit ? ids[limit - 1] : undefined;
        const nextCursor = last === undefined ? null : positions.encode({ before: last });
        return accepted({ body: { data: found.map(shownImport), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'budgets.show-import',
      method: 'get',
      path: '/v1/budget-imports/{importId}',
      summary: 'Show an import of plans and budgets',
      scope: 'budgets:read',
      params: importParams,
      answer: { status: 200, description: 'The import as it stands.', body: previewSchema },
      examples: { params, answer: previewExample },
      refusals: ['budget-import-not-found'],
      handle: async ({ caller: { authorityId }, params: { importId } }) => {
        const found = await findImport(authorityId, importId);
        return found === undefined ? refused({ code: 'budget-import-not-found' }) : accepted({ body: await preview(authorityId, found) });
      },
    }),
    define({
      id: 'budgets.show-import-errors',
      method: 'get',
      path: '/v1/budget-imports/{importId}/errors',
      summary: 'The errors of an import, as CSV',
      scope: 'budgets:read',
      params: importParams,
      answer: {
        status: 200,
        description: 'A file to save beside the one that was sent.',
        body: z
          .strictObject({ fileName: z.string(), mediaType: z.literal('text/csv'), content: z.string() })
          .meta({ id: 'BudgetImportErrors', description: 'Line, column, reason and what to do; nothing of what stood in the file.' }),
      },
      examples: {
        params,
        answer: { fileName: 'budgets.csv.errors.csv', mediaType: 'text/csv', content: 'line,column,code,reason,advice\r\n' },
      },
      refusals: ['budget-import-not-found'],
      handle: async ({ caller: { authorityId }, params: { importId } }) => {
        const found = await findImport(authorityId, importId);
        if (found === undefined) return refused({ code: 'budget-import-not-found' });
        const content = faultsAsCsv(await faultsOf(authorityId, importId, MOST_FAULTS));
        return accepted({ body: { fileName: `${found.fileName}.errors.csv`, mediaType: 'text/csv' as const, content } });
      },
    }),
    define({
      id: 'budgets.commit-import',
      method: 'post',
      path: '/v1/budget-imports/{importId}/commit',
      summary: 'Say yes to a preview',
      description: 'By somebody else than who sent the file. It is brought in in the background; said twice, it is brought in once.',
      scope: 'budgets:write',
      params: importParams,
      body: z.strictObject({
        take: z.enum(takes).meta({ description: 'All rows or none, or those that are good.' }),
        fundedThoughShort: z
          .string()
          .trim()
          .min(1)
          .max(1_000)
          .optional()
          .meta({ description: 'Why agreed support is funded although a source has not enough.' }),
      }),
      answer: { status: 202, description: 'The import, under way.', body: importSchema },
      examples: { params, body: { take: 'good' }, answer: { ...importExample, state: 'importing', take: 'good' } },
      refusals: [
        'budget-import-not-found',
        'budget-import-state',
        'maker-may-not-approve',
        'import-has-bad-rows',
        'import-without-good-rows',
        'import-sources-short',
        'import-period-closed',
      ],
      handle: async ({ caller, params: { importId }, body }) => {
        const committed = await commitImport(desk, caller, importId, body);
        return committed.ok ? accepted({ body: shownImport(committed.value) }) : committed;
      },
    }),
    define({
      id: 'budgets.undo-import',
      method: 'post',
      path: '/v1/budget-imports/{importId}/undo',
      summary: 'Undo an import',
      description:
        'Reverses what it gave to lines, as long as none of it is promised or paid; lines and budgets end, families and plans stay. Afterwards the same file may come in again.',
      scope: 'budgets:write',
      params: importParams,
      answer: { status: 200, description: 'The import, undone.', body: importSchema },
      examples: { params, answer: { ...importExample, state: 'undone' } },
      refusals: ['budget-import-not-found', 'budget-import-state', 'import-in-use'],
      handle: async ({ caller, params: { importId } }) => {
        const undone = await undoImport(desk, caller, importId);
        return undone.ok ? accepted({ body: shownImport(undone.value) }) : undone;
      },
    }),
  ];
}

const mappingSchema = z.partialRecord(z.enum(fieldNames as [string, ...string[]]), z.string().trim().min(1).max(200));

function readColumns(text: string | undefined): Result<ColumnMapping, { readonly code: 'columns-malformed' }> {
  if (text === undefined) return accepted({});
  try {
    const read = mappingSchema.safeParse(JSON.parse(text));
    return read.success ? accepted(read.data as ColumnMapping) : refused({ code: 'columns-malformed' });
  } catch {
    return refused({ code: 'columns-malformed' });
  }
}

function shownImport({
  columns: _,
  amount,
  openedAt,
  committedAt,
  endedAt,
  undoneAt,
  ...found
}: BudgetImport): z.infer<typeof importSchema> {
  return {
    ...found,
    amount: moneyJson(amount),
    openedAt: openedAt.toISOString(),
    ...(committedAt && { committedAt: committedAt.toISOString() }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    ...(undoneAt && { undoneAt: undoneAt.toISOString() }),
  };
}

function shownPot({ source, financialYear, given, notGiven, short }: ImportPot) {
  return { source, financialYear, given: moneyJson(given), notGiven: moneyJson(notGiven), short: moneyJson(short) };
}
