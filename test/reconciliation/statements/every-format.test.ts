import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatementFile } from '../../../src/reconciliation/index.ts';
import { asBytes } from './reading.ts';
import { WRITERS } from './writers/all.ts';
import { closingMinor, type StatementWriter, type WrittenBankStatement, writtenBankStatement } from './writers/written.ts';

const SEED = 20261122;

async function parse(writer: StatementWriter, content: Uint8Array | AsyncIterable<Uint8Array>) {
  return parseStatementFile(content, { fileName: 'statement', ...(writer.choices && { choices: writer.choices }) });
}

async function parsed(writer: StatementWriter, content: Uint8Array | AsyncIterable<Uint8Array>) {
  const result = await parse(writer, content);
  if (!result.ok) expect.fail(`refused at line ${result.refusal.line}: ${result.refusal.reason}`);
  return result.value;
}

const SAMPLE: WrittenBankStatement = {
  sortCode: '202020',
  accountNumber: '12345678',
  openingMinor: 1_000_00n,
  movements: [
    { date: '2027-12-31', amountMinor: -123_45n, reference: 'TF-AAAAAA', text: 'FAMILY ONE' },
    { date: '2028-01-03', amountMinor: 5_00n, reference: 'TF-BBBBBB', text: 'REFUND' },
    { date: '2028-01-03', amountMinor: 5_00n, reference: 'TF-BBBBBB', text: 'REFUND' },
    { date: '2028-02-29', amountMinor: -1n, reference: 'TF-CCCCCC', text: 'CHARGE' },
  ],
};

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

describe.each([...WRITERS])('a bank statement written as %s', (_name, writer) => {
  it('reads back the same, to the penny, line by line', async () => {
    await fc.assert(
      fc.asyncProperty(writtenBankStatement, async (statement) => {
        const file = await parsed(writer, asBytes(writer.write(statement)));
        expect(file.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(file.format).toBe(writer.format);
        const lines = file.statements.flatMap((each) => each.lines);
        const inOrder = writer.newestFirst ? [...lines].reverse() : lines;
        expect(inOrder).toMatchObject(statement.movements.map((movement) => writer.expected(movement)));
        const closing = file.statements.at(-1)?.closing;
        if (writer.proof !== 'none') expect(closing?.amountMinor).toBe(closingMinor(statement));
        const { sortCode, accountNumber } = statement;
        for (const { account } of file.statements)
          if (Object.keys(account).length > 0) expect(account).toEqual({ sortCode, accountNumber });
        const told = new Set(file.findings.map(({ code }) => code));
        expect(told.has('cannot-be-proved') || told.has('ends-not-proved')).toBe(
          !(writer.proof === 'whole' && file.statements[0]?.opening !== undefined),
        );
      }),
      { numRuns: 40, seed: SEED },
    );
  });

  it('is read the same wherever its bytes are cut into pieces', async () => {
    const bytes = asBytes(writer.write(SAMPLE));
    const whole = await parsed(writer, bytes);
    for (const length of [1, 2, 3, 7, 64, 1_000])
      expect(await parsed(writer, inPieces(bytes, length)), `pieces of ${length}`).toEqual(whole);
  });

  it('cut off anywhere is refused, or says that it is not whole or not proved, or has lost no line', async () => {
    const bytes = asBytes(writer.write(SAMPLE));
    const whole = await parsed(writer, bytes);
    const money = ({ statements }: typeof whole) =>
      statements.map(({ lines }) => lines.map(({ bookingDate, amountMinor }) => [bookingDate, amountMinor]));
    for (let length = 0; length < bytes.length; length += 1) {
      const result = await parse(writer, bytes.subarray(0, length));
      if (!result.ok || result.value.findings.some(({ severity }) => severity === 'error')) continue;
      const told = result.value.findings.some(({ code }) => code === 'cannot-be-proved' || code === 'ends-not-proved');
      if (!told || writer.proof === 'whole') expect(money(result.value), `cut after ${length} bytes`).toEqual(money(whole));
    }
  });
});
