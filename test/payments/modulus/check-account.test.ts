import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAccount } from '../../../src/payments/modulus/rules/check-account.ts';
import { type ModulusTable, readModulusTable } from '../../../src/payments/modulus/rules/weight-table.ts';
import { must } from '../../people/example-family.ts';

/** Made-up sort codes and weights: each row is there for one exception, so that its account numbers can be worked out by hand. */
const table: ModulusTable = must(
  readModulusTable(
    'by hand',
    [
      '010000 010099 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1',
      '010100 010199 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1',
      '010200 010299 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1',
      '020100 020199 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1',
      '020100 020199 DBLAL 0 0 0 0 0 0 2 1 2 1 2 1 2 1',
      '030100 030199 DBLAL 0 0 0 0 0 0 2 1 2 1 2 1 2 1 1',
      '030200 030299 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1 2',
      '030200 030299 MOD11 1 1 1 1 1 1 8 7 6 5 4 3 2 1 9',
      '030300 030399 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1',
      '030300 030399 DBLAL 0 0 0 0 0 0 2 1 2 1 2 1 2 1 3',
      '030400 030499 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 0 0 4',
      '030500 030599 MOD11 2 0 0 0 0 0 8 7 6 5 4 3 0 0 5',
      '030500 030599 DBLAL 0 0 0 0 0 0 2 1 2 1 2 1 2 0 5',
      '030600 030699 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1 6',
      '030700 030799 MOD11 1 1 1 1 1 1 8 7 6 5 4 3 2 1 7',
      '030800 030899 MOD11 1 1 1 1 1 1 8 7 6 5 4 3 2 1 8',
      '031000 031099 MOD11 1 1 1 1 1 1 8 7 6 5 4 3 2 1 10',
      '031000 031099 MOD10 0 0 0 0 0 0 1 1 1 1 1 1 1 1 11',
      '031200 031299 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1 12',
      '031200 031299 MOD10 0 0 0 0 0 0 1 1 1 1 1 1 1 1 13',
      '031400 031499 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1 14',
    ].join('\n'),
    '030501 130501',
  ),
);

describe('the check digits of an account', () => {
  it.each([
    ['ten: 7 + 3 = 10', '010001', '10000003', 'valid'],
    ['ten, one digit off', '010001', '10000004', 'invalid'],
    ['eleven: 8 + 3 = 11', '010101', '10000003', 'valid'],
    ['eleven: 16 + 6 = 22', '010101', '20000006', 'valid'],
    ['eleven, two digits changed places', '010101', '01000003', 'invalid'],
    ['double alternate: the sort code makes 4, 3 doubled 6', '010201', '30000000', 'valid'],
    ['double alternate: 4, then 8 doubled is 16 and counts as 1 + 6, then 9', '010201', '80000009', 'valid'],
    ['double alternate, one more', '010201', '30000001', 'invalid'],
    ['two checks, both right', '020101', '00000000', 'valid'],
    ['two checks, only the first right', '020101', '10000003', 'invalid'],
    ['two checks, only the second right', '020101', '10000008', 'invalid'],
    ['a sort code that the table does not know', '990101', '10000003', 'cannot-tell'],
    ['exception 1: 27 + 2 + 1 = 30', '030101', '10000001', 'valid'],
    ['exception 1: right without the 27', '030101', '10000008', 'invalid'],
    ['exception 2, a is 0: the table’s own weights, 7 + 4 = 11', '030201', '01001000', 'valid'],
    ['exception 2, a is not 0: 4 + 3 of the sort code, 6 and 9 make 22', '030201', '10000009', 'valid'],
    ['exception 2, g is 9: 27 and 6 make 33', '030201', '10000096', 'valid'],
    ['exception 9: the first fails, then 25 of sort code 309634 with 7 and 1 makes 33', '030299', '01000001', 'valid'],
    ['exceptions 2 and 9 both fail', '030201', '10000001', 'invalid'],
    ['exception 3: c is 6, so only the first counts, 8 + 36 = 44', '030301', '10600000', 'valid'],
    ['exception 3: c is 5, so the second counts too, 2 + 1 + 6 = 9', '030301', '10500006', 'invalid'],
    ['exception 4: the remainder 8 is the number gh', '030401', '10000008', 'valid'],
    ['exception 4: the remainder is 8 and gh is 18', '030401', '10000018', 'invalid'],
    ['exception 4: the remainder is 2 and gh is 01', '030401', '01100001', 'invalid'],
    ['exception 5: 11 - 8 = 3 is g, and 10 - (2 + 6) = 2 is h', '030502', '10000032', 'valid'],
    ['exception 5: g wrong', '030502', '10000042', 'invalid'],
    ['exception 5: h wrong', '030502', '10000033', 'invalid'],
    ['exception 5, read as 130501: 2 + 8 = 10, so g is 1; 10 - (2 + 2) = 6 is h', '030501', '10000016', 'valid'],
    ['exception 5: a remainder of 1 has no check digit', '030502', '01010000', 'invalid'],
    ['exception 6: a from 4 to 8 and g = h is a foreign currency', '030601', '41234577', 'cannot-tell'],
    ['exception 6: an ordinary account', '030601', '10000003', 'valid'],
    ['exception 7: g is 9, so u to b do not count, 18 + 4 = 22', '030701', '55000094', 'valid'],
    ['exception 7: g is 8, so they count', '030701', '55000086', 'invalid'],
    ['exception 8: as sort code 090126, 18 + 4 = 22', '030801', '00000004', 'valid'],
    ['exception 8: right for its own sort code only, 12 + 10 = 22', '030801', '00000050', 'invalid'],
    ['exception 10: ab is 99 and g is 9, 18 + 4 = 22', '031001', '99000094', 'valid'],
    ['exception 10 fails and 11 is right, 2 + 8 = 10', '031001', '20000008', 'valid'],
    ['exceptions 10 and 11 both fail', '031001', '10000001', 'invalid'],
    ['exception 12 fails and 13 is right, 1 + 9 = 10', '031201', '10000009', 'valid'],
    ['exceptions 12 and 13 both fail', '031201', '10000001', 'invalid'],
    ['exception 14, right as it is', '031401', '10000003', 'valid'],
    ['exception 14: 14 fails, and as 01001000 it is 7 + 4 = 11', '031401', '10010001', 'valid'],
    ['exception 14: the last digit is 2, so that way is closed', '031401', '10010002', 'invalid'],
  ] as const)('%s', (_why, sortCode, accountNumber, outcome) => {
    expect(checkAccount(table, sortCode, accountNumber)).toBe(outcome);
  });

  it('finds any one digit that was mistyped under weights without a common factor', () => {
    const right = fc.stringMatching(/^[0-9]{8}$/).filter((number) => checkAccount(table, '010101', number) === 'valid');
    const slip = fc.record({ number: right, at: fc.nat(7), by: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(slip, ({ number, at, by }) => {
        const digit = (Number(number[at]) + by) % 10;
        return checkAccount(table, '010101', number.slice(0, at) + digit + number.slice(at + 1)) === 'invalid';
      }),
      { numRuns: 200 },
    );
  });

  it('gives exactly one of three answers to any sort code and number', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
    const sortCode = fc.oneof(
      digits(6),
      fc.integer({ min: 10_000, max: 31_499 }).map((code) => String(code).padStart(6, '0')),
    );
    fc.assert(
      fc.property(sortCode, digits(8), (code, number) => {
        const isKnown = table.rows.some(({ from, until }) => from <= code && code <= until);
        const outcome = checkAccount(table, code, number);
        return isKnown
          ? ['valid', 'invalid', ...(code.startsWith('0306') ? ['cannot-tell'] : [])].includes(outcome)
          : outcome === 'cannot-tell';
      }),
    );
  });
});

describe('a table that is loaded', () => {
  it.each([
    ['010000 010099 MOD12 0 0 0 0 0 0 7 1 3 7 1 3 7 1', 'method'],
    ['010000 010099 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7', 'fourteen'],
    ['010099 010000 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1', 'before'],
    ['010000 010099 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1 15', 'exception'],
    ['010000 01009A MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1', 'six digits'],
    ['010000 010099 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1e2', 'fourteen'],
  ])('is refused whole for one wrong line: %s', (line, problem) => {
    const rows = `010500 010599 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1\n\n${line}\n`;
    const refusal = { code: 'modulus-table-unreadable', field: 'weights', line: 3, problem: expect.stringContaining(problem) };
    expect(readModulusTable('x', rows, '')).toEqual({ ok: false, refusal });
  });

  it('may not weigh one sort code three times, nor read a sort code as none', () => {
    const row = '010000 010099 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1';
    expect(readModulusTable('x', [row, row, row].join('\n'), '')).toMatchObject({ refusal: { line: 3 } });
    expect(readModulusTable('x', row, '010001\n')).toMatchObject({ refusal: { field: 'substitutions', line: 1 } });
    expect(readModulusTable('x', '\r\n', '')).toMatchObject({ refusal: { code: 'modulus-table-unreadable' } });
  });
});
