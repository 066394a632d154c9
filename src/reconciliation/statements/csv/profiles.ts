import type { CsvMapping } from './csv-mapping.ts';

/** The table of one bank, known by its header row; further columns behind these are passed over. */
export interface CsvProfile {
  readonly header?: readonly string[];
  readonly mapping: CsvMapping;
}

const UK = {
  delimiter: ',',
  headerRow: 1,
  dateFormats: ['DD/MM/YYYY', 'DD MMM YYYY'],
  decimalMark: '.',
  amountSign: 'in-is-positive',
  currency: 'GBP',
} as const satisfies Partial<CsvMapping>;

function profile(header: readonly string[], mapping: Pick<CsvMapping, 'name' | 'columns'> & Partial<CsvMapping>): CsvProfile {
  return { header, mapping: { ...UK, dateFormats: [...UK.dateFormats], ...mapping } };
}

/** The tables that UK banks give their customers. `headerRow` is where the header was found, so a preamble may be of any length. */
export const CSV_PROFILES: readonly CsvProfile[] = [
  profile(
    [
      'Transaction Date',
      'Transaction Type',
      'Sort Code',
      'Account Number',
      'Transaction Description',
      'Debit Amount',
      'Credit Amount',
      'Balance',
    ],
    {
      name: 'lloyds',
      columns: {
        date: 'Transaction Date',
        type: 'Transaction Type',
        sortCode: 'Sort Code',
        account: 'Account Number',
        description: ['Transaction Description'],
        paidOut: 'Debit Amount',
        paidIn: 'Credit Amount',
        balance: 'Balance',
      },
    },
  ),
  profile(['Number', 'Date', 'Account', 'Amount', 'Subcategory', 'Memo'], {
    name: 'barclays',
    columns: { date: 'Date', account: 'Account', amount: 'Amount', type: 'Subcategory', description: ['Memo'] },
  }),
  profile(['Date', 'Type', 'Description', 'Value', 'Balance', 'Account Name', 'Account Number'], {
    name: 'natwest',
    columns: { date: 'Date', type: 'Type', description: ['Description'], amount: 'Value', balance: 'Balance', account: 'Account Number' },
  }),
  profile(['Date', 'Transaction type', 'Description', 'Paid out', 'Paid in', 'Balance'], {
    name: 'nationwide',
    columns: {
      date: 'Date',
      type: 'Transaction type',
      description: ['Description'],
      paidOut: 'Paid out',
      paidIn: 'Paid in',
      balance: 'Balance',
    },
  }),
  profile(['Date', 'Type', 'Merchant/Description', 'Debit/Credit', 'Balance'], {
    name: 'midata',
    columns: { date: 'Date', type: 'Type', description: ['Merchant/Description'], amount: 'Debit/Credit', balance: 'Balance' },
    footer: 'Arranged Overdraft Limit',
  }),
  profile(['Date', 'Counter Party', 'Reference', 'Type', 'Amount (GBP)', 'Balance (GBP)'], {
    name: 'starling',
    columns: {
      date: 'Date',
      counterparty: 'Counter Party',
      description: ['Reference'],
      type: 'Type',
      amount: 'Amount (GBP)',
      balance: 'Balance (GBP)',
    },
    openingRow: 'Opening Balance',
  }),
  profile(
    [
      'Transaction ID',
      'Date',
      'Time',
      'Type',
      'Name',
      'Emoji',
      'Category',
      'Amount',
      'Currency',
      'Local amount',
      'Local currency',
      'Notes and #tags',
    ],
    {
      name: 'monzo',
      columns: {
        bankReference: 'Transaction ID',
        date: 'Date',
        type: 'Type',
        counterparty: 'Name',
        amount: 'Amount',
        currency: 'Currency',
        description: ['Notes and #tags', 'Description'],
      },
    },
  ),
  profile(['transaction_date', 'description', 'amount', 'debit_credit', 'balance', 'currency', 'unique_id', 'memo'], {
    name: 'converted-pdf',
    columns: {
      date: 'transaction_date',
      description: ['description', 'memo'],
      amount: 'amount',
      side: { column: 'debit_credit', out: 'debit', in: 'credit' },
      balance: 'balance',
      currency: 'currency',
      bankReference: 'unique_id',
    },
    openingRow: 'Opening balance',
  }),
  profile(
    ['Card ID', 'Transaction ID', 'Transaction Date', 'Settlement Date', 'Type', 'Merchant', 'Amount', 'Currency', 'Balance', 'Status'],
    {
      name: 'prepaid-card',
      dateFormats: ['DD/MM/YYYY', 'YYYY-MM-DD'],
      columns: {
        account: 'Card ID',
        bankReference: 'Transaction ID',
        date: 'Transaction Date',
        valueDate: 'Settlement Date',
        type: 'Type',
        counterparty: 'Merchant',
        description: ['Merchant'],
        amount: 'Amount',
        currency: 'Currency',
        balance: 'Balance',
        pending: { column: 'Status', is: 'Authorised' },
      },
    },
  ),
  {
    mapping: {
      ...UK,
      dateFormats: [...UK.dateFormats],
      name: 'hsbc',
      headerRow: 'none',
      columns: { date: 1, description: [2], amount: 3 },
    },
  },
];

export const CSV_PROFILE_NAMES: readonly string[] = CSV_PROFILES.map(({ mapping }) => mapping.name);
