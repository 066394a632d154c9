import { z } from 'zod';
import { type BudgetRoom, keyedRequest } from '../../budgets/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Caller, Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { answerChallenge } from '../recovery/challenge-recovery.ts';
import { decideRecovery } from '../recovery/decide-recovery.ts';
import { confirmWriteOff, proposeWriteOff, recordPaidBack } from '../recovery/settle-recovery.ts';
import { agreementTable, dateSchema, moneyFromNothing, reasonsSchema, revisedSchema, text } from './agreement-schemas.ts';
import { codeSchema } from './payment-room.ts';
import { CASE_REFUSALS, caseExample, caseParams, STEP_REFUSALS } from './recovery-schemas.ts';

const positive = moneyFromNothing.refine((pence) => pence > 0n, 'This must be more than nothing.');
const howSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('payment'), payBy: dateSchema }),
  z.strictObject({
    kind: z.literal('plan'),
    payments: z
      .array(z.strictObject({ payBy: dateSchema, amount: positive }))
      .min(1)
      .max(60),
  }),
  z.strictObject({
    kind: z.literal('offset'),
    each: positive.optional().meta({ description: 'The most to keep from one payment.' }),
    needs: moneyFromNothing.optional().meta({
      description: 'What the support of a full payment’s days costs, and of a smaller one in proportion; the payment when left out.',
    }),
  }),
]);
const tenPounds = { amount: '10.00', currency: 'GBP' };

interface Asked {
  readonly caller: Caller;
  readonly params: z.infer<typeof caseParams>;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
  readonly idempotencyKey: string | undefined;
}

/** What decides money to return and what brings it back: each is booked once for its key, whole or not at all. */
export function recoveryMoneyOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith(agreementTable);
  const change = {
    method: 'post',
    scope: 'payments:write',
    ifMatchRequired: true,
    idempotent: true,
    params: caseParams,
    answer: { status: 200, description: 'The new revision.', body: revisedSchema },
  } as const;
  const address = ({ caller, params, body, ifMatch, idempotencyKey }: Asked, operation: string) => ({
    asRead: { ...params, ifMatch: ifMatch ?? '' },
    request: keyedRequest(caller, operation, idempotencyKey ?? '', { ...params, body }),
  });
  const answered = ({ revision, replayed }: { readonly revision: number; readonly replayed: boolean }) =>
    accepted({ body: { revision }, replayed, headers: { ETag: versionTag(revision) } });
  return [
    define({
      ...change,
      id: 'payments.decide-recovery',
      path: '/v1/families/{familyId}/recoveries/{caseId}/decision',
      summary: 'Decide that it is to come back, and how',
      description:
        'On the notice’s day or later. By payment, by a plan, or kept from payments to come as far as support does not go short.',
      body: z.strictObject({ how: howSchema, reasons: reasonsSchema }),
      examples: { params: caseExample, body: { how: { kind: 'offset' }, reasons: 'Nobody disagreed.' }, answer: { revision: 4 } },
      refusals: [
        ...STEP_REFUSALS,
        ...(['notice-not-over', 'challenge-not-answered', 'plan-does-not-add-up', 'taking-too-early'] as const),
        ...(['personal-representatives-pay', 'sum-above-held', 'offset-below-needs'] as const),
      ],
      handle: async (asked) => {
        const { asRead, request } = address(asked, 'payments.decide-recovery');
        const decided = await decideRecovery(room, asked.caller, asRead, asked.body, request);
        return decided.ok ? answered(decided.value) : decided;
      },
    }),
    define({
      ...change,
      id: 'payments.answer-recovery-challenge',
      path: '/v1/families/{familyId}/recoveries/{caseId}/challenge/answer',
      summary: 'Answer a family that asked',
      description: 'Somebody other than who gave the notice: it stands, it is less, or nothing is asked for any more.',
      body: z.discriminatedUnion('outcome', [
        z.strictObject({ outcome: z.literal('stands'), reasons: reasonsSchema }),
        z.strictObject({ outcome: z.literal('withdrawn'), reasons: reasonsSchema }),
        z.strictObject({ outcome: z.literal('reduced'), amount: positive, reasons: reasonsSchema }),
      ]),
      examples: { params: caseExample, body: { outcome: 'withdrawn', reasons: 'It is for the holidays.' }, answer: { revision: 4 } },
      refusals: [
        ...STEP_REFUSALS,
        ...(['not-challenged', 'answered-already', 'confirmer-is-proposer', 'answer-above-asked'] as const),
        ...(['returned-already', 'offset-under-way'] as const),
      ],
      handle: async (asked) => {
        const { asRead, request } = address(asked, 'payments.answer-recovery-challenge');
        const done = await answerChallenge(room, asked.caller, asRead, asked.body, request);
        return done.ok ? answered(done.value) : done;
      },
    }),
    define({
      ...change,
      id: 'payments.record-paid-back',
      path: '/v1/families/{familyId}/recoveries/{caseId}/payments',
      summary: 'Record that money has come back',
      body: z.strictObject({
        amount: positive,
        bank: codeSchema.meta({ description: 'Which of our accounts it came to.' }),
        words: text(500, 'How.'),
      }),
      examples: { params: caseExample, body: { amount: tenPounds, bank: 'main', words: 'By bank transfer.' }, answer: { revision: 5 } },
      refusals: [...STEP_REFUSALS, 'above-outstanding', 'offset-under-way'],
      handle: async (asked) => {
        const { asRead, request } = address(asked, 'payments.record-paid-back');
        const done = await recordPaidBack(room, asked.caller, asRead, asked.body, request);
        return done.ok ? answered(done.value) : done;
      },
    }),
    define({
      ...change,
      idempotent: false,
      id: 'payments.propose-write-off',
      path: '/v1/families/{familyId}/recoveries/{caseId}/write-off',
      summary: 'Ask that it is not asked for any more',
      body: z.strictObject({ amount: positive, reasons: reasonsSchema }),
      examples: { params: caseExample, body: { amount: tenPounds, reasons: 'The family cannot bear it.' }, answer: { revision: 5 } },
      refusals: [...CASE_REFUSALS, 'above-outstanding', 'offset-under-way'],
      handle: async (asked) => {
        const { asRead } = address(asked, 'payments.propose-write-off');
        const done = await proposeWriteOff(room, asked.caller, asRead, asked.body);
        return done.ok ? answered({ ...done.value, replayed: false }) : done;
      },
    }),
    define({
      ...change,
      id: 'payments.confirm-write-off',
      path: '/v1/families/{familyId}/recoveries/{caseId}/write-off/confirmation',
      summary: 'Agree as the second officer that it is not asked for any more',
      body: z.strictObject({ reasons: reasonsSchema }),
      examples: { params: caseExample, body: { reasons: 'I agree.' }, answer: { revision: 6 } },
      refusals: [...STEP_REFUSALS, 'write-off-not-proposed', 'confirmer-is-proposer', 'above-outstanding', 'offset-under-way'],
      handle: async (asked) => {
        const { asRead, request } = address(asked, 'payments.confirm-write-off');
        const done = await confirmWriteOff(room, asked.caller, asRead, asked.body, request);
        return done.ok ? answered(done.value) : done;
      },
    }),
  ];
}
