import { z } from 'zod';
import { type BudgetRoom, keyedRequest } from '../../budgets/index.ts';
import { type FileScanner, noFileScanner } from '../../platform/files/file-scanner.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { proofKinds, receiptMediaTypes, spendingRefusals, spendingStates } from '../spending/rules/kinds.ts';
import { listSpendings, refuseSpending, showSpending } from '../spending/show-spending.ts';
import { LARGEST_RECEIPT_BYTES, readReceiptPage, takeReceipt } from '../spending/take-receipt.ts';
import {
  agreementExample,
  agreementIds,
  agreementParams,
  agreementTable,
  dateSchema,
  familyParams,
  moneyFromNothing,
  shownDate,
  text,
} from './agreement-schemas.ts';

const SHOW = 'payments.show-spending';
const REFUSE = 'payments.refuse-spending';
const UNDER = [
  'record-not-found',
  'errand-for-a-stranger',
  'idempotency-conflict',
  'change-under-way',
  'booking-under-way',
  'books-refused',
] as const;
const spendingSchema = z
  .strictObject({
    spendingId: z.uuid(),
    spentOn: shownDate,
    shownOn: shownDate,
    amount: moneyJsonSchema,
    what: z.string(),
    paidTo: z.string(),
    lostReceipt: z.string().optional(),
    proof: z.enum(proofKinds),
    receiptIds: z.array(z.uuid()),
    state: z.enum(spendingStates),
    refusedReason: z.enum(spendingRefusals).optional(),
    refusedWords: z.string().optional(),
  })
  .meta({ id: 'Spending', description: 'What a family has shown that it spent.' });

/** Receipts in custody, and what families show with them. */
export function spendingOperations(books: BudgetRoom & { readonly scanner?: FileScanner }): readonly Operation[] {
  const define = operationsRefusingWith(agreementTable);
  const room = { ...books, scanner: books.scanner ?? noFileScanner };
  return [
    define({
      id: 'payments.take-receipt',
      method: 'post',
      path: '/v1/families/{familyId}/receipts',
      summary: 'Send a receipt',
      description: `A photograph (JPEG, PNG) or a PDF of at most ${LARGEST_RECEIPT_BYTES / 1_048_576} megabytes. The original is kept sealed; people see it drawn anew, without place and time.`,
      scope: 'payments:write',
      params: familyParams,
      upload: { mediaTypes: receiptMediaTypes, maxBytes: LARGEST_RECEIPT_BYTES },
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ receiptId: z.uuid(), pages: z.number().int() }) },
      examples: { params: { familyId: agreementIds.family }, answer: { receiptId: agreementIds.decision, pages: 1 } },
      refusals: [
        ...(['record-not-found', 'errand-for-a-stranger', 'receipt-empty', 'receipt-not-as-said', 'receipt-unreadable'] as const),
        ...(['receipt-picture-too-large', 'receipt-too-many-pages', 'receipt-infected', 'receipt-sent-already'] as const),
        'receipt-of-another-family',
      ],
      handle: async ({ caller, params: { familyId }, upload }) => {
        if (upload === undefined) throw new Error('the router handed on no upload');
        const taken = await takeReceipt(room, caller, familyId, upload);
        return taken.ok ? accepted({ body: taken.value }) : taken;
      },
    }),
    define({
      id: 'payments.read-receipt-page',
      method: 'get',
      path: '/v1/families/{familyId}/receipts/{receiptId}/pages/{page}',
      summary: 'See a page of a receipt',
      description: 'A JPEG drawn anew from the original, which is never handed out.',
      scope: 'payments:read',
      params: z.strictObject({ ...familyParams.shape, receiptId: z.uuid(), page: z.coerce.number().int().min(1).max(20) }),
      answer: { status: 200, description: 'The page.', body: z.strictObject({ mediaType: z.literal('image/jpeg'), content: z.base64() }) },
      examples: {
        params: { familyId: agreementIds.family, receiptId: agreementIds.decision, page: '1' },
        answer: { mediaType: 'image/jpeg', content: '/9j/' },
      },
      refusals: ['record-not-found', 'receipt-not-found'],
      handle: async ({ caller, params }) => {
        const page = await readReceiptPage(room, caller.authorityId, params);
        if (!page.ok) return page;
        return accepted({
          body: { mediaType: 'image/jpeg' as const, content: page.value.toString('base64') },
          opened: [{ familyId: params.familyId }],
        });
      },
    }),
    define({
      id: SHOW,
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/spending',
      summary: 'Show what was spent',
      description: 'With receipts, or below the sum that needs none, or with a word about a receipt that is lost.',
      scope: 'payments:write',
      idempotent: true,
      params: agreementParams,
      body: z.strictObject({
        spentOn: dateSchema,
        amount: moneyFromNothing.refine((pence) => pence > 0n, 'This must be more than nothing.'),
        receiptIds: z.array(z.uuid()).max(20),
        lostReceipt: text(1_000, 'What became of the receipt.').optional(),
        what: text(500, 'What it was for.'),
        paidTo: text(200, 'Who was paid.'),
      }),
      answer: { status: 201, description: 'It is shown.', body: z.strictObject({ spendingId: z.uuid(), proof: z.enum(proofKinds) }) },
      examples: {
        params: agreementExample,
        body: {
          spentOn: '2026-06-05',
          amount: { amount: '120.00', currency: 'GBP' },
          receiptIds: [agreementIds.decision],
          what: 'Wages',
          paidTo: 'Jo',
        },
        answer: { spendingId: agreementIds.decision, proof: 'receipt' },
      },
      refusals: [
        ...UNDER,
        ...(['agreement-not-found', 'spending-ahead', 'receipt-not-found', 'receipt-quarantined', 'spending-outside-agreement'] as const),
        ...(['receipt-needed', 'receipt-shown-already', 'spending-above-advance'] as const),
      ],
      handle: async ({ caller, params, body, idempotencyKey }) => {
        const request = keyedRequest(caller, SHOW, idempotencyKey ?? '', { ...params, ...body });
        const shown = await showSpending(room, caller, { ...params, ...body }, request);
        if (!shown.ok) return shown;
        const { spendingId, proof, replayed } = shown.value;
        return accepted({ body: { spendingId, proof }, replayed });
      },
    }),
    define({
      id: 'payments.list-spending',
      method: 'get',
      path: '/v1/families/{familyId}/agreements/{agreementId}/spending',
      summary: 'See what was shown, and what was not taken and why',
      scope: 'payments:read',
      params: agreementParams,
      answer: { status: 200, description: 'Earliest first.', body: listSchema(spendingSchema) },
      examples: { params: agreementExample, answer: { data: [], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const listed = await listSpendings(room, caller, params);
        if (!listed.ok) return listed;
        const data = listed.value.map(
          ({ spendingId, spentOn, shownOn, amount, proof, receiptIds, state, refusedReason, refusedWords, words }) => ({
            ...{
              spendingId,
              spentOn,
              shownOn,
              amount: moneyJson(amount),
              proof,
              receiptIds,
              state,
              what: words.what,
              paidTo: words.paidTo,
            },
            ...(words.lostReceipt !== undefined && { lostReceipt: words.lostReceipt }),
            ...(refusedReason !== null && { refusedReason }),
            ...(refusedWords !== undefined && { refusedWords }),
          }),
        );
        return accepted({
          body: { data, nextCursor: null },
          opened: listed.value.map(({ childId }) => ({ familyId: params.familyId, personId: childId })),
        });
      },
    }),
    define({
      id: REFUSE,
      method: 'post',
      path: '/v1/families/{familyId}/spending/{spendingId}/refusal',
      summary: 'Not take a spend after all, and say why',
      description: 'The family reads the reason and the words. Nothing is asked back by it.',
      scope: 'payments:write',
      idempotent: true,
      params: z.strictObject({ ...familyParams.shape, spendingId: z.uuid() }),
      body: z.strictObject({ reason: z.enum(spendingRefusals), words: text(2_000, 'Why, for the family.') }),
      answer: { status: 204, description: 'It counts as held again.', body: z.undefined() },
      examples: {
        params: { familyId: agreementIds.family, spendingId: agreementIds.decision },
        body: { reason: 'not-in-the-agreement', words: 'A television is not among the agreed things.' },
      },
      refusals: [...UNDER, 'spending-not-found', 'spending-refused-already'],
      handle: async ({ caller, params, body, idempotencyKey }) => {
        const request = keyedRequest(caller, REFUSE, idempotencyKey ?? '', { ...params, ...body });
        const done = await refuseSpending(room, caller, params, body, request);
        return done.ok ? accepted({ body: undefined, replayed: done.value.replayed }) : done;
      },
    }),
  ];
}
