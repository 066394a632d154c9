import { z } from 'zod';

const source = z.string().min(1).max(300);

/**
 * What a bank or bureau wants in the header fields that the standard leaves to it. A council takes its bank's guide, makes one of these of
 * it, and says `verified` when the bank has taken a test file.
 */
export const bacsProfileSchema = z.strictObject({
  name: z.string().min(1).max(40),
  accessibility: z.enum([' ', '0']),
  generation: z.string().regex(/^[0-9 ]{0,4}$/),
  version: z.string().regex(/^[0-9 ]{0,2}$/),
  access: z.enum([' ', '0']),
  systemCode: z.string().regex(/^[A-Z0-9 ]{0,13}$/),
  /** Days from the making of the file until it may be overwritten. */
  expiresAfterDays: z.int().min(0).max(366),
  blockLength: z.strictObject({ 'single-day': z.string().regex(/^[0-9]{5}$/), 'multi-day': z.string().regex(/^[0-9]{5}$/) }),
  fileNumber: z.string().regex(/^[0-9]{3}$/),
  auditPrint: z.string().regex(/^[A-Z0-9 ]{0,7}$/),
  freeFormat: z.string().regex(/^[A-Z0-9/ ]{0,4}$/),
  contraCode: z.enum(['17', '99']),
  contraNarrative: z.string().regex(/^[A-Z0-9.&/ -]{0,18}$/),
  lineEnd: z.enum(['crlf', 'lf']),
  source,
  verified: z.boolean(),
});

export type BacsProfile = z.infer<typeof bacsProfileSchema>;

const STANDARD: BacsProfile = {
  name: 'standard-18',
  accessibility: ' ',
  generation: '',
  version: '',
  access: ' ',
  systemCode: '',
  expiresAfterDays: 3,
  blockLength: { 'single-day': '02000', 'multi-day': '02000' },
  fileNumber: '001',
  auditPrint: '',
  freeFormat: '',
  contraCode: '17',
  contraNarrative: 'DIRECT PAYMENTS',
  lineEnd: 'crlf',
  source: 'Bacs Standard 18 as banks’ message guides and import mappings describe it',
  verified: false,
};

export const BACS_PROFILES: readonly BacsProfile[] = [
  STANDARD,
  {
    ...STANDARD,
    name: 'zeros-in-labels',
    accessibility: '0',
    access: '0',
    generation: '0001',
    version: '00',
    source: 'Guides that show zeros where Standard 18 allows blanks; ask the bank which it expects',
  },
];
