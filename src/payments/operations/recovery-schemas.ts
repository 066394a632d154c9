import { z } from 'zod';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { type RecoveryView, recoveryAttentions } from '../recovery/read-recoveries.ts';
import {
  careConcernStates,
  challengeRoutes,
  heldAsKinds,
  recoveryEventKinds,
  recoveryGrounds,
  recoveryStates,
  takingKinds,
  takingStates,
  unusedReasons,
} from '../recovery/rules/kinds.ts';
import { agreementIds, dateSchema, familyParams, moneyFromNothing, shownDate, text } from './agreement-schemas.ts';

/** What requests and answers on money to return are made of. */

export const caseParams = z.strictObject({ ...familyParams.shape, caseId: z.uuid().meta({ description: 'The matter.' }) });
export const caseExample = { familyId: agreementIds.family, caseId: agreementIds.decision };

export const sumFields = {
  agreementId: z.uuid(),
  ground: z.enum(recoveryGrounds),
  countedOn: dateSchema.meta({ description: 'The day of the bank statement, or of what was paid or spent.' }),
  counted: moneyFromNothing.meta({ description: 'What the account holds; of other grounds what was paid in error or spent.' }),
  ownMoney: moneyFromNothing.meta({ description: 'Of it the family’s own; never asked for.' }),
  contributions: moneyFromNothing.meta({ description: 'Of it what the family pays towards its support; never asked for.' }),
  owed: moneyFromNothing.meta({ description: 'Wages, tax, pension and bills still to be paid from it.' }),
  heldAs: z.enum(heldAsKinds).optional().meta({ description: 'expense: a spend that was taken as shown and is refused.' }),
};
const money = (amount: string) => ({ amount, currency: 'GBP' });
export const sumExample = {
  agreementId: agreementIds.agreement,
  ground: 'more-than-needed',
  countedOn: '2026-09-30',
  counted: money('1900.00'),
  ownMoney: money('0.00'),
  contributions: money('0.00'),
  owed: money('300.00'),
};
export const openFields = {
  ...sumFields,
  whyUnused: z.enum(unusedReasons).optional().meta({ description: 'Asked for where money was not used.' }),
  words: text(4_000, 'What the officer found.'),
};

export const previewedSchema = z
  .strictObject({
    amount: moneyJsonSchema,
    kept: moneyJsonSchema.meta({ description: 'Weeks of funding that stay with the family.' }),
    regime: z.string(),
    routes: z.array(z.enum(challengeRoutes)),
    source: z.string().meta({ description: 'Where the ground is written.' }),
    verified: z.boolean().meta({ description: 'Whether somebody of us has read that.' }),
  })
  .meta({ id: 'RecoveryPreview', description: 'What would be asked for, with nothing kept.' });

const caseSchema = z
  .strictObject({
    caseId: z.uuid(),
    agreementId: z.uuid(),
    line: z.string(),
    regime: z.string(),
    ground: z.enum(recoveryGrounds),
    state: z.enum(recoveryStates),
    amount: moneyJsonSchema,
    outstanding: moneyJsonSchema,
    figures: z.record(z.string(), moneyJsonSchema),
    countedOn: shownDate,
    whyUnused: z.enum(unusedReasons).optional(),
    careConcern: z.enum(careConcernStates),
    noticeOn: shownDate.optional(),
    firstDay: shownDate.optional().meta({ description: 'Nothing is decided or taken before it.' }),
    challengedOn: shownDate.optional(),
    answerBy: shownDate.optional(),
    answeredOn: shownDate.optional(),
    decidedOn: shownDate.optional(),
    revision: z.number().int(),
    events: z.array(
      z.strictObject({ kind: z.enum(recoveryEventKinds), on: shownDate, amount: moneyJsonSchema.optional(), words: z.string() }),
    ),
    takings: z.array(z.strictObject({ kind: z.enum(takingKinds), dueOn: shownDate, amount: moneyJsonSchema, state: z.enum(takingStates) })),
    letters: z.array(z.strictObject({ letterId: z.uuid(), kind: z.enum(['notice', 'answer', 'decision']), on: shownDate })),
  })
  .meta({ id: 'Recovery', description: 'Money to return: one matter with one ground.' });

export { caseSchema };

export function shownCase({ found, events, takings, letters }: RecoveryView): z.infer<typeof caseSchema> {
  const { caseId, agreementId, lineCode: line, regime, ground, state, countedOn, careConcern, revision } = found;
  const { whyUnused, noticeOn, firstDay, challengedOn, answerBy, answeredOn, decidedOn } = found;
  const told = { whyUnused, noticeOn, firstDay, challengedOn, answerBy, answeredOn, decidedOn };
  return {
    ...{ caseId, agreementId, line, regime, ground, state, countedOn, careConcern, revision },
    ...{ amount: moneyJson(found.amount), outstanding: moneyJson(found.outstanding) },
    figures: Object.fromEntries(Object.entries(found.figures).map(([name, pence]) => [name, moneyJson(BigInt(pence))])),
    ...(Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null)) as object),
    events: events.map(({ kind, on, amount, words }) => ({ kind, on, words, ...(amount !== null && { amount: moneyJson(amount) }) })),
    takings: takings.map((each) => ({ kind: each.kind, dueOn: each.dueOn, amount: moneyJson(each.amount), state: each.state })),
    letters: letters.map(({ letterId, kind, on }) => ({ letterId, kind, on })),
  };
}

export const attentionSchema = z.strictObject({
  familyId: z.uuid(),
  caseId: z.uuid(),
  what: z.enum(recoveryAttentions),
  since: shownDate,
});

/** What every change of a matter may be refused for. */
export const CASE_REFUSALS = [
  'record-not-found',
  'errand-for-a-stranger',
  'recovery-not-found',
  'version-stale',
  'recovery-state',
  'change-under-way',
] as const;
export const SUM_REFUSALS = [
  'record-not-found',
  'agreement-not-found',
  'recovery-ahead',
  'ground-not-listed',
  'gap-is-a-question',
  'nothing-to-return',
  'sum-above-held',
] as const;
/** And a step that moves money. */
export const STEP_REFUSALS = [...CASE_REFUSALS, 'idempotency-conflict', 'booking-under-way', 'books-refused'] as const;
