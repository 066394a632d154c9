import {
  closingMinor,
  type StatementWriter,
  shortDate,
  signed,
  ukDate,
  type WrittenBankStatement,
  type WrittenMovement,
} from './written.ts';

const compact = (date: string) => date.replaceAll('-', '');

function ofxBody(statement: WrittenBankStatement, leaf: (name: string, text: string) => string): string {
  const { sortCode, accountNumber, movements } = statement;
  const payments = movements.map(
    ({ date, amountMinor, reference, text }) =>
      `<STMTTRN>${leaf('TRNTYPE', amountMinor < 0n ? 'DEBIT' : 'CREDIT')}${leaf('DTPOSTED', `${compact(date)}120000[0:GMT]`)}${leaf('TRNAMT', signed(amountMinor))}${leaf('FITID', reference)}${leaf('NAME', text)}</STMTTRN>\n`,
  );
  const last = compact(movements.at(-1)?.date ?? '2027-01-01');
  return `<OFX><BANKMSGSRSV1><STMTTRNRS><STATUS>${leaf('CODE', '0')}${leaf('SEVERITY', 'INFO')}</STATUS>
<STMTRS>${leaf('CURDEF', 'GBP')}<BANKACCTFROM>${leaf('BANKID', sortCode)}${leaf('ACCTID', accountNumber)}${leaf('ACCTTYPE', 'CHECKING')}</BANKACCTFROM>
<BANKTRANLIST>${leaf('DTSTART', compact(movements[0]?.date ?? '2027-01-01'))}${leaf('DTEND', last)}
${payments.join('')}</BANKTRANLIST>
<LEDGERBAL>${leaf('BALAMT', signed(closingMinor(statement)))}${leaf('DTASOF', last)}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
`;
}

const ofxLine = ({ date, amountMinor, reference, text }: WrittenMovement) => ({
  bookingDate: date,
  amountMinor,
  bankReference: reference,
  counterpartyName: text,
});

export const ofx1: StatementWriter = {
  format: 'ofx',
  proof: 'none',
  write: (statement) =>
    `OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n${ofxBody(statement, (name, text) => `<${name}>${text}\n`)}`,
  expected: ofxLine,
};

export const ofx2: StatementWriter = {
  format: 'ofx',
  proof: 'none',
  write: (statement) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n${ofxBody(statement, (name, text) => `<${name}>${text}</${name}>`)}`,
  expected: ofxLine,
};

export const qif: StatementWriter = {
  format: 'qif',
  proof: 'none',
  choices: { dateOrder: 'dmy' },
  write: ({ sortCode, accountNumber, movements }) =>
    `!Account\nN${sortCode} ${accountNumber}\nTBank\n^\n!Type:Bank\n${movements
      .map(({ date, amountMinor, reference, text }) => `D${ukDate(date)}\nT${signed(amountMinor)}\nN${reference}\nP${text}\n^\n`)
      .join('')}`,
  expected: ({ date, amountMinor, reference, text }) => ({ bookingDate: date, amountMinor, endToEndId: reference, counterpartyName: text }),
};

/** A group of one account for every day. */
export const bai2: StatementWriter = {
  format: 'bai2',
  proof: 'whole',
  write: ({ sortCode, accountNumber, openingMinor, movements }) => {
    const days = [...new Set(movements.map(({ date }) => date))];
    let balance = openingMinor;
    let fileTotal = 0n;
    const groups = days.map((day) => {
      const ofTheDay = movements.filter(({ date }) => date === day);
      const opening = balance;
      balance += ofTheDay.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      const total = ofTheDay.reduce((sum, { amountMinor }) => sum + (amountMinor < 0n ? -amountMinor : amountMinor), opening + balance);
      fileTotal += total;
      const details = ofTheDay.flatMap(({ amountMinor, reference, text }) => [
        `16,${amountMinor < 0n ? '475' : '142'},${amountMinor < 0n ? -amountMinor : amountMinor},V,${shortDate(day)},,B1,${reference}/`,
        `88,${text}`,
      ]);
      const records = ofTheDay.length * 2 + 3;
      return [
        `02,COUNCIL,BANKGB2L,1,${shortDate(day)},2400,,2/`,
        `03,${sortCode} ${accountNumber},GBP,010,${opening},,/`,
        `88,015,${balance},,/`,
        ...details,
        `49,${total},${records}/`,
        `98,${total},1,${records + 2}/`,
      ];
    });
    const records = groups.flat();
    return ['01,BANKGB2L,COUNCIL,270101,0000,1,,,2/', ...records, `99,${fileTotal},${groups.length},${records.length + 2}/`, ''].join('\n');
  },
  expected: ({ date, amountMinor, reference, text }) => ({
    bookingDate: date,
    valueDate: date,
    amountMinor,
    endToEndId: reference,
    bankReference: 'B1',
    remittance: text,
  }),
};

/** ` YYDDD`. */
function dayOfYear(date: string): string {
  const days = Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${date.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000) + 1;
  return ` ${date.slice(2, 4)}${String(days).padStart(3, '0')}`;
}

export const bankline: StatementWriter = {
  format: 'bankline',
  proof: 'whole',
  write: (statement) => {
    const { sortCode, accountNumber, movements } = statement;
    const head = `${sortCode}${accountNumber}0`;
    const pence = (amount: bigint, width: number) => amount.toString().padStart(width, '0');
    const last = dayOfYear(movements.at(-1)?.date ?? '2027-01-01');
    const total = (sign: 1n | -1n) =>
      movements.reduce((sum, { amountMinor }) => (amountMinor * sign > 0n ? sum + amountMinor * sign : sum), 0n);
    const count = (sign: 1n | -1n) => movements.filter(({ amountMinor }) => amountMinor * sign > 0n).length;
    const closing = closingMinor(statement);
    const balance = `${pence(closing < 0n ? -closing : closing, 15)}${closing < 0n ? 'D' : 'C'}`;
    return [
      'VOL1ABC123'.padEnd(37).concat('****830000').padEnd(79).concat('3'),
      `HDR1 A${sortCode}Z0001`.padEnd(39).concat('F     01').concat(last),
      `UHL1${last}${sortCode}    00000000`,
      ...movements.map(
        ({ date, amountMinor, reference, text }) =>
          `${head}${amountMinor < 0n ? '17' : '99'}20202012345678    ${pence(amountMinor < 0n ? -amountMinor : amountMinor, 11)}${text.padEnd(18)}${reference.padEnd(18)}${' '.repeat(18)}${dayOfYear(date)}`,
      ),
      `${head}Y1${' '.repeat(14)}0000 ${balance}${balance}${balance}${balance}${last}`,
      `${head}4400000000000000    ${pence(total(-1n), 11)}${' '.repeat(54)}${last}`,
      `${head}5400000000000000    ${pence(total(1n), 11)}${' '.repeat(54)}${last}`,
      `UTL1${pence(total(-1n) * 2n, 13)}${pence(total(1n) * 2n, 13)}${pence(BigInt(count(-1n) + 1), 7)}${pence(BigInt(count(1n) + 1), 7)}0000001`,
      '',
    ].join('\r\n');
  },
  expected: ({ date, amountMinor, reference, text }) => ({
    bookingDate: date,
    amountMinor,
    endToEndId: reference,
    counterpartyName: text,
    counterpartyAccount: { sortCode: '202020', accountNumber: '12345678' },
  }),
};
