import { z } from 'zod';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { Hold } from '../holds.ts';
import { commandId } from './command-id.ts';
import type { LedgerRoom } from './ledger-room.ts';
import { overrideRefusal, postOne } from './post-one.ts';
import { POSTING_REFUSALS } from './posting-refusals.ts';
import {
  accountCodeSchema,
  amountSchema,
  defined,
  descriptionSchema,
  dimensionOf,
  dimensionSchema,
  effectiveDateSchema,
  idSchema,
  instantSchema,
  overrideSchema,
  referenceSchema,
} from './request-schemas.ts';
import { recordedEntryExample, recordedEntrySchema } from './shown-entry.ts';

const PLACE = 'ledger.place-hold';
const POST = 'ledger.post-hold';
const VOID = 'ledger.void-hold';

const holdParams = z.strictObject({ holdId: idSchema });
const holdId = recordedEntryExample.entryId;
const { postings: _postings, ...stepExample } = recordedEntryExample;

const holdSchema = z
  .strictObject({
    holdId: z.uuid(),
    debitAccount: z.string(),
    creditAccount: z.string(),
    amount: moneyJsonSchema,
    posted: moneyJsonSchema.meta({ description: 'How much of it has been posted so far.' }),
    state: z.enum(['pending', 'posted', 'voided', 'expired']),
    effectiveDate: z.iso.date(),
    expiresAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'Hold', description: 'Money set aside and not yet moved.' });

export function holdOperations(room: LedgerRoom): readonly Operation[] {
  const { ledger, businessDate } = room;
  return [
    defineOperation({
      id: PLACE,
      method: 'post',
      path: '/v1/ledger/holds',
      summary: 'Set money aside',
      description: 'Moves nothing, and lowers what is available until it is posted, voided or expired. The answer names the hold.',
      scope: 'ledger:post',
      idempotent: true,
      body: z.strictObject({
        debitAccount: accountCodeSchema,
        creditAccount: accountCodeSchema,
        amount: amountSchema,
        effectiveDate: effectiveDateSchema,
        expiresAt: instantSchema.optional().meta({ description: 'When it is let go by itself; never when left out.' }),
        dimension: dimensionSchema.optional(),
        description: descriptionSchema.optional(),
        reference: referenceSchema.optional(),
        override: overrideSchema.optional(),
      }),
      answer: { status: 201, description: 'The step that placed it.', body: recordedEntrySchema },
      examples: {
        body: { debitAccount: 'advance:L1:high-needs:2026-27', creditAccount: 'bank:main', amount: moneyJson(12_000n) },
        answer: { ...stepExample, kind: 'hold', hold: { holdId, amount: moneyJson(12_000n) }, postings: [] },
      },
      refusals: [...POSTING_REFUSALS, 'account-unknown', 'entry-unbalanced', 'hold-needs-two-postings'],
      handle: async ({ caller, body, idempotencyKey }) => {
        const denied = overrideRefusal(room, caller, [body.override]);
        if (denied !== undefined) return refused(denied);
        const { debitAccount, creditAccount, amount, effectiveDate, dimension, ...rest } = body;
        if (debitAccount === creditAccount) return refused({ code: 'hold-needs-two-postings' });
        return postOne(
          room,
          caller,
          {
            kind: 'hold',
            id: commandId(caller, PLACE, idempotencyKey),
            principal: caller.principal,
            fingerprint: fingerprintOf([PLACE, body]),
            debit: debitAccount,
            credit: creditAccount,
            amount,
            effectiveDate: effectiveDate ?? (await businessDate(caller.authorityId)),
            ...dimensionOf(dimension),
            ...defined(rest),
          },
          [debitAccount, creditAccount],
        );
      },
    }),
    defineOperation({
      id: 'ledger.read-hold',
      method: 'get',
      path: '/v1/ledger/holds/{holdId}',
      summary: 'Look at a hold',
      scope: 'ledger:read',
      params: holdParams,
      answer: { status: 200, description: 'The hold as it is now.', body: holdSchema },
      examples: {
        params: { holdId },
        answer: {
          holdId,
          debitAccount: 'advance:L1:high-needs:2026-27',
          creditAccount: 'bank:main',
          amount: moneyJson(12_000n),
          posted: moneyJson(4_000n),
          state: 'pending',
          effectiveDate: '2026-04-01',
        },
      },
      refusals: ['hold-not-found'],
      handle: async ({ caller, params }) => {
        const [hold] = await ledger.holds(caller.authorityId, [params.holdId]);
        return hold === undefined ? refused({ code: 'hold-not-found' }) : accepted({ body: shownHold(hold) });
      },
    }),
    defineOperation({
      id: POST,
      method: 'post',
      path: '/v1/ledger/holds/{holdId}/posting',
      summary: 'Post a hold',
      description: 'All of it, or part. The rest is let go, unless the request says that this is not final.',
      scope: 'ledger:post',
      idempotent: true,
      params: holdParams,
      body: z.strictObject({
        amount: amountSchema.optional().meta({ description: 'All that is left when left out.' }),
        final: z.boolean().optional().meta({ description: 'False keeps the rest on hold; true when left out.' }),
        effectiveDate: effectiveDateSchema,
        description: descriptionSchema.optional(),
        reference: referenceSchema.optional(),
      }),
      answer: { status: 201, description: 'The entry that moved the money.', body: recordedEntrySchema },
      examples: {
        params: { holdId },
        body: { amount: moneyJson(4_000n), final: false },
        answer: { ...recordedEntryExample, kind: 'hold-post', hold: { holdId, amount: moneyJson(4_000n) } },
      },
      refusals: [...POSTING_REFUSALS, 'hold-not-found', 'hold-not-pending', 'hold-expired', 'hold-over-captured'],
      handle: async ({ caller, params, body, idempotencyKey }) => {
        const { effectiveDate, ...rest } = body;
        return postOne(room, caller, {
          kind: 'hold-post',
          id: commandId(caller, POST, idempotencyKey),
          principal: caller.principal,
          fingerprint: fingerprintOf([POST, params, body]),
          holdId: params.holdId,
          effectiveDate: effectiveDate ?? (await businessDate(caller.authorityId)),
          ...defined(rest),
        });
      },
    }),
    defineOperation({
      id: VOID,
      method: 'post',
      path: '/v1/ledger/holds/{holdId}/voiding',
      summary: 'Let a hold go',
      description: 'What is left of it becomes available again.',
      scope: 'ledger:post',
      idempotent: true,
      params: holdParams,
      body: z.strictObject({ effectiveDate: effectiveDateSchema }),
      answer: { status: 201, description: 'The step that let it go.', body: recordedEntrySchema },
      examples: {
        params: { holdId },
        body: {},
        answer: { ...stepExample, kind: 'hold-void', hold: { holdId, amount: moneyJson(8_000n) }, postings: [] },
      },
      refusals: ['idempotency-conflict', 'hold-not-found', 'hold-not-pending', 'service-unavailable'],
      handle: async ({ caller, params, body, idempotencyKey }) =>
        postOne(room, caller, {
          kind: 'hold-void',
          id: commandId(caller, VOID, idempotencyKey),
          principal: caller.principal,
          fingerprint: fingerprintOf([VOID, params, body]),
          holdId: params.holdId,
          effectiveDate: body.effectiveDate ?? (await businessDate(caller.authorityId)),
        }),
    }),
  ];
}

function shownHold({
  holdId,
  debitAccount,
  creditAccount,
  amount,
  captured,
  state,
  effectiveDate,
  expiresAt,
}: Hold): z.infer<typeof holdSchema> {
  return {
    holdId,
    debitAccount,
    creditAccount,
    amount: moneyJson(amount),
    posted: moneyJson(captured),
    state,
    effectiveDate,
    ...(expiresAt !== undefined && { expiresAt: expiresAt.toISOString() }),
  };
}
