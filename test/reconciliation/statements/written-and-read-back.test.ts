import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WrittenLine, type WrittenStatement, writeCamt053 } from '../../../src/demo/write-camt053.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { type BankLine, parseStatementFile } from '../../../src/reconciliation/index.ts';
import { asBytes, errorCodes, mt940, read } from './reading.ts';

const text = (maxLength: number) =>
  fc
    .stringMatching(/^[A-Za-z0-9&<>"'£é][A-Za-z0-9&<>"'£é \-/.]*$/, { size: 'medium' })
    .map((value) => value.slice(0, maxLength).replace(/\s+/g, ' ').trim());
const date = fc
  .date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true })
  .map((value) => value.toISOString().slice(0, 10) as PlainDate);
const amountMinor = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }).filter((amount) => amount !== 0n);
const account = fc.oneof(
  fc.record({ sortCode: fc.stringMatching(/^[0-9]{6}$/), accountNumber: fc.stringMatching(/^[0-9]{8}$/) }),
  fc.constant({ iban: 'GB29NWBK60161331926819' }),
);

const writtenLine: fc.Arbitrary<WrittenLine> = fc.record(
  {
    bookingDate: date,
    valueDate: date,
    amountMinor,
    reference: fc.stringMatching(/^TF-[A-Z0-9]{6,15}$/),
    remittance: text(400),
    bankReference: fc.stringMatching(/^BANK[0-9]{1,20}$/),
    counterpartyName: text(70),
    counterpartyAccount: account,
    typeCode: fc.constantFrom('PMNT/ICDT/DMCT', 'PMNT/RRCT/RRTN'),
    state: fc.constantFrom('booked', 'pending'),
    reversal: fc.boolean(),
  },
  { requiredKeys: ['bookingDate', 'amountMinor', 'reference'] },
);

const writtenStatement: fc.Arbitrary<WrittenStatement> = fc.record({
  account,
  statementId: fc.stringMatching(/^[A-Z0-9]{1,35}$/),
  opening: fc.record({ date, amountMinor }),
  closingDate: date,
  lines: fc.array(writtenLine, { maxLength: 20 }),
});

function asRead(line: WrittenLine): Omit<BankLine, 'lineNumber'> {
  const usualType = line.amountMinor < 0n ? 'PMNT/ICDT/DMCT' : 'PMNT/RCDT/DMCT';
  const { reference, remittance, valueDate, typeCode, state, reversal, ...rest } = line;
  return {
    ...rest,
    endToEndId: reference,
    remittance: remittance ?? reference,
    valueDate: valueDate ?? line.bookingDate,
    typeCode: typeCode ?? usualType,
    state: state ?? 'booked',
    reversal: reversal ?? false,
    currency: 'GBP',
  };
}

const SAMPLE: WrittenStatement = {
  account: { sortCode: '202020', accountNumber: '12345678' },
  statementId: 'DEMO-1',
  opening: { date: '2026-04-01', amountMinor: 1_000_000n },
  closingDate: '2026-04-02',
  lines: [
    { bookingDate: '2026-04-01', amountMinor: -10_010n, reference: 'TF-000001', counterpartyName: 'A & B <Smith>' },
    { bookingDate: '2026-04-02', amountMinor: 10_010n, reference: 'TF-000001', returnReason: 'AC04' },
  ],
};

describe('a written camt.053', () => {
  it('reads back the same, to the penny, and ties', async () => {
    await fc.assert(
      fc.asyncProperty(writtenStatement, async (statement) => {
        const file = await read(writeCamt053(statement));
        expect(file.findings).toEqual([]);
        expect(file.statements).toHaveLength(1);
        expect(file.statements[0]).toMatchObject({ account: statement.account, statementId: statement.statementId, currency: 'GBP' });
        expect(file.statements[0]?.opening).toMatchObject(statement.opening);
        expect(file.statements[0]?.lines.map(({ lineNumber: _lineNumber, ...line }) => line)).toEqual(statement.lines.map(asRead));
      }),
      { numRuns: 200 },
    );
  });

  it('tells a return with its reason', async () => {
    expect((await read(writeCamt053(SAMPLE))).statements[0]?.lines[1]).toMatchObject({ amountMinor: 10_010n, returnReason: 'AC04' });
  });

  it('cut off anywhere is refused, never a silent part', async () => {
    const bytes = asBytes(writeCamt053(SAMPLE));
    const endOfDocument = new TextDecoder().decode(bytes).trimEnd().length;
    for (let length = 0; length < endOfDocument; length += 1) {
      const result = await parseStatementFile(bytes.subarray(0, length), { fileName: 'cut' });
      expect(result.ok, `cut after ${length} bytes`).toBe(false);
    }
  });

  it('does not carry what XML cannot', () => {
    expect(() => writeCamt053({ ...SAMPLE, statementId: 'x'.repeat(36) })).toThrow();
    expect(() => writeCamt053({ ...SAMPLE, statementId: 'a\u0000' })).toThrow();
  });
});

describe('an MT940', () => {
  const line = (amount: string) => `:61:2604010401C${amount}NTRFTF-1//B1\r\n:86:one`;

  it.each([
    ['of one bank statement', mt940({ lines: [line('60,05'), line('40,05')].join('\r\n') })],
    [
      'of two pages',
      mt940({ number: '1/1', lines: line('60,05'), closing: ':62M:C260401GBP60,05' }) +
        mt940({ number: '1/2', opening: ':60M:C260401GBP60,05', lines: line('40,05') }),
    ],
    [
      'in a SWIFT envelope',
      `{1:F01BANKGB2LAXXX0000000000}{2:O9401200260401}{4:\r\n${mt940({ lines: [line('60,05'), line('40,05')].join('\r\n') }).trimEnd()}}\r\n`,
    ],
  ])('%s, cut off anywhere, is refused or does not tie, or has lost no line', async (_what, content) => {
    const whole = await read(content);
    expect(errorCodes(whole)).toEqual([]);
    for (let length = 0; length < content.length; length += 1) {
      const result = await parseStatementFile(asBytes(content.slice(0, length)), { fileName: 'cut' });
      if (result.ok && errorCodes(result.value).length === 0) {
        expect(
          result.value.statements.map(({ closing, lines }) => [closing?.amountMinor, lines]),
          `cut after ${length} characters`,
        ).toEqual(whole.statements.map(({ closing, lines }) => [closing?.amountMinor, lines]));
      }
    }
  });
});
