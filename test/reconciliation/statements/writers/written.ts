import fc from 'fast-check';
import type { PlainDate } from '../../../../src/platform/calendar/plain-date.ts';
import type { BankLine } from '../../../../src/reconciliation/index.ts';

/** One movement as the writers of all formats know it. */
export interface WrittenMovement {
  readonly date: PlainDate;
  /** Above zero, money came in; never zero, for some formats tell the side by the sign. */
  readonly amountMinor: bigint;
  readonly reference: string;
  readonly text: string;
}

export interface WrittenBankStatement {
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly openingMinor: bigint;
  readonly movements: readonly WrittenMovement[];
}

/** How far a file of a format proves itself: its whole, its lines but not its ends, or nothing. */
export type Proof = 'whole' | 'running' | 'none';

export interface StatementWriter {
  readonly format: string;
  readonly proof: Proof;
  write(statement: WrittenBankStatement): string | Uint8Array;
  /** What a movement must be read back as. */
  expected(movement: WrittenMovement): Partial<BankLine>;
  readonly choices?: { readonly dateOrder?: 'dmy' };
  readonly newestFirst?: boolean;
}

const words = (shape: RegExp, maxLength: number) =>
  fc.stringMatching(shape, { size: 'medium' }).map((text) => text.slice(0, maxLength).replace(/ +/g, ' ').trim());

const movement = fc.record({
  day: fc.integer({ min: 0, max: 800 }),
  amountMinor: fc
    .oneof(fc.bigInt({ min: -99_999n, max: 99_999n }), fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }))
    .filter((amount) => amount !== 0n),
  reference: fc.stringMatching(/^TF-[A-Z0-9]{6,12}$/),
  text: words(/^[A-Z][A-Z0-9 ]*$/, 18),
});

/** Movements in the order of their days, as every bank prints them, over the turns of years and a leap day. */
export const writtenBankStatement: fc.Arbitrary<WrittenBankStatement> = fc.record({
  sortCode: fc.stringMatching(/^[1-9][0-9]{5}$/),
  accountNumber: fc.stringMatching(/^[1-9][0-9]{7}$/),
  openingMinor: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
  movements: fc
    .array(movement, { minLength: 1, maxLength: 15 })
    .map((found) =>
      found
        .sort((one, other) => one.day - other.day)
        .map(({ day, ...rest }) => ({ ...rest, date: new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10) as PlainDate })),
    ),
});

export function closingMinor({ openingMinor, movements }: WrittenBankStatement): bigint {
  return movements.reduce((sum, { amountMinor }) => sum + amountMinor, openingMinor);
}

/** `1234.56`, without a sign. */
export function unsigned(minor: bigint, mark = '.'): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${digits.slice(0, -2)}${mark}${digits.slice(-2)}`;
}

export function signed(minor: bigint): string {
  return `${minor < 0n ? '-' : ''}${unsigned(minor)}`;
}

/** Each movement with the balance after it. */
export function withBalances({ openingMinor, movements }: WrittenBankStatement): (WrittenMovement & { readonly balance: bigint })[] {
  let balance = openingMinor;
  return movements.map((each) => {
    balance += each.amountMinor;
    return { ...each, balance };
  });
}

/** `DD/MM/YYYY`. */
export function ukDate(date: PlainDate): string {
  return date.split('-').reverse().join('/');
}

/** `YYMMDD`. */
export function shortDate(date: PlainDate): string {
  return date.slice(2).replaceAll('-', '');
}
