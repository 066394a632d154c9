import { z } from 'zod';
import { DATE_FORMATS } from './date-formats.ts';

/** A column by the name in the header row, or by its number from 1. */
const column = z.union([z.string().min(1).max(100), z.int().min(1).max(1_000)]);

/**
 * How one bank, or one council's export, writes its table: what a person says once and saves. Money stands in one signed column
 * (`amount`), in one unsigned column beside another that tells the side (`amount` and `side`), or in two (`paidOut`, `paidIn`).
 */
export const csvMappingSchema = z
  .strictObject({
    name: z.string().min(1).max(100),
    delimiter: z.enum([',', ';', '\t', '|']),
    /** The row that names the columns, counted from 1; `none` when the first row is a line already. */
    headerRow: z.union([z.literal('none'), z.int().min(1).max(50)]),
    encoding: z.enum(['utf-8', 'windows-1252', 'iso-8859-15', 'utf-16le', 'utf-16be']).optional(),
    dateFormats: z.array(z.enum(DATE_FORMATS)).min(1).max(DATE_FORMATS.length),
    decimalMark: z.enum(['.', ',']),
    /** Whether money that came in stands above zero, as at most banks, or money that went out, as on many cards. */
    amountSign: z.enum(['in-is-positive', 'out-is-positive']),
    currency: z.string().regex(/^[A-Z]{3}$/),
    columns: z.strictObject({
      date: column,
      valueDate: column.optional(),
      amount: column.optional(),
      side: z.strictObject({ column, out: z.string().min(1).max(40), in: z.string().min(1).max(40) }).optional(),
      paidOut: column.optional(),
      paidIn: column.optional(),
      balance: column.optional(),
      description: z.array(column).min(1).max(10),
      reference: column.optional(),
      bankReference: column.optional(),
      counterparty: column.optional(),
      counterpartyAccount: column.optional(),
      type: column.optional(),
      sortCode: column.optional(),
      account: column.optional(),
      currency: column.optional(),
      /** Lines that the bank has not booked yet: the column and its text for them. */
      pending: z.strictObject({ column, is: z.string().min(1).max(40) }).optional(),
    }),
    /** The description of a row that is no line but tells the balance before the first one. */
    openingRow: z.string().min(1).max(100).optional(),
    /** The first cell of the row where the lines end and a footer begins. */
    footer: z.string().min(1).max(100).optional(),
  })
  .refine(({ columns: { amount, side, paidOut, paidIn } }) => {
    const oneColumn = amount !== undefined && paidOut === undefined && paidIn === undefined;
    const twoColumns = amount === undefined && side === undefined && paidOut !== undefined && paidIn !== undefined;
    return oneColumn || twoColumns;
  }, 'Name either the amount column, with or without a side, or both paidOut and paidIn.')
  .refine(({ dateFormats }) => !(dateFormats.includes('DD/MM/YYYY') && dateFormats.includes('MM/DD/YYYY')), {
    path: ['dateFormats'],
    message: 'Day and month cannot stand in both orders: 03/04 would mean two days.',
  })
  .refine(
    ({ headerRow, columns }) => headerRow !== 'none' || columnsOf(columns).every((name) => name === undefined || typeof name === 'number'),
    {
      path: ['columns'],
      message: 'Without a header row, columns are told by their numbers.',
    },
  );

export type CsvMapping = z.infer<typeof csvMappingSchema>;
export type CsvColumn = z.infer<typeof column>;

function columnsOf(columns: object): unknown[] {
  return Object.values(columns).flatMap((value: unknown) => {
    if (Array.isArray(value)) return value;
    return typeof value === 'object' && value !== null && 'column' in value ? [value.column] : [value];
  });
}
