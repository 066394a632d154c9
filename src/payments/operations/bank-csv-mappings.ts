import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { paymentProblems } from '../problems.ts';
import { bankCsvProfileSchema } from '../rails/bank-csv/bank-csv-profile.ts';
import { BANK_CSV_PROFILES } from '../rails/bank-csv/bank-csv-profiles.ts';
import {
  changeBankCsvMapping,
  listBankCsvMappings,
  type SavedBankCsvMapping,
  saveBankCsvMapping,
} from '../rails/bank-csv/mappings/save-mapping.ts';
import { tryBankCsvMapping } from '../rails/bank-csv/mappings/try-mapping.ts';
import { actorOf, type PaymentRoom } from './payment-room.ts';

const MAPPING_ID = '2f8c4b1d-6e3a-4d97-b0c5-8a1e7f2d9c36';
const savedSchema = z
  .strictObject({
    mappingId: z.uuid(),
    mapping: bankCsvProfileSchema,
    revision: z.number().int(),
    savedBy: z.string(),
    savedAt: z.iso.datetime(),
  })
  .meta({ id: 'SavedBankCsvMapping', description: 'How a bank’s upload table is written, as the council has described it.' });
const mapping = { ...BANK_CSV_PROFILES[0], name: 'our-bank' };
const example = { mappingId: MAPPING_ID, mapping, revision: 1, savedBy: 'identity:1', savedAt: '2026-10-06T09:30:00.000Z' };
const triedSchema = z.strictObject({
  written: z.string().meta({ description: 'Two made-up payments as the table writes them.' }),
  read: z
    .strictObject({
      payments: z.number().int(),
      fault: z.strictObject({ line: z.number().int().optional(), reason: z.string() }).optional(),
    })
    .optional()
    .meta({ description: 'What became of the sample: how many payments it holds, or the line that does not fit.' }),
});

/** Tables for banks that the service does not know: described, tried out and saved by a user. */
export function bankCsvMappingOperations(room: PaymentRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  return [
    define({
      id: 'payments.list-bank-csv-mappings',
      method: 'get',
      path: '/v1/bank-csv-mappings',
      summary: 'List saved tables of banks',
      scope: 'payments:read',
      answer: { status: 200, description: 'The tables, by name.', body: listSchema(savedSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: [],
      handle: async ({ caller: { authorityId } }) => {
        const rows = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) => listBankCsvMappings(tx, authorityId));
        return accepted({ body: { data: rows.map(shown), nextCursor: null } });
      },
    }),
    define({
      id: 'payments.try-bank-csv-mapping',
      method: 'post',
      path: '/v1/bank-csv-mappings/trials',
      summary: 'Try a bank’s table out',
      description: 'Writes two made-up payments by it and reads the sample of the bank’s guide. Nothing is kept.',
      scope: 'payments:write',
      body: z.strictObject({ mapping: bankCsvProfileSchema, sample: z.string().max(100_000).optional() }),
      answer: { status: 200, description: 'What it makes and understands.', body: triedSchema },
      examples: { body: { mapping }, answer: { written: '000000,00000002,AMINA OSMAN,769.23\r\n' } },
      refusals: [],
      handle: async ({ body }) => {
        const { written, read } = await tryBankCsvMapping(body.mapping, body.sample);
        if (read === undefined) return accepted({ body: { written } });
        if (read.ok) return accepted({ body: { written, read: { payments: read.value.length } } });
        const { line, reason } = read.refusal;
        return accepted({ body: { written, read: { payments: 0, fault: { reason, ...(line !== undefined && { line }) } } } });
      },
    }),
    define({
      id: 'payments.save-bank-csv-mapping',
      method: 'post',
      path: '/v1/bank-csv-mappings',
      summary: 'Save a bank’s table',
      description: 'An originator is then proposed with it; two people put it to use.',
      scope: 'payments:write',
      body: bankCsvProfileSchema,
      answer: { status: 201, description: 'The saved table.', body: savedSchema },
      examples: { body: mapping, answer: example },
      refusals: ['bank-csv-mapping-name-taken'],
      handle: async ({ caller, body }) => {
        const saved = await saveBankCsvMapping(room, actorOf(caller), body);
        return saved.ok ? withTag(saved.value) : saved;
      },
    }),
    define({
      id: 'payments.change-bank-csv-mapping',
      method: 'put',
      path: '/v1/bank-csv-mappings/{mappingId}',
      summary: 'Change a bank’s saved table',
      description: 'Originators keep the table they were confirmed with.',
      scope: 'payments:write',
      ifMatchRequired: true,
      params: z.strictObject({ mappingId: z.uuid().meta({ description: 'The saved table.' }) }),
      body: bankCsvProfileSchema,
      answer: { status: 200, description: 'The table as it is now.', body: savedSchema },
      examples: { params: { mappingId: MAPPING_ID }, body: mapping, answer: { ...example, revision: 2 } },
      refusals: ['bank-csv-mapping-not-found', 'bank-csv-mapping-name-taken', 'version-stale'],
      handle: async ({ caller, params: { mappingId }, body, ifMatch = '' }) => {
        const changed = await changeBankCsvMapping(room, actorOf(caller), { mappingId, mapping: body, ifMatch });
        return changed.ok ? withTag(changed.value) : changed;
      },
    }),
  ];
}

function withTag(saved: SavedBankCsvMapping) {
  return accepted({ body: shown(saved), headers: { ETag: versionTag(saved.revision) } });
}

function shown({ mappingId, mapping: saved, revision, savedBy, savedAt }: SavedBankCsvMapping) {
  return { mappingId, mapping: saved, revision, savedBy, savedAt: savedAt.toISOString() };
}
