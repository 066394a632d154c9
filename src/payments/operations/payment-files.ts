import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { bankFileFormats } from '../originators/originator-settings.ts';
import { paymentProblems } from '../problems.ts';
import { giveUpWaiting } from '../rails/files/give-up-waiting.ts';
import { fetchPaymentFile, listFetches } from '../rails/files/hand-out-file.ts';
import { makeRunFiles } from '../rails/files/make-run-files.ts';
import { recordSubmission, voidPaymentFile, voidReasons } from '../rails/files/record-submission.ts';
import { paymentFileStates } from '../rails/files/schema.ts';
import { filesOfRun, type PaymentFile } from '../rails/files/store.ts';
import { readHead } from '../runs/store.ts';
import { bankFileDeskOf, type PaymentRoom, RUN_ID, runParams } from './payment-room.ts';

const FILE_ID = '6c1e9d4a-20b7-4b0f-8f63-91e5d7c2a480';
const fileParams = z.strictObject({ fileId: z.uuid().meta({ description: 'The payment file.' }) });
const words = (description: string) => z.string().trim().min(1).max(200).meta({ description });
const fileFields = {
  fileId: z.uuid(),
  runId: z.uuid(),
  ordinal: z.number().int(),
  format: z.enum(bankFileFormats),
  profile: z.string(),
  bankName: z.string().meta({ description: 'What the bank knows it by: the serial, or the message id.' }),
  state: z.enum(paymentFileStates),
  payments: z.number().int(),
  amount: moneyJsonSchema,
  processingDate: z.iso.date(),
  submitBy: z.iso.date().meta({ description: 'The last day on which the bank takes it for the promised day.' }),
  bytes: z.number().int(),
  sha256: z.string(),
  changedNames: z.number().int().meta({ description: 'Names that are written in the few letters a bank carries.' }),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  submittedBy: z.string().nullable(),
  submittedAt: z.iso.datetime().nullable(),
};
const fileSchema = z.strictObject(fileFields).meta({ id: 'PaymentFile', description: 'A file to the bank: made once, never changed.' });
const listedSchema = z
  .strictObject({
    ...fileFields,
    fetches: z.array(z.strictObject({ fetchedBy: z.string(), fetchedAt: z.iso.datetime(), reason: z.string().nullable() })),
  })
  .meta({ id: 'ListedPaymentFile', description: 'A file to the bank, with who has fetched it.' });
const example = {
  ...{ fileId: FILE_ID, runId: RUN_ID, ordinal: 1, format: 'bacs', profile: 'standard-18', bankName: '000042', state: 'made' },
  ...{ payments: 1, amount: { amount: '769.23', currency: 'GBP' }, processingDate: '2026-10-07', submitBy: '2026-10-06', bytes: 780 },
  ...{ sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', changedNames: 0, madeBy: 'identity:1' },
  ...{ madeAt: '2026-10-06T09:30:00.000Z', submittedBy: null, submittedAt: null },
};
const params = { fileId: FILE_ID };

/** A run's files to the bank: made, fetched, given to the bank, and declared void. */
export function paymentFileOperations(room: PaymentRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  const desk = bankFileDeskOf(room);
  return [
    define({
      id: 'payments.make-run-files',
      method: 'post',
      path: '/v1/payment-runs/{runId}/files',
      summary: 'Make the files of a payment run',
      description:
        'What a released run on bacs, pain001 or bank-csv still has to send. Asked again, the same files answer. Payments that cannot go by a file are due again, with the reason.',
      scope: 'payments:write',
      params: runParams,
      answer: {
        status: 200,
        description: 'The run’s files.',
        body: z.strictObject({ files: z.array(fileSchema), turnedDown: z.number().int() }),
      },
      examples: { params: { runId: RUN_ID }, answer: { files: [example], turnedDown: 0 } },
      refusals: [
        'payment-run-not-found',
        'payment-run-not-approved',
        'payment-run-not-released',
        'lines-changed-after-approval',
        'rail-has-no-files',
        'originator-not-listed',
        'too-late-to-submit',
        'file-not-written',
        'nothing-to-put-into-file',
      ],
      handle: async ({ caller, params: { runId } }) => {
        const made = await makeRunFiles(desk, caller, { runId });
        if (!made.ok) return { ok: false, refusal: made.refusal as never };
        return accepted({ body: { files: made.value.files.map(shownFile), turnedDown: made.value.turnedDown } });
      },
    }),
    define({
      id: 'payments.give-up-waiting',
      method: 'post',
      path: '/v1/payment-runs/{runId}/waiting-payments/give-up',
      summary: 'Give up the payments that stand in no file',
      description:
        'For a run whose file would come too late: nothing of it has left, and what was due is due again, to be paid another way.',
      scope: 'payments:write',
      params: runParams,
      answer: { status: 200, description: 'How many are due again.', body: z.strictObject({ givenUp: z.number().int() }) },
      examples: { params: { runId: RUN_ID }, answer: { givenUp: 1 } },
      refusals: ['payment-run-not-found', 'rail-has-no-files'],
      handle: async ({ caller, params: { runId } }) => {
        const done = await giveUpWaiting(desk, caller, { runId });
        return done.ok ? accepted({ body: done.value }) : { ok: false, refusal: done.refusal as never };
      },
    }),
    define({
      id: 'payments.list-run-files',
      method: 'get',
      path: '/v1/payment-runs/{runId}/files',
      summary: 'List the files of a payment run',
      description: 'Also those that were declared void, with who has fetched each, when and why.',
      scope: 'payments:read',
      params: runParams,
      answer: { status: 200, description: 'The files.', body: listSchema(listedSchema) },
      examples: {
        params: { runId: RUN_ID },
        answer: {
          data: [{ ...example, fetches: [{ fetchedBy: 'identity:1', fetchedAt: example.madeAt, reason: null }] }],
          nextCursor: null,
        },
      },
      refusals: ['payment-run-not-found'],
      handle: async ({ caller: { authorityId }, params: { runId } }) => {
        const data = await inTransaction(room.database, { authorityId, readOnly: true }, async (tx) => {
          if ((await readHead(tx, authorityId, runId)) === undefined) return undefined;
          const shown = [];
          for (const file of await filesOfRun(tx, authorityId, runId))
            shown.push({ ...shownFile(file), fetches: await shownFetches(tx, file) });
          return shown;
        });
        return data === undefined
          ? refused({ code: 'payment-run-not-found', facts: { runId } })
          : accepted({ body: { data, nextCursor: null } });
      },
    }),
    define({
      id: 'payments.fetch-payment-file',
      method: 'post',
      path: '/v1/payment-files/{fileId}/fetches',
      summary: 'Fetch a payment file',
      description: 'Its bytes as they were made. Who fetched it and when is kept; from the second time on say why.',
      scope: 'payments:write',
      params: fileParams,
      body: z.strictObject({ reason: words('Why it is fetched again.').optional() }),
      answer: {
        status: 200,
        description: 'The file.',
        body: z.strictObject({
          fileName: z.string(),
          sha256: z.string(),
          content: z.base64().meta({ description: 'Its bytes in base 64.' }),
        }),
      },
      examples: { params, body: {}, answer: { fileName: 'bacs-2026-10-07-000042.txt', sha256: example.sha256, content: 'Vk9MMQ==' } },
      refusals: ['payment-file-not-found', 'payment-file-void', 'fetch-reason-missing'],
      handle: async ({ caller, params: { fileId }, body: { reason } }) => {
        const fetched = await fetchPaymentFile(desk, caller, { fileId, reason });
        if (!fetched.ok) return fetched;
        const { file, fileName, content } = fetched.value;
        return accepted({ body: { fileName, sha256: file.sha256, content: content.toString('base64') } });
      },
    }),
    define({
      id: 'payments.record-submission',
      method: 'post',
      path: '/v1/payment-files/{fileId}/submission',
      summary: 'Record that a file was given to the bank',
      description: 'From here on its payments are sent. Recorded twice, they are sent once.',
      scope: 'payments:write',
      idempotent: true,
      params: fileParams,
      body: z.strictObject({ submission: words('What the bank’s page or the bureau answered.') }),
      answer: { status: 200, description: 'The file.', body: fileSchema },
      examples: {
        params,
        body: { submission: 'BACS-77' },
        answer: { ...example, state: 'submitted', submittedBy: 'identity:1', submittedAt: example.madeAt },
      },
      refusals: ['payment-file-not-found', 'payment-file-void'],
      handle: async ({ caller, params: { fileId }, body: { submission } }) => {
        const recorded = await recordSubmission(desk, caller, { fileId, submission });
        return recorded.ok ? accepted({ body: shownFile(recorded.value) }) : recorded;
      },
    }),
    define({
      id: 'payments.void-payment-file',
      method: 'post',
      path: '/v1/payment-files/{fileId}/void',
      summary: 'Declare a file void',
      description:
        'By somebody else than who made it, once the bank has confirmed that it does not have it: its payments go into a new file.',
      scope: 'payments:write',
      params: fileParams,
      body: z.strictObject({ reason: z.enum(voidReasons) }),
      answer: { status: 200, description: 'The file.', body: fileSchema },
      examples: { params, body: { reason: 'never-submitted' }, answer: { ...example, state: 'void' } },
      refusals: ['payment-file-not-found', 'payment-file-submitted', 'maker-may-not-void', 'person-needed'],
      handle: async ({ caller, params: { fileId }, body: { reason } }) => {
        const voided = await voidPaymentFile(desk, caller, { fileId, reason });
        return voided.ok ? accepted({ body: shownFile(voided.value) }) : voided;
      },
    }),
  ];
}

function shownFile(file: PaymentFile): z.infer<typeof fileSchema> {
  const { fileId, runId, ordinal, format, profile, bankName, state, payments, amount, processingDate, submitBy } = file;
  const { bytes, sha256, changedNames, madeBy, madeAt, submittedBy, submittedAt } = file;
  return {
    ...{ fileId, runId, ordinal, format, profile, bankName, state, payments, amount: moneyJson(amount), processingDate, submitBy },
    ...{ bytes, sha256, changedNames, madeBy, madeAt: madeAt.toISOString(), submittedBy },
    submittedAt: submittedAt?.toISOString() ?? null,
  };
}

async function shownFetches(tx: Transaction, { authorityId, fileId }: PaymentFile) {
  const fetches = await listFetches(tx, authorityId, fileId);
  return fetches.map(({ fetchedBy, fetchedAt, reason }) => ({ fetchedBy, fetchedAt: fetchedAt.toISOString(), reason }));
}
