import { z } from 'zod';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { moneySchema } from '../../platform/http/money-json.ts';
import { parsePounds } from '../../platform/money/pounds.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PostEntry } from '../commands.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { LedgerRefusal } from '../refusals.ts';
import {
  accountCodeSchema,
  defined,
  descriptionSchema,
  dimensionOf,
  dimensionSchema,
  effectiveDateSchema,
  overrideSchema,
  postingAmountSchema,
  referenceSchema,
} from './request-schemas.ts';

const LARGEST_METADATA = 16_384;

export const metadataSchema = z
  .record(z.string().min(1).max(100), z.unknown())
  .refine((data) => JSON.stringify(data).length <= LARGEST_METADATA, `This must be at most ${LARGEST_METADATA} characters of JSON.`)
  .meta({ description: 'Anything worth saying about the entry that does not change what it is; kept in revisions.' });

const postingSchema = z
  .strictObject({
    account: accountCodeSchema,
    side: z.enum(['debit', 'credit']),
    amount: postingAmountSchema,
    dimension: dimensionSchema.optional().meta({ description: "The account's own when left out." }),
  })
  .meta({ id: 'PostingDraft', description: 'One leg: how much on which side of which account.' });

const conditionSchema = z
  .strictObject({
    account: accountCodeSchema,
    expectedVersion: z
      .string()
      .regex(/^\d{1,18}$/, 'Write the version as the account gave it.')
      .optional()
      .meta({ description: 'As read from the account.' }),
    expectedBalance: moneySchema.optional().meta({ description: "In the account's normal direction." }),
  })
  .refine(
    (condition) => condition.expectedVersion !== undefined || condition.expectedBalance !== undefined,
    'Say which version or balance you expect.',
  );

/** How many postings there are, and whether they balance, is the book's to judge: it has a name for each fault. */
export const entryFields = {
  effectiveDate: effectiveDateSchema,
  description: descriptionSchema,
  reference: referenceSchema.optional(),
  override: overrideSchema.optional(),
  postings: z.array(postingSchema).meta({ description: 'At least two, at most 10,000; debits equal credits on each side.' }),
  conditions: z.array(conditionSchema).max(100).optional().meta({ description: 'Posted only if all of these still hold.' }),
  metadata: metadataSchema.optional(),
};

const entryRequestSchema = z.strictObject(entryFields);
export type EntryRequest = z.infer<typeof entryRequestSchema>;

/** Single and bulk requests for the same entry have the same fingerprint, so that either can repeat the other. */
export function entryCommand(
  { id, principal, effectiveDate }: { id: string; principal: string; effectiveDate: PlainDate },
  request: EntryRequest,
): Result<PostEntry, LedgerRefusal> {
  const { description, reference, override, postings, conditions, metadata } = request;
  const currency = postings[0]?.amount.currency ?? 'GBP';
  const other = postings.findIndex((posting) => posting.amount.currency !== currency);
  if (other >= 0)
    return refused({
      code: 'currency-mismatch',
      facts: { posting: other + 1, currency, postingCurrency: postings[other]?.amount.currency },
    });
  return accepted({
    kind: 'entry',
    id,
    principal,
    fingerprint: fingerprintOf(['ledger.post-entry', request]),
    currency,
    entry: {
      effectiveDate: request.effectiveDate ?? effectiveDate,
      description,
      ...defined({ reference, override }),
      postings: postings.map(({ account, side, amount, dimension }) => ({
        account,
        amount: signed(side, amount.amount),
        ...dimensionOf(dimension),
      })),
    },
    ...(conditions !== undefined && {
      conditions: conditions.map(({ account, expectedVersion, expectedBalance }) => ({
        account,
        ...(expectedVersion !== undefined && { expectedVersion: BigInt(expectedVersion) }),
        ...(expectedBalance !== undefined && { expectedBalance }),
      })),
    }),
    ...(metadata !== undefined && { metadata }),
  });
}

export function accountsOf({ postings }: EntryRequest): string[] {
  return postings.map(({ account }) => account);
}

function signed(side: 'debit' | 'credit', amount: string): bigint {
  const pence = parsePounds(amount);
  if (!pence.ok) throw new Error('An amount passed its schema and cannot be read.');
  return side === 'debit' ? pence.value : -pence.value;
}

export const entryRequestExample = {
  effectiveDate: '2026-04-01',
  description: 'Direct payment, April',
  reference: 'DP-2026-04-0001',
  postings: [
    {
      account: 'advance:L1:high-needs:2026-27',
      side: 'debit',
      amount: { amount: '120.00', currency: 'GBP' },
      dimension: { stream: 'EDUCATION' },
    },
    { account: 'bank:main', side: 'credit', amount: { amount: '120.00', currency: 'GBP' } },
  ],
};
