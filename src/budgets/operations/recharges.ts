import { z } from 'zod';
import { ledgerProblems } from '../../ledger/index.ts';
import type { Month } from '../../platform/calendar/date-arithmetic.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { keyedRequest } from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { lineStates } from '../budgets/rules/budget-words.ts';
import { budgetProblems } from '../problems.ts';
import { disputeLine, settleDispute } from '../recharges/disputes.ts';
import { listRecharges, type RechargeView, readRecharge } from '../recharges/read-recharges.ts';
import { disputeReasons, disputeStates } from '../recharges/schema.ts';
import { previewRecharge, sealRecharge } from '../recharges/seal-recharge.ts';
import { fundedLines } from '../sources/funded-lines.ts';
import { streams } from '../sources/schema.ts';
import { budgetIds, sourceCodeSchema } from './budget-schemas.ts';
import { shownDate } from './request-schemas.ts';

const monthSchema = z
  .string()
  .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'Write a month like 2026-04.')
  .transform((month) => month as Month)
  .meta({ type: 'string', example: '2026-04' });
const partnerMonth = z.strictObject({ partnerCode: sourceCodeSchema.meta({ example: 'northmoor-icb' }), month: monthSchema });

const lineSchema = z.strictObject({
  number: z.number().int(),
  kind: z.enum(['month', 'adjustment']),
  month: z.string().meta({ description: 'The month that it is about.' }),
  lineCode: z.string(),
  sourceCode: z.string(),
  financialYear: z.string(),
  stream: z.enum(streams),
  amount: moneyJsonSchema,
});
const rechargeSchema = z
  .strictObject({
    invoiceId: z.uuid(),
    reference: z.string(),
    partnerCode: z.string(),
    month: z.string(),
    amount: moneyJsonSchema,
    due: moneyJsonSchema.meta({ description: 'To be paid now: without what is disputed or was found wrong.' }),
    sealedOn: shownDate,
    lines: z.array(lineSchema),
    disputes: z.array(
      z.strictObject({
        disputeId: z.uuid(),
        number: z.number().int(),
        amount: moneyJsonSchema,
        reason: z.enum(disputeReasons),
        state: z.enum(disputeStates),
        disputedOn: shownDate,
      }),
    ),
  })
  .meta({ id: 'RechargeInvoice', description: 'What a partner owes for a month: sealed, and never changed.' });

const fundedSchema = z.strictObject({
  lineCode: z.string(),
  kind: z.string(),
  state: z.enum(lineStates),
  from: shownDate,
  until: shownDate,
  shares: z.array(z.strictObject({ financialYear: z.string(), amount: moneyJsonSchema })),
});

const sealed = { invoiceId: budgetIds.row, reference: 'R-northmoor-icb-0001' };
const invoiceParams = z.strictObject({ invoiceId: z.uuid().meta({ description: 'The recharge invoice.' }) });
const disputeParams = z.strictObject({ ...invoiceParams.shape, disputeId: z.uuid().meta({ description: 'The dispute.' }) });
const positions = cursorCodec('funded-lines', z.strictObject({ lineCode: z.string().max(40) }));
const SEAL = 'budgets.seal-recharge';
const SETTLE = 'budgets.settle-recharge-dispute';

/** What partners owe for the lines that they fund, and what those lines are. */
export function rechargeOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...ledgerProblems, ...budgetProblems });
  return [
    define({
      id: 'budgets.list-funded-lines',
      method: 'get',
      path: '/v1/funding-sources/{sourceCode}/lines',
      summary: 'List the lines that a source pays for',
      description: 'By opaque codes: a partner reads what it funds, and no family.',
      scope: 'budgets:read',
      params: z.strictObject({ sourceCode: sourceCodeSchema }),
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of lines.', body: listSchema(fundedSchema) },
      examples: { params: { sourceCode: 'icb-continuing-care' }, answer: { data: [], nextCursor: null } },
      refusals: ['source-not-found', 'cursor-malformed'],
      handle: async ({ caller, params, query }) => {
        const from = query.cursor === undefined ? accepted(undefined) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const found = await fundedLines(room, caller, params.sourceCode, { after: from.value, limit: query.limit + 1 });
        if (!found.ok) return found;
        const page = found.value.slice(0, query.limit);
        const last = page.at(-1);
        const nextCursor = last !== undefined && found.value.length > page.length ? positions.encode({ lineCode: last.lineCode }) : null;
        const data = page.map(({ shares, ...line }) => ({
          ...line,
          shares: shares.map(({ financialYear, amount }) => ({ financialYear, amount: moneyJson(amount) })),
        }));
        return accepted({ body: { data, nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'budgets.preview-recharge',
      method: 'get',
      path: '/v1/recharges/preview',
      summary: 'See what a partner would be invoiced for a month',
      scope: 'budgets:read',
      query: partnerMonth,
      answer: {
        status: 200,
        description: 'The lines as they stand now.',
        body: z.strictObject({ lines: z.array(lineSchema.omit({ number: true })) }),
      },
      examples: { query: { partnerCode: 'northmoor-icb', month: '2026-04' }, answer: { lines: [] } },
      refusals: [],
      handle: async ({ caller, query }) => {
        const lines = await previewRecharge(room, caller.authorityId, query);
        const shown = lines.map(({ share, kind, month, amount }) => ({
          ...{ kind, month, lineCode: share.line, sourceCode: share.source },
          ...{ financialYear: share.financialYear, stream: share.stream, amount: moneyJson(amount) },
        }));
        return accepted({ body: { lines: shown } });
      },
    }),
    define({
      id: SEAL,
      method: 'post',
      path: '/v1/recharges',
      summary: 'Invoice a partner for a month',
      description: 'Numbered and sealed. What changes later, in an earlier month too, is a line of the next invoice.',
      scope: 'budgets:write',
      idempotent: true,
      body: partnerMonth,
      answer: { status: 201, description: 'It is sealed.', body: z.strictObject({ invoiceId: z.uuid(), reference: z.string() }) },
      examples: { body: { partnerCode: 'northmoor-icb', month: '2026-04' }, answer: sealed },
      refusals: [
        'partner-not-found',
        'month-not-over',
        'month-sealed',
        'nothing-to-recharge',
        'change-under-way',
        'booking-under-way',
        'books-refused',
        'idempotency-conflict',
      ],
      handle: async ({ caller, body, idempotencyKey }) => {
        const done = await sealRecharge(room, caller, body, keyedRequest(caller, SEAL, idempotencyKey ?? '', body));
        if (!done.ok) return refused(done.refusal);
        const { invoiceId, reference, replayed } = done.value;
        return accepted({ body: { invoiceId, reference }, replayed });
      },
    }),
    define({
      id: 'budgets.list-recharges',
      method: 'get',
      path: '/v1/recharges',
      summary: 'List recharge invoices',
      description: 'A partner sees its own.',
      scope: 'budgets:read',
      answer: { status: 200, description: 'The invoices, by partner and number.', body: z.strictObject({ data: z.array(rechargeSchema) }) },
      examples: { answer: { data: [] } },
      refusals: [],
      handle: async ({ caller }) => accepted({ body: { data: (await listRecharges(room, caller)).map(shownRecharge) } }),
    }),
    define({
      id: 'budgets.read-recharge',
      method: 'get',
      path: '/v1/recharges/{invoiceId}',
      summary: 'Read a recharge invoice',
      scope: 'budgets:read',
      params: invoiceParams,
      answer: { status: 200, description: 'The invoice.', body: rechargeSchema },
      examples: { params: { invoiceId: budgetIds.row } },
      refusals: ['recharge-not-found'],
      handle: async ({ caller, params }) => {
        const { authorityId } = caller;
        const view = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) =>
          readRecharge(tx, caller, params.invoiceId),
        );
        return view === undefined ? refused({ code: 'recharge-not-found' }) : accepted({ body: shownRecharge(view) });
      },
    }),
    define({
      id: 'budgets.dispute-recharge-line',
      method: 'post',
      path: '/v1/recharges/{invoiceId}/disputes',
      summary: 'Dispute a part of a recharge line',
      description: 'The rest of the invoice stays due.',
      scope: 'budgets:write',
      params: invoiceParams,
      body: z.strictObject({
        number: z.number().int().min(1).meta({ description: 'The line’s number.' }),
        amount: moneySchema.refine((pence) => pence > 0n, 'This must be more than nothing.'),
        reason: z.enum(disputeReasons),
      }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ disputeId: z.uuid() }) },
      examples: {
        params: { invoiceId: budgetIds.row },
        body: { number: 1, amount: moneyJson(8_400n), reason: 'not-delivered' },
        answer: { disputeId: budgetIds.decision },
      },
      refusals: ['recharge-not-found', 'recharge-line-not-found', 'dispute-above-line'],
      handle: async ({ caller, params, body }) => {
        const disputed = await disputeLine(room, caller, { ...params, ...body });
        return disputed.ok ? accepted({ body: disputed.value }) : disputed;
      },
    }),
    define({
      id: SETTLE,
      method: 'post',
      path: '/v1/recharges/{invoiceId}/disputes/{disputeId}/settle',
      summary: 'Settle a dispute',
      description: 'If the partner is right, an adjustment entry takes the sum off what it owes; the sealed invoice stays as it was.',
      scope: 'budgets:write',
      idempotent: true,
      params: disputeParams,
      body: z.strictObject({ upheld: z.boolean().meta({ description: 'Whether the partner is right.' }) }),
      answer: { status: 204, description: 'It is settled.', body: z.undefined() },
      examples: { params: { invoiceId: budgetIds.row, disputeId: budgetIds.decision }, body: { upheld: true } },
      refusals: ['dispute-not-found', 'dispute-ended', 'change-under-way', 'booking-under-way', 'books-refused', 'idempotency-conflict'],
      handle: async ({ caller, params, body, idempotencyKey }) => {
        const command = { ...params, ...body };
        const settled = await settleDispute(room, caller, command, keyedRequest(caller, SETTLE, idempotencyKey ?? '', command));
        return settled.ok ? accepted({ body: undefined }) : settled;
      },
    }),
  ];
}

function shownRecharge({ invoice, lines, disputes, due }: RechargeView): z.infer<typeof rechargeSchema> {
  const { invoiceId, reference, partnerCode, month, sealedOn } = invoice;
  return {
    ...{ invoiceId, reference, partnerCode, month, sealedOn },
    amount: moneyJson(invoice.amount),
    due: moneyJson(due),
    lines: lines.map(({ number, kind, month: about, lineCode, sourceCode, financialYear, stream, amount }) => ({
      ...{ number, kind, month: about, lineCode, sourceCode, financialYear, stream, amount: moneyJson(amount) },
    })),
    disputes: disputes.map(({ disputeId, number, amount, reason, state, disputedOn }) => ({
      ...{ disputeId, number, amount: moneyJson(amount), reason, state, disputedOn },
    })),
  };
}
