import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { paymentProblems } from '../problems.ts';
import { importBankAnswers, LARGEST_ANSWER_BYTES } from '../returns/answers/import-answers.ts';
import { resolveAnswer } from '../returns/answers/resolve-answer.ts';
import { answerFormats, answerKinds, answerResolutions, answerStates } from '../returns/answers/schema.ts';
import { listAnswers } from '../returns/answers/store.ts';
import { bankFileDeskOf, INSTRUCTION_ID, type PaymentRoom } from './payment-room.ts';

const MEDIA_TYPES = ['application/octet-stream', 'application/xml', 'text/xml', 'text/csv', 'text/plain'];
const FILE_ID = '6c1e9d4a-20b7-4b0f-8f63-91e5d7c2a480';
const ANSWER_ID = '0e7a5c3d-9b42-4f18-8c60-3d1f7a2e9b54';
const places = cursorCodec('bank-answers', z.strictObject({ after: z.uuid() }));
const count = z.number().int();
const importedSchema = z
  .strictObject({
    fileId: z.uuid(),
    fileName: z.string(),
    format: z.enum(answerFormats),
    importedBefore: z.boolean().meta({ description: 'These bytes were here already; nothing happened twice.' }),
    answers: z.strictObject({ open: count, booked: count, done: count, noted: count, parked: count, resolved: count }),
    saidBefore: count.meta({ description: 'Lines that an earlier file had said.' }),
  })
  .meta({ id: 'ImportedBankAnswers', description: 'A file in which the bank answers, and what was made of its lines.' });
const answerSchema = z
  .strictObject({
    answerId: z.uuid(),
    fileId: z.uuid(),
    fileName: z.string(),
    line: z.number().int(),
    kind: z.enum(answerKinds),
    code: z.string(),
    state: z.enum(answerStates),
    words: z.string().meta({ description: 'What it says and what was made of it.' }),
    toldOn: z.iso.date(),
    reference: z.string().nullable(),
    amount: moneyJsonSchema.nullable(),
    instructionId: z.uuid().nullable(),
    resolution: z.enum(answerResolutions).nullable(),
    resolvedBy: z.string().nullable(),
  })
  .meta({ id: 'BankAnswer', description: 'One thing that the bank says of our payments.' });
const example = {
  ...{ answerId: ANSWER_ID, fileId: FILE_ID, fileName: 'arucs.xml', line: 9, kind: 'credit-returned', code: 'Z', state: 'parked' },
  ...{ words: 'Nobody here knows the code "Z" of ARUCS.', toldOn: '2026-10-12', reference: 'TF000100000000427K' },
  ...{ amount: { amount: '769.23', currency: 'GBP' }, instructionId: INSTRUCTION_ID, resolution: null, resolvedBy: null },
};

/** What the bank answers: taken in as it came, and what nobody could place, for a person. */
export function bankAnswerOperations(room: PaymentRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  const desk = bankFileDeskOf(room);
  return [
    define({
      id: 'payments.import-bank-answers',
      method: 'post',
      path: '/v1/bank-answers',
      summary: 'Import what the bank answers',
      description:
        'ARUCS, AWACS, an input report or a pain.002. Each line is booked once, whichever file it comes in again; what cannot be placed waits for a person. A file that is cut off, edited or for somebody else is refused whole.',
      scope: 'payments:write',
      upload: { mediaTypes: MEDIA_TYPES, maxBytes: LARGEST_ANSWER_BYTES },
      query: z.strictObject({
        fileName: z
          .string()
          .trim()
          .min(1)
          .max(255)
          .regex(/^[^\p{Cc}/\\]+$/u, 'A file name has no slashes and no control characters.')
          .meta({ description: 'What the file is called where it comes from.' }),
      }),
      answer: { status: 200, description: 'What was made of it.', body: importedSchema },
      examples: {
        query: { fileName: 'arucs.xml' },
        answer: {
          ...{ fileId: FILE_ID, fileName: 'arucs.xml', format: 'bacs-report', importedBefore: false, saidBefore: 0 },
          answers: { open: 0, booked: 1, done: 3, noted: 0, parked: 1, resolved: 0 },
        },
      },
      refusals: ['bank-answer-refused'],
      handle: async ({ caller, query: { fileName }, upload }) => {
        if (upload === undefined) throw new Error('the router handed on no upload');
        const parts: Uint8Array[] = [];
        for await (const part of upload.content) parts.push(part);
        const imported = await importBankAnswers(desk, caller, { fileName, content: Buffer.concat(parts) });
        return imported.ok ? accepted({ body: imported.value, replayed: imported.value.importedBefore }) : imported;
      },
    }),
    define({
      id: 'payments.list-bank-answers',
      method: 'get',
      path: '/v1/bank-answers',
      summary: 'List answers of the bank',
      description: 'Those that wait for a person, or others by their state; of one file where it is named.',
      scope: 'payments:read',
      query: z.strictObject({
        ...listQuery,
        fileId: z.uuid().optional().meta({ description: 'Of this file only.' }),
        state: z.enum(answerStates).optional().meta({ description: 'Parked ones when left out.' }),
      }),
      answer: { status: 200, description: 'A page of answers.', body: listSchema(answerSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller: { authorityId }, query: { cursor, limit, fileId, state } }) => {
        const from = cursor === undefined ? accepted(undefined) : places.decode(cursor);
        if (!from.ok) return refused(from.refusal);
        const states = [state ?? ('parked' as const)];
        const found = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) =>
          listAnswers(tx, authorityId, { fileId, states, after: from.value?.after, limit: limit + 1 }),
        );
        const last = found.length > limit ? found[limit - 1] : undefined;
        const nextCursor = last === undefined ? null : places.encode({ after: last.answerId });
        const data = found.slice(0, limit).map((row) => ({
          ...{ answerId: row.answerId, fileId: row.fileId, fileName: row.fileName, line: row.line, kind: row.kind, code: row.code },
          ...{ state: row.state, words: row.words ?? '', toldOn: row.toldOn, reference: row.reference, instructionId: row.instructionId },
          ...{ amount: row.amount === null ? null : moneyJson(row.amount), resolution: row.resolution, resolvedBy: row.resolvedBy },
        }));
        return accepted({ body: { data, nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'payments.resolve-bank-answer',
      method: 'post',
      path: '/v1/bank-answers/{answerId}/resolution',
      summary: 'Say what an answer of the bank meant',
      description: 'rejected-by-bank makes what was due, due again; the others change nothing in the books.',
      scope: 'payments:write',
      params: z.strictObject({ answerId: z.uuid().meta({ description: 'The answer.' }) }),
      body: z.strictObject({ resolution: z.enum(answerResolutions) }),
      answer: { status: 200, description: 'It waits no more.', body: z.strictObject({ answerId: z.uuid() }) },
      examples: { params: { answerId: ANSWER_ID }, body: { resolution: 'not-ours' }, answer: { answerId: ANSWER_ID } },
      refusals: ['bank-answer-not-found', 'bank-answer-not-parked', 'bank-answer-names-no-payment', 'payment-not-sent', 'ledger-refused'],
      handle: async ({ caller, params: { answerId }, body: { resolution } }) => {
        const resolved = await resolveAnswer(desk, caller, { answerId, resolution });
        return resolved.ok ? accepted({ body: { answerId } }) : resolved;
      },
    }),
  ];
}
