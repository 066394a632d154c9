import { writeCamt053 } from '../../../../src/demo/write-camt053.ts';
import { closingMinor, type StatementWriter, shortDate, unsigned } from './written.ts';

const side = (minor: bigint) => (minor < 0n ? 'D' : 'C');

export const camt053: StatementWriter = {
  format: 'camt.053',
  proof: 'whole',
  write: ({ sortCode, accountNumber, openingMinor, movements }) =>
    writeCamt053({
      account: { sortCode, accountNumber },
      statementId: 'S1',
      opening: { date: movements[0]?.date ?? '2027-01-01', amountMinor: openingMinor },
      closingDate: movements.at(-1)?.date ?? '2027-01-01',
      lines: movements.map(({ date, amountMinor, reference, text }) => ({ bookingDate: date, amountMinor, reference, remittance: text })),
    }),
  expected: ({ date, amountMinor, reference, text }) => ({ bookingDate: date, amountMinor, endToEndId: reference, remittance: text }),
};

export const mt940: StatementWriter = {
  format: 'mt940',
  proof: 'whole',
  write: (statement) => {
    const { sortCode, accountNumber, openingMinor, movements } = statement;
    const balance = (tag: string, date: string, minor: bigint) => `:${tag}:${side(minor)}${date}GBP${unsigned(minor, ',')}`;
    const [first, last] = [movements[0], movements.at(-1)].map((movement) => shortDate(movement?.date ?? '2027-01-01'));
    return [
      ':20:S1',
      `:25:${sortCode}/${accountNumber}`,
      ':28C:1/1',
      balance('60F', first ?? '', openingMinor),
      ...movements.flatMap(({ date, amountMinor, reference, text }) => [
        `:61:${shortDate(date)}${shortDate(date).slice(2)}${side(amountMinor)}${unsigned(amountMinor, ',')}NTRF${reference}//B1`,
        `:86:${text}`,
      ]),
      balance('62F', last ?? '', closingMinor(statement)),
      '-',
      '',
    ].join('\r\n');
  },
  expected: ({ date, amountMinor, reference, text }) => ({
    bookingDate: date,
    amountMinor,
    endToEndId: reference,
    remittance: text,
    bankReference: 'B1',
  }),
};
