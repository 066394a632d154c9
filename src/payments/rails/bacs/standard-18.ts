import type { RecordLayout } from './record-layout.ts';

/**
 * Bacs Standard 18. Labels come from the tapes it was made for: a volume, a file header, records, a trailer. The places are those of the
 * banks' message guides; what differs between banks is in `bacs-profiles.ts`.
 */
const LABEL = 80;

export type LabelName = 'VOL1' | 'HDR1' | 'HDR2' | 'UHL1' | 'EOF1' | 'EOF2' | 'UTL1';

export const VOL1 = {
  length: LABEL,
  fields: [
    { name: 'label', from: 1, to: 4, means: 'volume label' },
    { name: 'serial', from: 5, to: 10, means: 'serial of the submission, used once' },
    { name: 'accessibility', from: 11, to: 11, means: 'who may read it' },
    { name: 'serviceUserNumber', from: 42, to: 47, means: 'service user who submits' },
    { name: 'standard', from: 80, to: 80, means: 'level of the label standard' },
  ],
} as const satisfies RecordLayout;

export const HDR1 = {
  length: LABEL,
  fields: [
    { name: 'label', from: 1, to: 4, means: 'file label' },
    { name: 'fileIdentifier', from: 5, to: 21, means: 'file identifier: A, service user, S, 1, service user' },
    { name: 'setIdentification', from: 22, to: 27, means: 'serial of the submission again' },
    { name: 'section', from: 28, to: 31, means: 'section of the file' },
    { name: 'sequence', from: 32, to: 35, means: 'sequence in the section' },
    { name: 'generation', from: 36, to: 39, means: 'generation' },
    { name: 'version', from: 40, to: 41, means: 'version of the generation' },
    { name: 'createdOn', from: 42, to: 47, means: 'day the file was made' },
    { name: 'expiresOn', from: 48, to: 53, means: 'day after which it may be overwritten' },
    { name: 'access', from: 54, to: 54, means: 'access indicator' },
    { name: 'blocks', from: 55, to: 60, means: 'count of blocks, always zero here' },
    { name: 'systemCode', from: 61, to: 73, means: 'system that made the file' },
  ],
} as const satisfies RecordLayout;

export const HDR2 = {
  length: LABEL,
  fields: [
    { name: 'label', from: 1, to: 4, means: 'second file label' },
    { name: 'format', from: 5, to: 5, means: 'records of fixed length' },
    { name: 'blockLength', from: 6, to: 10, means: 'length of a block' },
    { name: 'recordLength', from: 11, to: 15, means: 'length of a record: 100 for one processing day, 106 for several' },
    { name: 'offset', from: 51, to: 52, means: 'buffer offset' },
  ],
} as const satisfies RecordLayout;

export const UHL1 = {
  length: LABEL,
  fields: [
    { name: 'label', from: 1, to: 4, means: 'user header label' },
    { name: 'processingDate', from: 5, to: 10, means: 'processing day, the first one of several' },
    { name: 'receiver', from: 11, to: 20, means: 'receiver: Bacs' },
    { name: 'currency', from: 21, to: 22, means: 'currency: pounds sterling' },
    { name: 'country', from: 23, to: 28, means: 'country' },
    { name: 'workCode', from: 29, to: 37, means: '1 DAILY for one processing day, 4 MULTI for several' },
    { name: 'fileNumber', from: 38, to: 40, means: 'number of the file' },
    { name: 'auditPrint', from: 48, to: 54, means: 'audit print' },
  ],
} as const satisfies RecordLayout;

export const UTL1 = {
  length: LABEL,
  fields: [
    { name: 'label', from: 1, to: 4, means: 'user trailer label' },
    { name: 'debitPence', from: 5, to: 17, means: 'total taken, in pence', fill: 'zeros' },
    { name: 'creditPence', from: 18, to: 30, means: 'total paid, in pence', fill: 'zeros' },
    { name: 'debitCount', from: 31, to: 37, means: 'records that take', fill: 'zeros' },
    { name: 'creditCount', from: 38, to: 44, means: 'records that pay', fill: 'zeros' },
  ],
} as const satisfies RecordLayout;

const PAYMENT_FIELDS = [
  { name: 'sortCode', from: 1, to: 6, means: 'sort code of the payee' },
  { name: 'accountNumber', from: 7, to: 14, means: 'account number of the payee' },
  { name: 'accountType', from: 15, to: 15, means: 'type of account' },
  { name: 'transactionCode', from: 16, to: 17, means: 'transaction code: 99 pays, 17 takes the sum from us' },
  { name: 'ownSortCode', from: 18, to: 23, means: 'our sort code' },
  { name: 'ownAccountNumber', from: 24, to: 31, means: 'our account number' },
  { name: 'freeFormat', from: 32, to: 35, means: 'free, or the payroll hash' },
  { name: 'amountPence', from: 36, to: 46, means: 'amount in pence', fill: 'zeros' },
  { name: 'userName', from: 47, to: 64, means: 'who pays, as the payee reads it' },
  { name: 'reference', from: 65, to: 82, means: 'reference' },
  { name: 'name', from: 83, to: 100, means: 'name of the payee’s account' },
] as const;

export const PAYMENT = { length: 100, fields: PAYMENT_FIELDS } as const satisfies RecordLayout;

export const PAYMENT_WITH_DATE = {
  length: 106,
  fields: [...PAYMENT_FIELDS, { name: 'processingDate', from: 101, to: 106, means: 'processing day' }],
} as const satisfies RecordLayout;

export const LABELS: Readonly<Record<LabelName, RecordLayout>> = { VOL1, HDR1, HDR2, UHL1, EOF1: HDR1, EOF2: HDR2, UTL1 };

export type Days = 'single-day' | 'multi-day';

export const RECORD_LENGTH: Readonly<Record<Days, number>> = { 'single-day': PAYMENT.length, 'multi-day': PAYMENT_WITH_DATE.length };
export const WORK_CODE: Readonly<Record<Days, string>> = { 'single-day': '1 DAILY', 'multi-day': '4 MULTI' };

export const CREDIT = '99';
/** The word in the reference field by which Bacs knows the record that takes the sum from our account. */
export const CONTRA = 'CONTRA';
export const RECEIVER = '999999';
export const LARGEST_RECORD_PENCE = 99_999_999_999n;
export const LARGEST_TOTAL_PENCE = 9_999_999_999_999n;
export const MOST_RECORDS = 9_999_999;
