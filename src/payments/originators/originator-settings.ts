import { z } from 'zod';
import { bacsProfileSchema } from '../rails/bacs/bacs-profiles.ts';
import { bankCsvProfileSchema } from '../rails/bank-csv/bank-csv-profile.ts';
import { pain001ProfileSchema } from '../rails/pain001/pain001-profiles.ts';
import { PAIN001_VERSIONS } from '../rails/pain001/write-pain001-file.ts';

/** What a file says of who pays, beside the account. The profile is kept whole: what a bank's guide says tomorrow changes no list of today. */
export const originatorSettingsSchema = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('bacs'),
    serviceUserNumber: z.string().regex(/^[0-9]{6}$/, 'A service user number is six digits.'),
    serviceUserName: z.string().trim().min(1).max(18),
    profile: bacsProfileSchema,
  }),
  z.strictObject({
    format: z.literal('pain001'),
    initiatingPartyName: z.string().trim().min(1).max(70),
    /** The bank's own name for us. */
    initiatingPartyId: z
      .string()
      .regex(/^[A-Za-z0-9/?:().,'+-]{1,35}$/)
      .optional(),
    version: z.enum(PAIN001_VERSIONS),
    scheme: z.enum(['bacs', 'faster-payments', 'chaps']),
    profile: pain001ProfileSchema,
  }),
  z.strictObject({ format: z.literal('bank-csv'), profile: bankCsvProfileSchema }),
]);

export type OriginatorSettings = z.infer<typeof originatorSettingsSchema>;

export const bankFileFormats = ['bacs', 'pain001', 'bank-csv'] as const;
export type BankFileFormatName = (typeof bankFileFormats)[number];

/** A rail of bank files is named after its format; a council with two service user numbers has `bacs` and, say, `bacs-schools`. */
export function bankFileFormatOf(rail: string): BankFileFormatName | undefined {
  return bankFileFormats.find((format) => rail === format || rail.startsWith(`${format}-`));
}
