import { type BankCsvColumn, type BankCsvProfile, bankCsvProfileSchema, type CsvField } from './bank-csv-profile.ts';

const UNVERIFIED =
  'Column order as the bank’s public help pages describe an upload of many payments; compare with its guide and a test file';

const of = (heading: string, field: CsvField, longest?: number): BankCsvColumn => ({
  heading,
  field,
  ...(longest !== undefined && { longest }),
});
const always = (heading: string, constant: string): BankCsvColumn => ({ heading, constant });

const UK = {
  delimiter: ',',
  quoting: 'when-needed',
  lineEnd: 'crlf',
  dateFormat: 'DD/MM/YYYY',
  source: UNVERIFIED,
  verified: false,
} as const;

/**
 * Upload tables of UK banks and of bureaux. None has been tried at its bank yet, and each bank changes its table: take the nearest, compare,
 * and save your own with `verified`.
 */
export const BANK_CSV_PROFILES: readonly BankCsvProfile[] = [
  {
    ...UK,
    name: 'bacs-bureau',
    bank: 'Bacs bureaux and software',
    header: false,
    columns: [
      of('Sort code', 'sort-code'),
      of('Account number', 'account-number'),
      of('Account name', 'name', 18),
      of('Amount', 'amount-in-pounds', 12),
      always('Transaction code', '99'),
      of('Own sort code', 'own-sort-code'),
      of('Own account number', 'own-account-number'),
      of('Own name', 'own-name', 18),
      of('Reference', 'reference', 18),
      of('Processing date', 'date'),
    ],
    source: 'The order common to import tables of Bacs bureaux: payee, amount, code, payer, reference, date',
  },
  {
    ...UK,
    name: 'natwest-bankline',
    bank: 'NatWest Bankline',
    header: false,
    columns: [
      of('Payee sort code', 'sort-code'),
      of('Payee account', 'account-number'),
      of('Payee name', 'name', 35),
      of('Amount', 'amount-in-pounds'),
      of('Reference', 'reference', 18),
      of('Date', 'date'),
      of('Own sort code', 'own-sort-code'),
      of('Own account', 'own-account-number'),
    ],
  },
  {
    ...UK,
    name: 'lloyds-commercial',
    bank: 'Lloyds Commercial Banking Online',
    header: true,
    quoting: 'always',
    dateFormat: 'YYYYMMDD',
    columns: [
      of('Beneficiary name', 'name', 35),
      of('Beneficiary sort code', 'sort-code'),
      of('Beneficiary account number', 'account-number'),
      of('Amount', 'amount-in-pounds'),
      of('Payment reference', 'reference', 18),
      of('Debit account', 'own-account-number'),
      of('Debit sort code', 'own-sort-code'),
      of('Payment date', 'date'),
    ],
  },
  {
    ...UK,
    name: 'barclays-iportal',
    bank: 'Barclays iPortal',
    header: true,
    columns: [
      of('Destination sort code', 'sort-code-with-hyphens'),
      of('Destination account number', 'account-number'),
      of('Destination account name', 'name', 18),
      of('Amount', 'amount-in-pounds'),
      of('Beneficiary reference', 'reference', 18),
      of('Processing date', 'date'),
    ],
  },
  {
    ...UK,
    name: 'hsbcnet',
    bank: 'HSBCnet',
    header: false,
    quoting: 'never',
    dateFormat: 'YYYYMMDD',
    columns: [
      always('Record type', 'P'),
      of('Own account', 'own-account-number'),
      of('Own sort code', 'own-sort-code'),
      of('Sort code', 'sort-code'),
      of('Account', 'account-number'),
      of('Name', 'name', 35),
      of('Amount', 'amount-in-pounds'),
      always('Currency', 'GBP'),
      of('Value date', 'date'),
      of('Reference', 'reference', 18),
    ],
  },
].map((profile) => bankCsvProfileSchema.parse(profile));
