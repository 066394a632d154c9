import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { confirmAccount } from '../payees/confirm-account.ts';
import { openAccountFor } from '../payees/open-account-for.ts';
import type { PayeeRoom } from '../payees/payee-room.ts';
import { proposeAccount } from '../payees/propose-account.ts';
import { overrideReasons } from '../payees/rules/name-check.ts';
import { accountKinds, stopReasons } from '../payees/rules/payee-states.ts';
import { stopPayee } from '../payees/stop-payee.ts';
import { withdrawAccount } from '../payees/withdraw-account.ts';
import { paymentProblems } from '../problems.ts';
import {
  accountParams,
  bankDetailsSchema,
  exampleIds,
  payeeParams,
  proposedExample,
  proposedSchema,
  shownDate,
  untilThenSchema,
} from './payee-schemas.ts';

const inFamily = ['payee-not-found', 'record-not-found', 'errand-for-a-stranger'] as const;
const params = { payeeId: exampleIds.payee, accountId: exampleIds.account };

/** A payee's bank details: proposed by one officer, confirmed by another, opened with a reason, stopped at once. */
export function payeeAccountOperations(room: PayeeRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  return [
    define({
      id: 'payments.propose-account',
      method: 'post',
      path: '/v1/payees/{payeeId}/accounts',
      summary: 'Enter bank details for a payee',
      description: 'Check digits and name are checked at once; the details wait for another officer.',
      scope: 'payments:write',
      params: payeeParams,
      body: z.strictObject({ details: bankDetailsSchema, untilThen: untilThenSchema }),
      answer: { status: 201, description: 'The details wait to be confirmed.', body: proposedSchema },
      examples: {
        params: { payeeId: exampleIds.payee },
        body: { details: { accountName: 'Sam Example', sortCode: '01-02-03', accountNumber: '12345678' } },
        answer: proposedExample,
      },
      refusals: [
        ...inFamily,
        'bank-details-malformed',
        'check-digits-wrong',
        'bank-says-account-is-gone',
        'payee-stopped',
        'account-waits-already',
        'account-is-the-same',
        'account-is-ours',
        'account-was-closed',
      ],
      handle: async ({ caller, params: { payeeId }, body }) => {
        const proposed = await proposeAccount(room, caller, { payeeId, ...body });
        return proposed.ok ? accepted({ body: proposed.value }) : proposed;
      },
    }),
    define({
      id: 'payments.confirm-account',
      method: 'post',
      path: '/v1/payees/{payeeId}/accounts/{accountId}/confirmation',
      summary: 'Confirm bank details as the second person',
      description: 'A changed account may be paid when the days of cooling-off are over. Where the name did not match, say how you know.',
      scope: 'payments:write',
      params: accountParams,
      body: z.strictObject({
        override: z
          .strictObject({
            reason: z.enum(overrideReasons),
            words: z.string().trim().min(1).max(1_000).meta({ description: 'How you know whose account it is.' }),
          })
          .optional(),
      }),
      answer: { status: 200, description: 'From when it may be paid.', body: z.strictObject({ usableFrom: shownDate }) },
      examples: { params, body: {}, answer: { usableFrom: '2026-10-23' } },
      refusals: [...inFamily, 'account-not-waiting', 'confirmer-is-proposer', 'payee-stopped', 'person-needed', 'name-not-confirmed'],
      handle: async ({ caller, params: asked, body: { override } }) => {
        const confirmed = await confirmAccount(room, caller, { ...asked, override });
        return confirmed.ok ? accepted({ body: confirmed.value }) : confirmed;
      },
    }),
    define({
      id: 'payments.withdraw-account',
      method: 'delete',
      path: '/v1/payees/{payeeId}/accounts/{accountId}',
      summary: 'Take back bank details that wait',
      scope: 'payments:write',
      params: accountParams,
      answer: { status: 200, description: 'They are not used.', body: z.strictObject({ withdrawn: z.literal(true) }) },
      examples: { params, answer: { withdrawn: true } },
      refusals: [...inFamily, 'account-not-waiting'],
      handle: async ({ caller, params: asked }) => {
        const withdrawn = await withdrawAccount(room, caller, asked);
        return withdrawn.ok ? accepted({ body: { withdrawn: true as const } }) : withdrawn;
      },
    }),
    define({
      id: 'payments.read-account-details',
      method: 'get',
      path: '/v1/payees/{payeeId}/accounts/{accountId}/details',
      summary: 'Read bank details in clear',
      description: 'For comparing them with what a family sent. Every reading stands in the log.',
      scope: 'payments:write',
      params: accountParams,
      answer: {
        status: 200,
        description: 'The details.',
        body: z.strictObject({
          kind: z.enum(accountKinds),
          accountName: z.string(),
          sortCode: z.string().optional(),
          accountNumber: z.string().optional(),
          rollNumber: z.string().optional(),
          iban: z.string().optional(),
        }),
      },
      examples: { params, answer: { kind: 'uk', accountName: 'Sam Example', sortCode: '010203', accountNumber: '12345678' } },
      refusals: ['payee-account-not-found', 'record-erased', 'payee-stopped', 'account-not-usable', 'person-needed'],
      handle: async ({ caller, params: { payeeId, accountId } }) => {
        if (caller.kind === 'machine') return refused({ code: 'person-needed' });
        const opened = await openAccountFor(room, caller, { accountId, payeeId, why: 'reading' });
        if (!opened.ok) return opened;
        const { holder: _, ...body } = opened.value;
        return accepted({ body });
      },
    }),
    define({
      id: 'payments.stop-payee',
      method: 'post',
      path: '/v1/payees/{payeeId}/stop',
      summary: 'Stop paying a payee at once',
      description: 'After account-closed and account-wrong new bank details start it again; after the other reasons somebody else is paid.',
      scope: 'payments:write',
      params: payeeParams,
      body: z.strictObject({ reason: z.enum(stopReasons), accountId: z.uuid().optional() }),
      answer: {
        status: 200,
        description: 'Since when nothing is paid.',
        body: z.strictObject({ stoppedOn: shownDate, isStopped: z.boolean() }),
      },
      examples: {
        params: { payeeId: exampleIds.payee },
        body: { reason: 'account-closed' },
        answer: { stoppedOn: '2026-10-16', isStopped: true },
      },
      refusals: [...inFamily, 'payee-account-not-found'],
      handle: async ({ caller, params: { payeeId }, body: { reason, accountId } }) => {
        const stopped = await stopPayee(room, caller, { payeeId, reason, ...(accountId !== undefined && { accountId }) });
        return stopped.ok ? accepted({ body: stopped.value }) : stopped;
      },
    }),
  ];
}
