import { type ModulusTable, rowsOfSortCode, type WeightRow } from './weight-table.ts';

/** `cannot-tell` is not `valid`: the table says nothing about this sort code, or the account is of a kind that carries no check digits. */
export const modulusOutcomes = ['valid', 'invalid', 'cannot-tell'] as const;
export type ModulusOutcome = (typeof modulusOutcomes)[number];

/**
 * What the exceptions of the published method fix in their own text and not in its tables. Source: Vocalink, Validating account numbers: UK
 * modulus checking (the document that the tables come with), exceptions 1, 2, 8 and 9; to be held against each new issue of it.
 */
const PUBLISHED = {
  addedByException1: 27,
  weightsOfException2: [0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1],
  weightsOfException2WhenGIs9: [0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1],
  sortCodeOfException8: '090126',
  sortCodeOfException9: '309634',
} as const;

/** Pairs of exceptions of which either check is enough. */
const EITHER: readonly (readonly [number, number])[] = [
  [2, 9],
  [10, 11],
  [12, 13],
];

/** The eight digits of an account number under the letters that the method gives them. */
interface Letters {
  readonly a: string;
  readonly ab: string;
  readonly c: string;
  readonly g: string;
  readonly h: string;
  readonly gh: string;
}

/**
 * Whether the check digits of a UK account are right, by the published method with its fourteen exceptions. Both arguments are bare digits, six
 * and eight.
 */
export function checkAccount(table: ModulusTable, sortCode: string, accountNumber: string): ModulusOutcome {
  const [first, second] = rowsOfSortCode(table, sortCode);
  if (first === undefined) return 'cannot-tell';
  const letters = lettersOf(accountNumber);
  const account = { table, sortCode, accountNumber, letters };
  if (isForeignCurrency(first, letters)) return 'cannot-tell';
  const outcome = (passed: boolean): ModulusOutcome => (passed ? 'valid' : 'invalid');
  if (second === undefined) return outcome(passes(first, account));
  if (second.exception === 3 && (letters.c === '6' || letters.c === '9')) return outcome(passes(first, account));
  const isEither = EITHER.some(([one, other]) => first.exception === one && second.exception === other);
  if (isEither) return outcome(passes(first, account) || passes(second, account));
  return outcome(passes(first, account) && passes(second, account));
}

interface Account {
  readonly table: ModulusTable;
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly letters: Letters;
}

function lettersOf(accountNumber: string): Letters {
  const [a = '', b = '', c = '', , , , g = '', h = ''] = accountNumber;
  return { a, ab: a + b, c, g, h, gh: g + h };
}

function isForeignCurrency({ exception }: WeightRow, { a, g, h }: Letters): boolean {
  return exception === 6 && a >= '4' && a <= '8' && g === h;
}

function passes(row: WeightRow, { table, sortCode, accountNumber, letters }: Account): boolean {
  const sort = sortCodeFor(row, sortCode, table);
  const weights = weightsFor(row, letters);
  const remainder = remainderOf(row, weights, sort + accountNumber);
  if (row.exception === 4) return remainder === Number(letters.gh);
  if (row.exception === 5) return passesException5(row, remainder, letters);
  if (remainder === 0) return true;
  if (row.exception === 14 && ['0', '1', '9'].includes(letters.h)) {
    return remainderOf(row, weights, `${sort}0${accountNumber.slice(0, -1)}`) === 0;
  }
  return false;
}

function sortCodeFor({ exception }: WeightRow, sortCode: string, { substitutions }: ModulusTable): string {
  if (exception === 5) return substitutions.get(sortCode) ?? sortCode;
  if (exception === 8) return PUBLISHED.sortCodeOfException8;
  if (exception === 9) return PUBLISHED.sortCodeOfException9;
  return sortCode;
}

function weightsFor({ exception, weights }: WeightRow, { a, ab, g }: Letters): readonly number[] {
  if (exception === 2 && a !== '0') return g === '9' ? PUBLISHED.weightsOfException2WhenGIs9 : PUBLISHED.weightsOfException2;
  const leavesOutUToB = (exception === 7 && g === '9') || (exception === 10 && g === '9' && (ab === '09' || ab === '99'));
  return leavesOutUToB ? weights.map((weight, index) => (index < 8 ? 0 : weight)) : weights;
}

function remainderOf({ weighing, exception }: WeightRow, weights: readonly number[], digits: string): number {
  const products = weights.map((weight, index) => weight * Number(digits[index]));
  const parts = weighing === 'DBLAL' ? products.map(sumOfDigits) : products;
  const total = parts.reduce((sum, part) => sum + part, exception === 1 ? PUBLISHED.addedByException1 : 0);
  const modulus = weighing === 'MOD11' ? 11 : 10;
  // Some published weights are negative, and a remainder is not.
  return ((total % modulus) + modulus) % modulus;
}

function sumOfDigits(product: number): number {
  return [...String(Math.abs(product))].reduce((sum, digit) => sum + Number(digit), 0);
}

/** The check digit stands in the account itself: g for the first check, h for the second. */
function passesException5({ weighing }: WeightRow, remainder: number, { g, h }: Letters): boolean {
  if (weighing === 'DBLAL') return Number(h) === (10 - remainder) % 10;
  return remainder !== 1 && Number(g) === (11 - remainder) % 11;
}
