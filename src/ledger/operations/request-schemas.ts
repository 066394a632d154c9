import { z } from 'zod';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import type { Dimension } from '../rules/entry-draft.ts';

/**
 * What requests are made of. Nothing here fills in what was left out: the fingerprint of a request is taken of what was sent, so that a
 * retry on the next day is still the same request. Limits that are the book's own are left to the book, which names them in its refusals.
 */

export const dateSchema = z.iso
  .date()
  .refine((text) => text >= '1900-01-01' && text < '2200-01-01', 'Use a day from 1900 to 2199.')
  .transform((text) => text as PlainDate)
  .meta({ format: 'date', description: 'A calendar date in Europe/London.', example: '2026-04-01' });

export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine((text) => text >= '1900-01-01' && text < '2200-01-01', 'Use a time from 1900 to 2199.')
  .transform((text) => new Date(text))
  .meta({ format: 'date-time', description: 'An instant, with its offset from UTC.', example: '2026-04-01T09:30:00Z' });

export const effectiveDateSchema = dateSchema.optional().meta({ description: 'When it counts; the business date when left out.' });

export const accountCodeSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9:._-]*$/, 'Use letters, digits, colons, points, underscores and hyphens, beginning with a letter or digit.')
  .meta({ description: 'The code of an account. In a path, write it percent-encoded.', example: 'share:L1:high-needs:2026-27:available' });

/** Query strings can carry control characters that a body cannot. */
export const textSchema = (most: number, description: string) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'Leave out control characters.')
    .meta({ description });

export const idSchema = z.uuid().toLowerCase();

export const descriptionSchema = textSchema(500, 'What it is, in opaque terms: entries are kept for ever and hold no personal data.');
export const referenceSchema = textSchema(140, 'What it can be found by, such as a payment reference.');
export const overrideSchema = textSchema(100, 'A named permission to go beyond a limit; needs the scope `ledger:administer`.');
export const reasonSchema = textSchema(500, 'Why, in a sentence: it is kept in the audit.');

export const dimensionSchema = z
  .strictObject({
    share: textSchema(100, 'Which share of which budget line.').optional(),
    stream: z.enum(['EDUCATION', 'HEALTH', 'CARE']).optional().meta({ description: 'Whose money it is.' }),
    source: textSchema(100, 'Which fund the money comes from.').optional(),
    financialYear: textSchema(20, 'Such as 2026-27.').optional(),
    costCentre: textSchema(50, "The council's own cost centre.").optional(),
    subjective: textSchema(50, "The council's own subjective code.").optional(),
  })
  .meta({ id: 'Dimension', description: 'What the money is for, in codes that reports add up by.' });

/** Amounts that move have a side, never a sign. Zero is left to the book, which refuses it by its own name. */
const NO_SIGN = 'An amount has no sign: say on which side it stands.';
export const amountSchema = moneySchema.refine((pence) => pence >= 0n, { error: NO_SIGN, params: { code: 'amount-negative' } });

/** Any currency may be named, so that a wrong one is refused as what it is. */
export const postingAmountSchema = z
  .strictObject({
    amount: moneyJsonSchema.shape.amount.refine((text) => !text.startsWith('-'), { error: NO_SIGN, params: { code: 'amount-negative' } }),
    currency: z.string().regex(/^[A-Z]{3}$/, 'Write the three capital letters of the currency.'),
  })
  .meta({ description: 'How much, without a sign.', example: { amount: '120.00', currency: 'GBP' } });

/** Members that were left out stay out, for the engine tells absent from undefined. */
export function dimensionOf(sent: z.infer<typeof dimensionSchema> | undefined): { dimension: Dimension } | undefined {
  return sent === undefined ? undefined : { dimension: defined(sent) };
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

export function defined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined)) as Defined<T>;
}
