import { z } from 'zod';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { type ImportFault, importFaultCodes, importFormats } from '../import/import-entry.ts';
import type { Import } from '../import/imports.ts';
import type { ImportPreview } from '../import/preview-import.ts';
import { overrideSchema, textSchema } from './request-schemas.ts';
import { bookSideSchema } from './shown-account.ts';
import { sided } from './shown-entry.ts';

const MOST_CHARACTERS = 30_000_000;

export const importRequestSchema = z.strictObject({
  format: z.enum(importFormats),
  fileName: textSchema(200, 'What the file is called, for people who look for it later.'),
  content: z.string().min(1).max(MOST_CHARACTERS).meta({ description: 'The file as it is.' }),
  override: overrideSchema.optional(),
});

export const importSchema = z
  .strictObject({
    importId: z.uuid(),
    state: z.enum(['posted', 'not-posted', 'partly-undone', 'undone']),
    fileName: z.string(),
    fileSha256: z.string().meta({ description: 'Of the content, in hexadecimal.' }),
    format: z.enum(importFormats),
    startedAt: z.iso.datetime(),
    principal: z.string(),
    override: z.string().optional(),
    entries: z.number().int(),
    postings: z.number().int(),
  })
  .meta({ id: 'Import', description: 'A file whose entries were posted together, and what became of them.' });

const faultSchema = z
  .strictObject({ line: z.number().int(), code: z.enum(importFaultCodes), reason: z.string(), advice: z.string() })
  .meta({ id: 'ImportFault', description: 'One line that cannot go in: why, and what to do about it.' });

const standingSchema = z.strictObject({ side: z.enum(['debit', 'credit']), amount: moneyJsonSchema });

export const previewSchema = z
  .strictObject({
    importId: z.uuid(),
    state: z.enum(['new', 'posted', 'not-posted', 'partly-undone', 'undone']).meta({
      description: 'new when the file is not in the book; posted when importing it again adds nothing.',
    }),
    fileName: z.string(),
    fileSha256: z.string(),
    format: z.enum(importFormats),
    lines: z.number().int(),
    entries: z.number().int(),
    postings: z.number().int(),
    totals: z.array(z.strictObject({ side: bookSideSchema, amount: moneyJsonSchema })).meta({ description: 'All debits of each side.' }),
    accounts: z.array(
      z.strictObject({
        account: z.string(),
        side: bookSideSchema,
        postings: z.number().int(),
        before: standingSchema,
        after: standingSchema,
      }),
    ),
    missingAccounts: z.array(z.strictObject({ account: z.string(), lines: z.number().int() })),
    faults: z.array(faultSchema).meta({ description: 'The first thousand; nothing is imported while there is one.' }),
    faultsInAll: z.number().int(),
  })
  .meta({ id: 'ImportPreview', description: 'What an import would do to the book.' });

export function shownImport({ startedAt, ...rest }: Import): z.infer<typeof importSchema> {
  return { ...rest, startedAt: startedAt.toISOString() };
}

export function shownPreview(
  { totals, accounts, missingAccounts, faults: all, ...rest }: ImportPreview,
  faults: readonly ImportFault[],
): z.infer<typeof previewSchema> {
  return {
    ...rest,
    totals: totals.map(({ side, amount }) => ({ side, amount: moneyJson(amount) })),
    accounts: accounts.map(({ before, after, ...account }) => ({ ...account, before: sided(before), after: sided(after) })),
    missingAccounts: [...missingAccounts],
    faults: [...faults],
    faultsInAll: all.length,
  };
}

export const importExample: z.infer<typeof importSchema> = {
  importId: '2f1c6f0e-6f0b-5d7e-8c39-0a4f5b1f7d10',
  state: 'posted',
  fileName: 'opening.csv',
  fileSha256: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
  format: 'csv',
  startedAt: '2026-04-01T09:30:00.000Z',
  principal: 'key:019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  entries: 1,
  postings: 2,
};
