import { z } from 'zod';
import type { ImportPreview, StatementImport, ToldGap } from '../imports/import.ts';
import { bankAmount, bankAmountSchema } from './reconciliation-room.ts';

const gapSchema = z.strictObject({
  account: z.string(),
  lastDayBefore: z.iso.date(),
  firstDayAfter: z.iso.date(),
  movedUntold: z.string().meta({ description: 'What the account moved by in between, in the smallest unit of its currency.' }),
});
const findingSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  line: z.number().int(),
  reason: z.string(),
});
const counts = {
  linesNew: z.number().int().meta({ description: 'Lines that are not here yet.' }),
  linesKnown: z.number().int().meta({ description: 'Lines that are here already; they are not added again.' }),
  linesPending: z.number().int().meta({ description: 'Lines that the bank has not booked yet; they are left out.' }),
};

const previewSchema = z
  .strictObject({
    format: z.string(),
    formatVersion: z.string().optional(),
    encoding: z.string(),
    ...counts,
    statements: z.array(
      z.strictObject({
        ordinal: z.number().int(),
        line: z.number().int().meta({ description: 'Where it begins in the file.' }),
        accountId: z.uuid(),
        account: z.string(),
        bankStatementId: z.string().optional(),
        sequence: z.string().optional(),
        firstDay: z.iso.date().optional(),
        lastDay: z.iso.date().optional(),
        opening: bankAmountSchema.optional(),
        closing: bankAmountSchema.optional(),
        sum: bankAmountSchema,
        ...counts,
      }),
    ),
    statementsLeftOut: z.number().int().meta({ description: 'Bank statements beyond those that are listed; they are counted above.' }),
    findings: z.array(findingSchema),
    gapsOpened: z.array(gapSchema),
    gapsHealed: z.array(gapSchema),
  })
  .meta({ id: 'ImportPreview', description: 'What the import does to the books.' });

export const importSchema = z
  .strictObject({
    importId: z.uuid(),
    fileId: z.uuid(),
    fileName: z.string(),
    state: z.enum(['uploaded', 'previewed', 'importing', 'imported', 'refused', 'undone']),
    choices: z.strictObject({
      accountId: z.uuid().optional(),
      mappingId: z.uuid().optional(),
      profile: z.string().optional(),
      dateOrder: z.string().optional(),
      lookAlikesAreOthers: z.boolean().optional(),
    }),
    preview: previewSchema.optional(),
    refusal: z
      .strictObject({
        code: z.string(),
        line: z.number().int().optional(),
        reason: z.string(),
        findings: z.array(findingSchema).optional(),
      })
      .optional()
      .meta({ description: 'Why nothing of the file was stored.' }),
    linesNew: z.number().int().optional(),
    linesKnown: z.number().int().optional(),
    openedBy: z.string(),
    openedAt: z.iso.datetime(),
    committedBy: z.string().optional(),
    committedAt: z.iso.datetime().optional(),
    endedAt: z.iso.datetime().optional(),
    undoneBy: z.string().optional(),
    undoneAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'StatementImport', description: 'One reading of a bank statement file into the books.' });

export const importExample = {
  importId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  fileId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6e',
  fileName: 'april.xml',
  state: 'imported',
  choices: {},
  linesNew: 118,
  linesKnown: 2,
  openedBy: 'key:019aa000',
  openedAt: '2026-05-01T08:00:00.000Z',
  committedBy: 'key:019aa000',
  committedAt: '2026-05-01T08:01:00.000Z',
  endedAt: '2026-05-01T08:01:02.000Z',
};

const { linesNew: _new, linesKnown: _known, committedBy, committedAt, endedAt: _ended, ...opened } = importExample;
/** Before the file has been read, and between the yes and its end. */
export const openedImportExample = { ...opened, state: 'uploaded' };
export const committedImportExample = { ...opened, state: 'importing', committedBy, committedAt };

export function shownImport(found: StatementImport) {
  const { fileBytes: _bytes, progress: _progress, preview, openedAt, committedAt, endedAt, undoneAt, ...rest } = found;
  return {
    ...rest,
    openedAt: openedAt.toISOString(),
    ...(preview !== undefined && { preview: shownPreview(preview) }),
    ...(committedAt !== undefined && { committedAt: committedAt.toISOString() }),
    ...(endedAt !== undefined && { endedAt: endedAt.toISOString() }),
    ...(undoneAt !== undefined && { undoneAt: undoneAt.toISOString() }),
  };
}

function shownPreview({ statements, gapsOpened, gapsHealed, ...preview }: ImportPreview) {
  return {
    ...preview,
    statements: statements.map(({ currency, openingMinor, closingMinor, sumMinor, ...statement }) => ({
      ...statement,
      ...(openingMinor !== undefined && { opening: bankAmount(openingMinor, currency) }),
      ...(closingMinor !== undefined && { closing: bankAmount(closingMinor, currency) }),
      sum: bankAmount(sumMinor, currency),
    })),
    gapsOpened: gapsOpened.map(shownGap),
    gapsHealed: gapsHealed.map(shownGap),
  };
}

function shownGap({ differenceMinor, ...gap }: ToldGap) {
  return { ...gap, movedUntold: differenceMinor };
}
