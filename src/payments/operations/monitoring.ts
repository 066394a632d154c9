import { z } from 'zod';
import type { BudgetRoom } from '../../budgets/index.ts';
import { readFamily } from '../../people/index.ts';
import type { Month } from '../../platform/calendar/date-arithmetic.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { mayKnowOf } from '../agreements/agreement-desk.ts';
import { accountOfAdvance, answerGap, tellBalance } from '../monitoring/account-of-advance.ts';
import { custodyOf, tellCustody } from '../monitoring/custody.ts';
import { accountCheckStates, returnNeeds, returnStates } from '../monitoring/rules/kinds.ts';
import { agreeReturn, listReturns } from '../monitoring/work-on-returns.ts';
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

const returnSchema = z
  .strictObject({
    returnId: z.uuid(),
    familyId: z.uuid(),
    agreementId: z.uuid(),
    from: shownDate,
    until: shownDate,
    dueOn: shownDate,
    state: z.enum(returnStates),
    needs: z.array(z.enum(returnNeeds)).meta({ description: 'What is still needed of the family.' }),
  })
  .meta({ id: 'MonitoringReturn', description: 'One look at a family’s figures. Nothing about it stops a payment.' });
const monthSchema = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'This must be a month, written YYYY-MM.')
  .transform((month) => month as Month);
const words = z.strictObject({ words: text(4_000, 'What was said.') });

/** What was paid against what was shown and what the account holds, and the returns that ask for it. */
export function monitoringOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith(agreementTable);
  return [
    define({
      id: 'payments.read-advance-account',
      method: 'get',
      path: '/v1/families/{familyId}/agreements/{agreementId}/account',
      summary: 'See what was paid, shown as spent, and still held',
      scope: 'payments:read',
      params: agreementParams,
      answer: {
        status: 200,
        description: 'The sums of today, and each bank statement beside what was not yet shown on its day.',
        body: z.strictObject({
          paid: moneyJsonSchema,
          shown: moneyJsonSchema,
          notYetShown: moneyJsonSchema,
          checks: z.array(
            z.strictObject({
              checkId: z.uuid(),
              on: shownDate,
              balance: moneyJsonSchema,
              ownMoney: moneyJsonSchema,
              notYetShown: moneyJsonSchema,
              gap: moneyJsonSchema,
              state: z.enum(accountCheckStates),
            }),
          ),
        }),
      },
      examples: {
        params: agreementExample,
        answer: { paid: moneyJson(538_462n), shown: moneyJson(348_462n), notYetShown: moneyJson(190_000n), checks: [] },
      },
      refusals: ['record-not-found', 'agreement-not-found'],
      handle: async ({ caller, params }) => {
        const account = await accountOfAdvance(room, caller, params);
        if (!account.ok) return account;
        const { paid, shown, notYetShown, checks } = account.value;
        const listed = checks.map(({ checkId, on, state, ...sums }) => ({
          ...{ checkId, on, state, balance: moneyJson(sums.balance), ownMoney: moneyJson(sums.ownMoney) },
          ...{ notYetShown: moneyJson(sums.notYetShown), gap: moneyJson(sums.gap) },
        }));
        const body = { paid: moneyJson(paid), shown: moneyJson(shown), notYetShown: moneyJson(notYetShown), checks: listed };
        return accepted({ body, opened: [{ familyId: params.familyId }] });
      },
    }),
    define({
      id: 'payments.tell-balance',
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/balances',
      summary: 'Tell what the account holds',
      description: 'A difference to what is not yet shown as spent is a question to the family and never money to return.',
      scope: 'payments:write',
      params: agreementParams,
      body: z.strictObject({
        on: dateSchema.meta({ description: 'The day of the bank statement.' }),
        balance: moneyFromNothing,
        ownMoney: moneyFromNothing.meta({ description: 'Of it the family’s own.' }),
      }),
      answer: { status: 201, description: 'The difference.', body: z.strictObject({ checkId: z.uuid(), gap: moneyJsonSchema }) },
      examples: {
        params: agreementExample,
        body: { on: '2026-09-30', balance: { amount: '1900.00', currency: 'GBP' }, ownMoney: { amount: '0.00', currency: 'GBP' } },
        answer: { checkId: agreementIds.decision, gap: moneyJson(0n) },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'agreement-not-found', 'account-check-ahead', 'account-check-exists'],
      handle: async ({ caller, params, body }) => {
        const told = await tellBalance(room, caller, params, body);
        return told.ok ? accepted({ body: { checkId: told.value.checkId, gap: moneyJson(told.value.gap) } }) : told;
      },
    }),
    define({
      id: 'payments.answer-gap',
      method: 'post',
      path: '/v1/families/{familyId}/balances/{checkId}/answer',
      summary: 'Explain a difference',
      scope: 'payments:write',
      params: z.strictObject({ ...familyParams.shape, checkId: z.uuid() }),
      body: words,
      answer: { status: 204, description: 'It is kept.', body: z.undefined() },
      examples: {
        params: { familyId: agreementIds.family, checkId: agreementIds.decision },
        body: { words: 'A cheque is not yet cashed.' },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'account-check-not-found'],
      handle: async ({ caller, params, body }) => {
        const answered = await answerGap(room, caller, params, body);
        return answered.ok ? accepted({ body: undefined }) : answered;
      },
    }),
    define({
      id: 'payments.list-monitoring-returns',
      method: 'get',
      path: '/v1/families/{familyId}/returns',
      summary: 'See what we still need from you',
      scope: 'payments:read',
      params: familyParams,
      answer: { status: 200, description: 'Earliest day first.', body: listSchema(returnSchema) },
      examples: { params: { familyId: agreementIds.family }, answer: { data: [], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const rows = await readFamily(room, caller.authorityId, familyId, ({ tx }) => listReturns(tx, caller.authorityId, { familyId }));
        if (!rows.ok) return rows;
        const open = rows.value.filter(({ childId }) => mayKnowOf(caller, familyId, childId));
        return accepted({ body: { data: open.map(shownReturn), nextCursor: null }, opened: [{ familyId }] });
      },
    }),
    define({
      id: 'payments.list-late-returns',
      method: 'get',
      path: '/v1/returns/late',
      summary: 'See which families an officer speaks with',
      description: 'Their returns did not come. Their payments go on.',
      scope: 'payments:read',
      answer: { status: 200, description: 'Earliest day first.', body: listSchema(returnSchema) },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => {
        const rows = await inTransaction(room.database, { authorityId: caller.authorityId, readOnly: true }, (tx) =>
          listReturns(tx, caller.authorityId, { state: 'with-officer' }),
        );
        return accepted({ body: { data: rows.map(shownReturn), nextCursor: null }, opened: rows.map(({ familyId }) => ({ familyId })) });
      },
    }),
    define({
      id: 'payments.agree-return',
      method: 'post',
      path: '/v1/families/{familyId}/returns/{returnId}/agreement',
      summary: 'Record what was agreed with a family instead of papers',
      scope: 'payments:write',
      params: z.strictObject({ ...familyParams.shape, returnId: z.uuid() }),
      body: words,
      answer: { status: 204, description: 'It is settled.', body: z.undefined() },
      examples: {
        params: { familyId: agreementIds.family, returnId: agreementIds.decision },
        body: { words: 'We went through it at home.' },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'return-not-found'],
      handle: async ({ caller, params, body }) => {
        const agreed = await agreeReturn(room, caller, params, body);
        return agreed.ok ? accepted({ body: undefined }) : agreed;
      },
    }),
    define({
      id: 'payments.tell-custody',
      method: 'post',
      path: '/v1/payees/{payeeId}/custody',
      summary: 'Record what an organisation’s client account holds',
      scope: 'payments:write',
      params: z.strictObject({ payeeId: z.uuid() }),
      body: z.strictObject({ month: monthSchema, balance: moneyFromNothing }),
      answer: { status: 204, description: 'It is kept.', body: z.undefined() },
      examples: { params: { payeeId: agreementIds.payee }, body: { month: '2026-06', balance: { amount: '433.33', currency: 'GBP' } } },
      refusals: ['custody-month-not-over', 'custody-unknown'],
      handle: async ({ caller, params: { payeeId }, body }) => {
        const told = await tellCustody(room, caller, { payeeId, ...body });
        return told.ok ? accepted({ body: undefined }) : told;
      },
    }),
    define({
      id: 'payments.read-custody',
      method: 'get',
      path: '/v1/payees/{payeeId}/custody/{month}',
      summary: 'Hold an organisation’s client account against our families’ money',
      scope: 'payments:read',
      params: z.strictObject({ payeeId: z.uuid(), month: monthSchema }),
      answer: {
        status: 200,
        description: 'What it should hold at the month’s end, what it says, and the difference.',
        body: z.strictObject({
          held: moneyJsonSchema,
          said: moneyJsonSchema.optional(),
          difference: moneyJsonSchema.optional(),
          agreements: z.array(z.strictObject({ agreementId: z.uuid(), held: moneyJsonSchema })),
        }),
      },
      examples: {
        params: { payeeId: agreementIds.payee, month: '2026-06' },
        answer: { held: moneyJson(43_333n), said: moneyJson(43_333n), difference: moneyJson(0n), agreements: [] },
      },
      refusals: [],
      handle: async ({ caller, params }) => {
        const { held, said, difference, agreements } = await custodyOf(room, caller.authorityId, params);
        return accepted({
          body: {
            held: moneyJson(held),
            ...(said !== undefined && { said: moneyJson(said) }),
            ...(difference !== undefined && { difference: moneyJson(difference) }),
            agreements: agreements.map((each) => ({ agreementId: each.agreementId, held: moneyJson(each.held) })),
          },
        });
      },
    }),
  ];
}

function shownReturn({
  returnId,
  familyId,
  agreementId,
  from,
  until,
  dueOn,
  state,
  needs,
}: Awaited<ReturnType<typeof listReturns>>[number]) {
  return { returnId, familyId, agreementId, from, until, dueOn, state, needs: [...needs] };
}
