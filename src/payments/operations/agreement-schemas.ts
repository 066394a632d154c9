import { z } from 'zod';
import { budgetProblems } from '../../budgets/index.ts';
import { ledgerProblems } from '../../ledger/index.ts';
import { recordProblems } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import type { AskedTerms } from '../agreements/terms.ts';
import { paymentProblems } from '../problems.ts';
import { paymentTimings } from '../rules/agreement-kinds.ts';

/** What requests and answers on agreements are made of. */

export const agreementTable = { ...ledgerProblems, ...recordProblems, ...budgetProblems, ...paymentProblems };

export const dateSchema = z.iso
  .date()
  .transform((date) => date as PlainDate)
  .meta({ type: 'string', format: 'date' });
export const shownDate = z.iso.date();
export const text = (longest: number, description: string) => z.string().trim().min(1).max(longest).meta({ description });
const positiveMoney = moneySchema.refine((pence) => pence > 0n, 'This must be more than nothing.');
export const moneyFromNothing = moneySchema.refine((pence) => pence >= 0n, 'This must not be below nothing.');

export const agreementIds = {
  family: '5f0b1c7e-3c1d-4c1e-9a54-0f7a4f6a2b10',
  agreement: '019d9000-8b11-7c04-9d1f-5b0c2e8f4a6d',
  decision: '019d9000-8b12-7c04-9d1f-5b0c2e8f4a6d',
  person: '8c0f3f5a-2a56-4a61-8f0e-4f3a55b1c2d4',
  payee: '3a9d1f52-6f0b-4c58-9a7e-2d4c6b8e0f13',
};
export const familyParams = z.strictObject({ familyId: z.uuid().meta({ description: 'The family.' }) });
export const agreementParams = z.strictObject({ ...familyParams.shape, agreementId: z.uuid().meta({ description: 'The agreement.' }) });
export const agreementExample = { familyId: agreementIds.family, agreementId: agreementIds.agreement };

const periodSchema = z.strictObject({ first: dateSchema, last: dateSchema });

const rhythmSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('monthly-on-the-first') }),
  z.strictObject({
    kind: z.literal('every-four-weeks'),
    from: dateSchema.meta({ description: 'A day from which four weeks are counted.' }),
  }),
  z.strictObject({ kind: z.literal('weekly'), from: dateSchema.meta({ description: 'A day from which weeks are counted.' }) }),
  z.strictObject({ kind: z.literal('termly'), terms: z.array(periodSchema).min(1).max(6) }),
  z.strictObject({ kind: z.literal('one-off'), on: dateSchema }),
]);

export const termsFields = {
  from: dateSchema.meta({ description: 'The first day that is paid for.' }),
  until: dateSchema.meta({ description: 'The last day.' }),
  amount: positiveMoney.meta({ description: 'What is promised for these days in all.' }),
  rhythm: rhythmSchema,
  timing: z.enum(paymentTimings).default('advance'),
  partPayments: z.boolean().default(false).meta({ description: 'Pay by days for what begins or ends inside an instalment.' }),
  smoothed: z.boolean().default(true).meta({ description: 'Spread over the holidays; otherwise give terms.' }),
  terms: z.array(periodSchema).min(1).max(20).optional().meta({ description: 'The school terms, where only they are paid for.' }),
};
export const termsSchema = z.strictObject(termsFields);
export const termsExample = {
  from: '2026-04-01',
  until: '2027-03-31',
  amount: { amount: '10000.00', currency: 'GBP' },
  rhythm: { kind: 'every-four-weeks', from: '2026-04-01' },
};

/** The reader of a request gives terms whose optional member may be there and undefined. */
export function askedTerms({ terms, ...rest }: z.infer<typeof termsSchema>): AskedTerms {
  return { ...rest, ...(terms !== undefined && { terms }) };
}

export const revisedSchema = z.strictObject({ revision: z.number().int().min(1).meta({ description: 'The ETag to change it with.' }) });
export const reasonsSchema = text(4_000, 'Why, in words the family understands.');

const figuresSchema = z
  .record(z.string(), moneyJsonSchema)
  .meta({ description: 'What it comes to: paid so far, paid at once, still to come, and what was paid ahead.' });
const figuresExample = { paid: moneyJson(76_923n), toCome: moneyJson(923_077n), backPayment: moneyJson(0n), paidAhead: moneyJson(0n) };

export const decidedSchema = z
  .strictObject({ decisionId: z.uuid(), revision: z.number().int(), figures: figuresSchema })
  .meta({ id: 'DecidedPayments', description: 'The decision, and what it comes to.' });
export const decidedExample = { decisionId: agreementIds.decision, revision: 5, figures: figuresExample };

export const previewSchema = z
  .strictObject({
    figures: figuresSchema,
    cancelled: z.number().int().meta({ description: 'How many payments would go.' }),
    added: z.array(z.strictObject({ payOn: shownDate, amount: moneyJsonSchema, kind: z.string() })),
  })
  .meta({ id: 'PaymentPreview', description: 'What a decision would do, with nothing done.' });
export const previewExample = {
  figures: figuresExample,
  cancelled: 12,
  added: [{ payOn: '2026-07-22', amount: moneyJson(76_923n), kind: 'regular' }],
};

export function shownFigures(figures: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(figures).map(([name, pence]) => [name, moneyJson(BigInt(pence))]));
}

export function shownPreview({
  figures,
  cancelled,
  added,
}: {
  readonly figures: Readonly<Record<string, string>>;
  readonly cancelled: number;
  readonly added: readonly { readonly payOn: string; readonly amount: bigint; readonly kind: string }[];
}): z.infer<typeof previewSchema> {
  return { figures: shownFigures(figures), cancelled, added: added.map((each) => ({ ...each, amount: moneyJson(each.amount) })) };
}

/** What every change of an agreement may be refused for. */
export const CHANGE_REFUSALS = [
  'record-not-found',
  'errand-for-a-stranger',
  'version-stale',
  'agreement-state',
  'change-under-way',
] as const;
/** And what a promise may be refused for. */
export const MONEY_REFUSALS = [
  ...CHANGE_REFUSALS,
  'idempotency-conflict',
  'booking-under-way',
  'books-refused',
  'amount-above-line',
  'line-has-agreement',
] as const;
