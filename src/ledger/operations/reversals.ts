import { z } from 'zod';
import { moneyJson } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { refused } from '../../platform/result.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { commandId } from './command-id.ts';
import type { LedgerRoom } from './ledger-room.ts';
import { overrideRefusal, postOne } from './post-one.ts';
import { POSTING_REFUSALS } from './posting-refusals.ts';
import {
  amountSchema,
  defined,
  descriptionSchema,
  effectiveDateSchema,
  idSchema,
  overrideSchema,
  referenceSchema,
} from './request-schemas.ts';
import { recordedEntryExample, recordedEntrySchema } from './shown-entry.ts';

const OPERATION = 'ledger.reverse-entry';

export function reversalOperations(room: LedgerRoom): readonly Operation[] {
  return [
    defineOperation({
      id: OPERATION,
      method: 'post',
      path: '/v1/ledger/entries/{entryId}/reversal',
      summary: 'Take an entry back',
      description:
        'Whole, or part of some postings. What was taken back once cannot be taken back again, and a reversal is never reversed.',
      scope: 'ledger:post',
      idempotent: true,
      params: z.strictObject({ entryId: idSchema }),
      body: z.strictObject({
        effectiveDate: effectiveDateSchema,
        amounts: z
          .array(z.strictObject({ posting: z.number().int().min(1).max(10_000), amount: amountSchema }))
          .min(1)
          .max(10_000)
          .optional()
          .meta({ description: 'How much of which postings to take back; all of it when left out. They must balance too.' }),
        description: descriptionSchema.optional(),
        reference: referenceSchema.optional().meta({ description: "The entry's own when left out." }),
        override: overrideSchema.optional(),
      }),
      answer: { status: 201, description: 'The reversal as the book keeps it.', body: recordedEntrySchema },
      examples: {
        params: { entryId: recordedEntryExample.entryId },
        body: {
          amounts: [
            { posting: 1, amount: moneyJson(4_000n) },
            { posting: 2, amount: moneyJson(4_000n) },
          ],
          description: 'Paid for one night too many',
        },
        answer: { ...recordedEntryExample, kind: 'reversal', reverses: recordedEntryExample.entryId },
      },
      refusals: [
        ...POSTING_REFUSALS,
        'entry-not-found',
        'entry-unbalanced',
        'entry-too-few-postings',
        'entry-not-reversible',
        'reversal-of-reversal',
        'reversal-before-entry',
        'reversal-differs',
        'reversal-exceeds-entry',
        'reversal-in-progress',
        'already-reversed',
      ],
      handle: async ({ caller, params, body, idempotencyKey }) => {
        const denied = overrideRefusal(room, caller, [body.override]);
        if (denied !== undefined) return refused(denied);
        const { effectiveDate, ...rest } = body;
        return postOne(room, caller, {
          kind: 'reversal',
          id: commandId(caller, OPERATION, idempotencyKey),
          principal: caller.principal,
          fingerprint: fingerprintOf([OPERATION, params, body]),
          reverses: params.entryId,
          effectiveDate: effectiveDate ?? (await room.businessDate(caller.authorityId)),
          ...defined(rest),
        });
      },
    }),
  ];
}
