import { z } from 'zod';

/** What a column of a bank's payment table may hold. */
const CSV_FIELDS = [
  'reference',
  'name',
  'sort-code',
  'sort-code-with-hyphens',
  'account-number',
  'amount-in-pounds',
  'amount-in-pence',
  'date',
  'own-sort-code',
  'own-sort-code-with-hyphens',
  'own-account-number',
  'own-name',
] as const;
export type CsvField = (typeof CSV_FIELDS)[number];

const CSV_DATE_FORMATS = ['DD/MM/YYYY', 'YYYY-MM-DD', 'YYYYMMDD', 'DDMMYYYY'] as const;

/** A cell that begins so is a formula to the spreadsheet somebody opens the file with. */
export const BEGINS_A_FORMULA = /^[=+\-@\t\r]/;

const column = z
  .strictObject({
    /** Of the header row, or only a name for people where the table has none. */
    heading: z
      .string()
      .min(1)
      .max(60)
      .regex(/^[^=+\-@\t\r\n][^\t\r\n]*$/, 'A heading may not begin like a formula.'),
    field: z.enum(CSV_FIELDS).optional(),
    /** The same in every row, such as a transaction code. */
    constant: z
      .string()
      .max(40)
      .refine((text) => !BEGINS_A_FORMULA.test(text), 'A constant may not begin like a formula.')
      .optional(),
    longest: z.int().min(1).max(140).optional(),
  })
  .refine(({ field, constant }) => (field === undefined) !== (constant === undefined), 'Name either a field or a constant.');

const NEEDED: readonly (readonly CsvField[])[] = [
  ['reference'],
  ['name'],
  ['sort-code', 'sort-code-with-hyphens'],
  ['account-number'],
  ['amount-in-pounds', 'amount-in-pence'],
];

/** How one bank's upload table is written: what a person says once, from the bank's guide, and saves. */
export const bankCsvProfileSchema = z
  .strictObject({
    name: z.string().min(1).max(40),
    bank: z.string().min(1).max(60),
    delimiter: z.enum([',', ';', '\t', '|']),
    quoting: z.enum(['always', 'when-needed', 'never']),
    lineEnd: z.enum(['crlf', 'lf']),
    header: z.boolean(),
    dateFormat: z.enum(CSV_DATE_FORMATS),
    columns: z.array(column).min(5).max(60),
    source: z.string().min(1).max(300),
    verified: z.boolean(),
  })
  .refine(({ columns }) => NEEDED.every((fields) => columns.filter(({ field }) => fields.some((each) => each === field)).length === 1), {
    path: ['columns'],
    message: 'Name each of reference, name, sort code, account number and amount in exactly one column.',
  })
  .refine(({ columns }) => columns.every(({ field, longest }) => field !== 'reference' || longest === undefined || longest >= 18), {
    path: ['columns'],
    message: 'The reference needs 18 characters: it finds the instalment when a payment comes back.',
  })
  .refine(({ columns, header }) => !header || new Set(columns.map(({ heading }) => heading)).size === columns.length, {
    path: ['columns'],
    message: 'Two columns have the same heading.',
  });

export type BankCsvProfile = z.infer<typeof bankCsvProfileSchema>;
export type BankCsvColumn = BankCsvProfile['columns'][number];
