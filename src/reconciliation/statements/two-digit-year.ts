/** Banks count two-digit years from 1980 to 2079. */
const FIRST_YEAR_OF_THE_1900S = 80;

export function fullYear(twoDigits: string): number {
  const year = Number(twoDigits);
  return year >= FIRST_YEAR_OF_THE_1900S ? 1900 + year : 2000 + year;
}
