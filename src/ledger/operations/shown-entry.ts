import { z } from 'zod';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { StoredEntry, StoredPosting } from '../read-entries.ts';
import { dimensionSchema } from './request-schemas.ts';

const postingSchema = z
  .strictObject({
    posting: z.number().int().min(1).meta({ description: 'Its number in the entry; a reversal keeps the numbers of its original.' }),
    account: z.string(),
    side: z.enum(['debit', 'credit']),
    amount: moneyJsonSchema,
    dimension: dimensionSchema,
    accountVersion: z.string().meta({ description: "How many postings the account has with this one; for a later entry's conditions." }),
  })
  .meta({ id: 'Posting', description: 'One leg of an entry: how much on which side of which account.' });

const recordedFields = {
  entryId: z.uuid(),
  kind: z.enum(['entry', 'reversal', 'sweep', 'hold', 'hold-post', 'hold-void', 'hold-expire']),
  effectiveDate: z.iso.date().meta({ description: 'When it counts.' }),
  recordedAt: z.iso.datetime().meta({ description: 'When the book learned of it.' }),
  block: z.string().meta({ description: 'Number of the block of the chain that seals it.' }),
  principal: z.string().meta({ description: 'Who asked, as an opaque id.' }),
  reference: z.string().optional(),
  description: z.string().optional(),
  override: z.string().optional(),
  reverses: z.uuid().optional().meta({ description: 'The entry that this one takes back.' }),
  hold: z
    .strictObject({ holdId: z.uuid(), amount: moneyJsonSchema })
    .optional()
    .meta({ description: 'The hold that this is a step of, and how much it set aside, posted or let go.' }),
  postings: z.array(postingSchema).meta({ description: 'None for a step of a hold that moves no money.' }),
};

/** What posting answers with: only what never changes, so that a repeated request is answered with the same bytes for ever. */
export const recordedEntrySchema = z
  .strictObject(recordedFields)
  .meta({ id: 'RecordedEntry', description: 'An entry as the book keeps it. Nothing in it ever changes.' });

export const entrySchema = z
  .strictObject({
    ...recordedFields,
    metadata: z.record(z.string(), z.unknown()).nullable().meta({ description: 'What is said about it at present.' }),
    metadataRevision: z.number().int().min(0).meta({ description: 'Also its ETag; 0 when nothing was said yet.' }),
  })
  .meta({ id: 'Entry', description: 'An entry with what is said about it. The entry never changes; the metadata may.' });

export function recordedEntry(entry: StoredEntry): z.infer<typeof recordedEntrySchema> {
  const { entryId, kind, effectiveDate, recordedAt, blockSeq, principal, reference, description, override, reverses } = entry;
  return {
    entryId,
    kind,
    effectiveDate,
    recordedAt: recordedAt.toISOString(),
    block: blockSeq.toString(),
    principal,
    ...(reference !== undefined && { reference }),
    ...(description !== undefined && { description }),
    ...(override !== undefined && { override }),
    ...(reverses !== undefined && { reverses }),
    ...(entry.holdId !== undefined && { hold: { holdId: entry.holdId, amount: moneyJson(entry.holdAmount ?? 0n) } }),
    postings: entry.postings.map(shownPosting),
  };
}

export function shownEntry(entry: StoredEntry): z.infer<typeof entrySchema> {
  return { ...recordedEntry(entry), metadata: entry.metadata ?? null, metadataRevision: entry.metadataRevision };
}

/** A debit is positive inside the engine; outside, an amount has a side and no sign. */
export function sided(pence: bigint): { side: 'debit' | 'credit'; amount: ReturnType<typeof moneyJson> } {
  return pence < 0n ? { side: 'credit', amount: moneyJson(-pence) } : { side: 'debit', amount: moneyJson(pence) };
}

function shownPosting({ posting, account, amount, dimension, version }: StoredPosting): z.infer<typeof postingSchema> {
  return { posting, account, ...sided(amount), dimension, accountVersion: version.toString() };
}

export const recordedEntryExample: z.infer<typeof recordedEntrySchema> = {
  entryId: '2f1c6f0e-6f0b-5d7e-8c39-0a4f5b1f7d10',
  kind: 'entry',
  effectiveDate: '2026-04-01',
  recordedAt: '2026-04-01T09:30:00.000Z',
  block: '812',
  principal: 'key:019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  reference: 'DP-2026-04-0001',
  description: 'Direct payment, April',
  postings: [
    {
      posting: 1,
      account: 'advance:L1:high-needs:2026-27',
      side: 'debit',
      amount: { amount: '120.00', currency: 'GBP' },
      dimension: { stream: 'EDUCATION' },
      accountVersion: '7',
    },
    {
      posting: 2,
      account: 'bank:main',
      side: 'credit',
      amount: { amount: '120.00', currency: 'GBP' },
      dimension: {},
      accountVersion: '4021',
    },
  ],
};
