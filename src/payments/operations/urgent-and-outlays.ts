import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { paymentProblems } from '../problems.ts';
import { askClaim, claimsOf, decideClaim } from '../punctuality/outlay-claim.ts';
import type { PunctualityRoom } from '../punctuality/promised-payments.ts';
import { claimKinds, claimStates, urgentReasons } from '../punctuality/rules/kinds.ts';
import { askUrgentPayment, decideUrgentPayment } from '../punctuality/urgent-payment.ts';
import { waivedChecks } from '../punctuality/waived-checks.ts';
import { dateSchema, exampleIds, familyParams, shownDate } from './payee-schemas.ts';
import { railSchema } from './payment-room.ts';
import { dueRefSchema, openedIn } from './punctuality.ts';

const wordsSchema = z.string().trim().min(1).max(2_000);
const urgentParams = familyParams.extend({ urgentId: z.uuid().meta({ description: 'The urgent payment.' }) }).strict();
const claimParams = familyParams.extend({ claimId: z.uuid().meta({ description: 'The claim.' }) }).strict();
const tenPounds = { amount: '10.00', currency: 'GBP' };

/** What follows when a payment is late and cannot wait: the urgent payment, and the family's own money paid back. */
export function urgentAndOutlayOperations(room: PunctualityRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  return [
    define({
      id: 'payments.ask-urgent-payment',
      method: 'post',
      path: '/v1/families/{familyId}/urgent-payments',
      summary: 'Ask that a payment goes out the same day',
      description: 'The account must be checked and confirmed. A colleague decides; what is waived stands in the register of auditors.',
      scope: 'payments:write',
      params: familyParams,
      body: z.strictObject({
        dueRef: dueRefSchema,
        rail: railSchema.meta({ description: 'One that pays the same day.', example: 'manual' }),
        reason: z.enum(urgentReasons),
        words: wordsSchema.meta({ description: 'Why it cannot wait.' }),
      }),
      answer: {
        status: 201,
        description: 'It waits for a second person.',
        body: z.strictObject({ urgentId: z.uuid(), waivesCoolingOff: z.boolean() }),
      },
      examples: {
        params: { familyId: exampleIds.family },
        body: { dueRef: 'L2:8', rail: 'manual', reason: 'wages-due', words: 'The assistant is paid on Friday.' },
        answer: { urgentId: exampleIds.table, waivesCoolingOff: true },
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'promised-payment-not-found',
        'payment-not-open',
        'payment-not-due-yet',
        'rail-not-set-up',
        'rail-not-same-day',
        'payee-not-found',
        'payee-stopped',
        'payee-account-missing',
        'payee-account-held',
        'payee-account-cooling-off',
        'urgent-payment-asked-already',
      ],
      handle: async ({ caller, params: { familyId }, body }) => {
        const asked = await askUrgentPayment(room, caller, { familyId, ...body });
        return asked.ok ? accepted({ body: asked.value }) : asked;
      },
    }),
    define({
      id: 'payments.decide-urgent-payment',
      method: 'post',
      path: '/v1/families/{familyId}/urgent-payments/{urgentId}/decision',
      summary: 'Decide on an urgent payment as the second person',
      description:
        'Approved, it has a run of its own that is released at once and dated that day; whoever decides needs the right and the limit to approve it. The same decision again has the same answer.',
      scope: 'payments:write',
      idempotent: true,
      params: urgentParams,
      body: z.strictObject({ decision: z.enum(['approved', 'refused']) }),
      answer: {
        status: 200,
        description: 'When it goes out.',
        body: z.strictObject({ payOn: shownDate.optional(), runId: z.uuid().optional() }),
      },
      examples: {
        params: { familyId: exampleIds.family, urgentId: exampleIds.table },
        body: { decision: 'approved' },
        answer: { payOn: '2026-10-19', runId: exampleIds.table },
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'urgent-payment-not-found',
        'urgent-payment-decided',
        'confirmer-is-proposer',
        'person-needed',
        'payment-not-open',
        'rail-not-set-up',
        'above-largest-run',
        'urgent-payment-held',
        'role-missing',
        'scope-missing',
        'second-factor-needed',
        'maker-may-not-approve',
        'above-your-limit',
        'purpose-missing',
        'bank-account-cooling-off',
      ],
      handle: async ({ caller, params, body: { decision } }) => {
        const decided = await decideUrgentPayment(room, caller, { ...params, decision });
        return decided.ok ? accepted({ body: decided.value }) : decided;
      },
    }),
    define({
      id: 'payments.list-waived-checks',
      method: 'get',
      path: '/v1/audit/waived-checks',
      summary: 'Read the register of urgent payments and waived checks',
      description: 'Every urgent payment, and every account that was confirmed although its name or its digits were not; newest first.',
      scope: 'payments:read',
      answer: {
        status: 200,
        description: 'The register, the newest two hundred of each kind.',
        body: listSchema(
          z.strictObject({
            kind: z.enum(['urgent-payment', 'name-override', 'confirmed-unchecked']),
            at: z.iso.datetime(),
            familyId: z.uuid().nullable(),
            payeeId: z.uuid(),
            accountId: z.uuid(),
            dueRef: z.string().nullable(),
            amount: moneyJsonSchema.nullable(),
            reason: z.string().nullable(),
            waivesCoolingOff: z.boolean(),
            state: z.string(),
            askedBy: z.string(),
            decidedBy: z.string().nullable(),
          }),
        ),
      },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => {
        const register = await waivedChecks(room, caller.authorityId);
        const data = register.map(({ at, amount, ...waived }) => ({
          ...waived,
          at: at.toISOString(),
          amount: amount === null ? null : moneyJson(amount),
        }));
        const families = [...new Set(register.flatMap(({ familyId }) => familyId ?? []))];
        return accepted({ body: { data, nextCursor: null }, opened: families.map((familyId) => ({ familyId })) });
      },
    }),
    define({
      id: 'payments.ask-claim',
      method: 'post',
      path: '/v1/families/{familyId}/claims',
      summary: 'Ask for money back that you laid out',
      description: 'For support you paid yourself because our payment was late, and for what your bank charged you because of that.',
      scope: 'payments:write',
      idempotent: true,
      params: familyParams,
      body: z.strictObject({
        agreementId: z.uuid(),
        kind: z.enum(claimKinds),
        dueRef: dueRefSchema.optional(),
        amount: moneySchema,
        spentOn: dateSchema,
        receiptIds: z.array(z.uuid()).max(50),
        words: wordsSchema.meta({ description: 'What it was for.' }),
      }),
      answer: { status: 201, description: 'The claim.', body: z.strictObject({ claimId: z.uuid() }) },
      examples: {
        params: { familyId: exampleIds.family },
        body: {
          agreementId: exampleIds.account,
          kind: 'bank-charge',
          amount: tenPounds,
          spentOn: '2026-04-10',
          receiptIds: [exampleIds.table],
          words: 'The bank charged me because the payment was not there.',
        },
        answer: { claimId: exampleIds.payee },
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'claim-for-nobody',
        'claim-not-positive',
        'claim-receipt-missing',
        'claim-day-ahead',
        'claim-differs',
        'promised-payment-not-found',
      ],
      handle: async ({ caller, params: { familyId }, body, idempotencyKey }) => {
        const asked = await askClaim(room, caller, { familyId, ...body, idempotencyKey: idempotencyKey ?? '' });
        return asked.ok ? accepted({ body: asked.value }) : asked;
      },
    }),
    define({
      id: 'payments.list-claims',
      method: 'get',
      path: '/v1/families/{familyId}/claims',
      summary: 'See claims for money laid out',
      scope: 'payments:read',
      params: familyParams,
      answer: {
        status: 200,
        description: 'The claims and what was decided.',
        body: listSchema(
          z.strictObject({
            claimId: z.uuid(),
            kind: z.enum(claimKinds),
            amount: moneyJsonSchema,
            spentOn: shownDate,
            receiptIds: z.array(z.uuid()),
            words: z.string(),
            state: z.enum(claimStates),
            agreedAmount: moneyJsonSchema.optional(),
            reasons: z.string().optional(),
          }),
        ),
      },
      examples: { params: { familyId: exampleIds.family }, answer: { data: [], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const views = await claimsOf(room, caller, familyId);
        if (!views.ok) return views;
        const data = views.value.map(({ amount, agreedAmount, receiptIds, ...claim }) => ({
          ...claim,
          amount: moneyJson(amount),
          receiptIds: [...receiptIds],
          ...(agreedAmount !== undefined && { agreedAmount: moneyJson(agreedAmount) }),
        }));
        return accepted({ body: { data, nextCursor: null }, opened: openedIn(caller, familyId) });
      },
    }),
    define({
      id: 'payments.decide-claim',
      method: 'post',
      path: '/v1/families/{familyId}/claims/{claimId}/decision',
      summary: 'Decide on a claim',
      description: 'All, a part, or nothing (agreed left out), with reasons the family reads. What is agreed is paid with the next run.',
      scope: 'payments:write',
      idempotent: true,
      params: claimParams,
      body: z.strictObject({ agreed: moneySchema.optional(), reasons: wordsSchema }),
      answer: { status: 200, description: 'What pays it.', body: z.strictObject({ dueRef: z.string().optional() }) },
      examples: {
        params: { familyId: exampleIds.family, claimId: exampleIds.payee },
        body: { agreed: tenPounds, reasons: 'Our payment was nine days late.' },
        answer: { dueRef: 'L2:outlay:1' },
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'claim-not-found',
        'claim-decided',
        'claim-not-positive',
        'claim-beyond-asked',
        'confirmer-is-proposer',
        'outlay-not-payable',
      ],
      handle: async ({ caller, params, body }) => {
        const decided = await decideClaim(room, caller, { ...params, ...body });
        return decided.ok ? accepted({ body: decided.value }) : decided;
      },
    }),
  ];
}
