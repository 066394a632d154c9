import {
  type StatementWriter,
  signed,
  ukDate,
  unsigned,
  type WrittenBankStatement,
  type WrittenMovement,
  withBalances,
} from './written.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Row = WrittenMovement & { readonly balance: bigint };

function csv(
  name: string,
  header: string | undefined,
  row: (row: Row, statement: WrittenBankStatement) => string,
  { newestFirst = false, proof = 'running' as StatementWriter['proof'], preamble = '', lineEnd = '\r\n', expected = asText } = {},
): readonly [string, StatementWriter] {
  return [
    name,
    {
      format: 'csv',
      proof,
      write: (statement) => {
        const rows = withBalances(statement).map((each) => row(each, statement));
        const ordered = newestFirst ? rows.reverse() : rows;
        return `${preamble}${[...(header === undefined ? [] : [header]), ...ordered].join(lineEnd)}${lineEnd}`;
      },
      expected,
      newestFirst,
    },
  ];
}

function asText({ date, amountMinor, reference, text }: WrittenMovement) {
  return { bookingDate: date, amountMinor, remittance: `${text} ${reference}` };
}

const out = (minor: bigint) => (minor < 0n ? unsigned(minor) : '');
const come = (minor: bigint) => (minor > 0n ? unsigned(minor) : '');
const quote = (text: string) => `"${text}"`;
const inPounds = (minor: bigint) => `${minor < 0n ? '-' : ''}£${unsigned(minor).replace(/\B(?=(?:[0-9]{3})+\.)/g, ',')}`;
const nationwideDate = (date: string) => `${date.slice(8)} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;

export const tables: ReadonlyMap<string, StatementWriter> = new Map([
  csv(
    'lloyds',
    'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance',
    ({ date, amountMinor, text, reference, balance }, { sortCode, accountNumber }) =>
      `${ukDate(date)},FPO,'${sortCode.match(/../g)?.join('-')},${accountNumber},${text} ${reference},${out(amountMinor)},${come(amountMinor)},${signed(balance)}`,
    { newestFirst: true },
  ),
  csv(
    'barclays',
    'Number,Date,Account,Amount,Subcategory,Memo',
    ({ date, amountMinor, text, reference }, { sortCode, accountNumber }) =>
      ` ,${ukDate(date)},${sortCode.match(/../g)?.join('-')} ${accountNumber},${signed(amountMinor)},FT,${text}\t ${reference}`,
    { proof: 'none', lineEnd: '\n' },
  ),
  csv(
    'natwest',
    'Date, Type, Description, Value, Balance, Account Name, Account Number',
    ({ date, amountMinor, text, reference, balance }, { sortCode, accountNumber }) =>
      `${ukDate(date)},BAC,"${text} ${reference}",${signed(amountMinor)},${signed(balance)},"'COUNCIL","'${sortCode}-${accountNumber}",`,
    { newestFirst: true },
  ),
  csv(
    'hsbc',
    undefined,
    ({ date, amountMinor, text, reference }) => `${ukDate(date)},${text} ${reference},"${inPounds(amountMinor).replace('£', '')}"`,
    {
      proof: 'none',
    },
  ),
  csv(
    'nationwide',
    '"Date","Transaction type","Description","Paid out","Paid in","Balance"',
    ({ date, amountMinor, text, reference, balance }) =>
      [
        nationwideDate(date),
        'Transfer',
        `${text} ${reference}`,
        amountMinor < 0n ? inPounds(-amountMinor) : '',
        amountMinor > 0n ? inPounds(amountMinor) : '',
        inPounds(balance),
      ]
        .map(quote)
        .join(','),
    { preamble: '"Account Name:","Council ****12345"\r\n"Account Balance:","£1.00"\r\n"Available Balance: ","£1.00"\r\n\r\n' },
  ),
  csv(
    'starling',
    'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes',
    ({ date, amountMinor, text, reference, balance }) =>
      `${ukDate(date)},${text},${reference},FASTER PAYMENT,${signed(amountMinor)},${signed(balance)},NONE,`,
    {
      expected: ({ date, amountMinor, text, reference }) =>
        ({ bookingDate: date, amountMinor, counterpartyName: text, remittance: reference }) as never,
    },
  ),
  csv(
    'monzo',
    'Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In',
    ({ date, amountMinor, text, reference }) =>
      `tx_${reference},${ukDate(date)},10:00:00,Faster payment,${text},,General,${signed(amountMinor)},GBP,${signed(amountMinor)},GBP,${text},,,${reference},,,`,
    { proof: 'none' },
  ),
]);

/** Santander's text blocks, newest first, with no-break spaces. */
const santander: StatementWriter = {
  format: 'csv',
  newestFirst: true,
  proof: 'running',
  write: (statement) => {
    const { sortCode, accountNumber, movements } = statement;
    const blocks = withBalances(statement)
      .reverse()
      .map(
        ({ date, amountMinor, text, reference, balance }) =>
          `Date:\u00a0${ukDate(date)}\nDescription:\u00a0${text} ${reference}\nAmount:\u00a0${signed(amountMinor)}\u00a0\nBalance:\u00a0${signed(balance)}\u00a0\n\n`,
      );
    const [from, to] = [movements[0]?.date ?? '2027-01-01', movements.at(-1)?.date ?? '2027-01-01'];
    return Buffer.from(
      `From: ${ukDate(from)} to ${ukDate(to)}\n\nAccount:\u00a0${sortCode} ${accountNumber}\n\n${blocks.join('')}`,
      'latin1',
    );
  },
  expected: asText,
};

export const textBlocks: ReadonlyMap<string, StatementWriter> = new Map([['santander', santander]]);
