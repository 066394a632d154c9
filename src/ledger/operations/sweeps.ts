import { z } from 'zod';
import { moneyJson } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { refused } from '../../platform/result.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { commandId } from './command-id.ts';
import type { LedgerRoom } from './ledger-room.ts';
import { postOne } from './post-one.ts';
import { POSTING_REFUSALS } from './posting-refusals.ts';
import {
  accountCodeSchema,
  amountSchema,
  defined,
  descriptionSchema,
  dimensionOf,
  dimensionSchema,
  effectiveDateSchema,
  referenceSchema,
} from './request-schemas.ts';
import { recordedEntryExample, recordedEntrySchema } from './shown-entry.ts';

const OPERATION = 'ledger.sweep';

export function sweepOperations(room: LedgerRoom): readonly Operation[] {
  return [
    defineOperation({
      id: OPERATION,
      method: 'post',
      path: '/v1/ledger/sweeps',
      summary: 'Move what is available',
      description: 'From one account to another, up to an amount: the book decides how much in the moment it posts.',
      scope: 'ledger:post',
      idempotent: true,
      body: z.strictObject({
        from: accountCodeSchema,
        to: accountCodeSchema,
        atMost: amountSchema,
        effectiveDate: effectiveDateSchema,
        description: descriptionSchema.optional(),
        reference: referenceSchema.optional(),
        dimension: dimensionSchema.optional(),
      }),
      answer: { status: 201, description: 'The entry with what was moved.', body: recordedEntrySchema },
      examples: {
        body: { from: 'share:L1:high-needs:2026-27:available', to: 'source:high-needs:2026-27', atMost: moneyJson(50_000n) },
        answer: { ...recordedEntryExample, kind: 'sweep' },
      },
      refusals: [...POSTING_REFUSALS, 'account-unknown', 'entry-unbalanced', 'sweep-needs-two-postings', 'nothing-to-sweep'],
      handle: async ({ caller, body, idempotencyKey }) => {
        const { from, to, atMost, effectiveDate, dimension, ...texts } = body;
        if (from === to) return refused({ code: 'sweep-needs-two-postings' });
        return postOne(
          room,
          caller,
          {
            kind: 'sweep',
            id: commandId(caller, OPERATION, idempotencyKey),
            principal: caller.principal,
            fingerprint: fingerprintOf([OPERATION, body]),
            from,
            to,
            atMost,
            effectiveDate: effectiveDate ?? (await room.businessDate(caller.authorityId)),
            ...dimensionOf(dimension),
            ...defined(texts),
          },
          [from, to],
        );
      },
    }),
  ];
}
