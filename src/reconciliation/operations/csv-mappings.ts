import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import { changeMapping, findMapping, listMappings, removeMapping, type SavedMapping, saveMapping } from '../csv-mappings/save-mapping.ts';
import { reconciliationProblems } from '../problems.ts';
import { csvMappingSchema } from '../statements/csv/csv-mapping.ts';
import { actorOf, pageOf, type ReconciliationOperationsOptions } from './reconciliation-room.ts';

const savedSchema = z
  .strictObject({
    mappingId: z.uuid(),
    mapping: csvMappingSchema,
    version: z.number().int(),
    savedBy: z.string(),
    savedAt: z.iso.datetime(),
  })
  .meta({ id: 'SavedCsvMapping', description: 'What the columns of a bank’s table mean, saved under a name.' });

const mapping = {
  name: 'Card firm export',
  delimiter: ',',
  headerRow: 1,
  dateFormats: ['DD/MM/YYYY'],
  decimalMark: '.',
  amountSign: 'in-is-positive',
  currency: 'GBP',
  columns: { date: 'Date', amount: 'Amount', description: ['Details'] },
};
const example = {
  mappingId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  mapping,
  version: 1,
  savedBy: 'key:019aa000',
  savedAt: '2026-05-01T08:00:00.000Z',
};
const mappingParams = z.strictObject({ mappingId: z.uuid().meta({ description: 'The id of the saved form.' }) });
const params = { mappingId: example.mappingId };
const positions = cursorCodec('csv-mappings', z.strictObject({ after: z.uuid() }));

export function csvMappingOperations(room: ReconciliationOperationsOptions): readonly Operation[] {
  const { database } = room;
  const define = operationsRefusingWith(reconciliationProblems);
  return [
    define({
      id: 'reconciliation.list-csv-mappings',
      method: 'get',
      path: '/v1/csv-mappings',
      summary: 'List saved CSV forms',
      scope: 'reconciliation:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of saved forms.', body: listSchema(savedSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted({ after: undefined }) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const rest = await listMappings(database, caller.authorityId, { after: from.value.after, limit: query.limit + 1 });
        const { data, nextCursor } = pageOf(rest, query.limit, ({ mappingId }) => positions.encode({ after: mappingId }));
        return accepted({ body: { data: data.map(shown), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'reconciliation.save-csv-mapping',
      method: 'post',
      path: '/v1/csv-mappings',
      summary: 'Save a CSV form',
      description: 'Says once what the columns of a bank’s table mean; imports name it from then on.',
      scope: 'reconciliation:write',
      body: csvMappingSchema,
      answer: { status: 201, description: 'The saved form.', body: savedSchema },
      examples: { body: mapping, answer: example },
      refusals: ['csv-mapping-name-taken'],
      handle: async ({ caller, body }) => {
        const saved = await saveMapping(room, actorOf(caller), body);
        return saved.ok ? withTag(saved.value) : saved;
      },
    }),
    define({
      id: 'reconciliation.show-csv-mapping',
      method: 'get',
      path: '/v1/csv-mappings/{mappingId}',
      summary: 'Show a saved CSV form',
      scope: 'reconciliation:read',
      params: mappingParams,
      answer: { status: 200, description: 'The saved form.', body: savedSchema },
      examples: { params, answer: example },
      refusals: ['csv-mapping-not-found'],
      handle: async ({ caller, params: { mappingId } }) => {
        const saved = await findMapping(database, caller.authorityId, mappingId);
        return saved === undefined ? refused({ code: 'csv-mapping-not-found' }) : withTag(saved);
      },
    }),
    define({
      id: 'reconciliation.change-csv-mapping',
      method: 'put',
      path: '/v1/csv-mappings/{mappingId}',
      summary: 'Change a saved CSV form',
      description: 'What was imported with it stays as it is.',
      scope: 'reconciliation:write',
      ifMatchRequired: true,
      params: mappingParams,
      body: csvMappingSchema,
      answer: { status: 200, description: 'The saved form as it is now.', body: savedSchema },
      examples: { params, body: mapping, answer: { ...example, version: 2 } },
      refusals: ['csv-mapping-not-found', 'csv-mapping-name-taken', 'version-stale'],
      handle: async ({ caller, params: { mappingId }, body, ifMatch = '' }) => {
        const changed = await changeMapping(room, actorOf(caller), mappingId, { mapping: body, ifMatch });
        return changed.ok ? withTag(changed.value) : changed;
      },
    }),
    define({
      id: 'reconciliation.remove-csv-mapping',
      method: 'delete',
      path: '/v1/csv-mappings/{mappingId}',
      summary: 'Remove a saved CSV form',
      scope: 'reconciliation:write',
      ifMatchRequired: true,
      params: mappingParams,
      answer: { status: 204, description: 'It is gone.', body: z.undefined() },
      examples: { params },
      refusals: ['csv-mapping-not-found', 'version-stale'],
      handle: async ({ caller, params: { mappingId }, ifMatch = '' }) => {
        const removed = await removeMapping(room, actorOf(caller), mappingId, ifMatch);
        return removed.ok ? accepted({ body: undefined }) : removed;
      },
    }),
  ];
}

function withTag(saved: SavedMapping) {
  return accepted({ body: shown(saved), headers: { ETag: versionTag(saved.version) } });
}

function shown({ savedAt, ...saved }: SavedMapping) {
  return { ...saved, savedAt: savedAt.toISOString() };
}
