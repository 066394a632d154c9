/** A calendar date without a time, as `YYYY-MM-DD`: due dates, effective dates and period ends are Europe/London dates, not instants. */
export type PlainDate = `${number}-${number}-${number}`;

const LENGTH = 'YYYY-MM-DD'.length;
const HYPHEN = '-'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const FEBRUARY = 2;
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads `YYYY-MM-DD`; undefined when the text has another shape or the calendar has no such day (30 February). Counted by hand because
 * bank statements bring dates by the million; a test holds it to the calendar library's answers.
 */
export function parsePlainDate(text: string): PlainDate | undefined {
  if (text.length !== LENGTH || text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const isADay = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
  return isADay ? (text as PlainDate) : undefined;
}

/** Not a number where the text has another character than 0 to 9, and then no comparison with it holds. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function daysOfMonth(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === FEBRUARY && isLeapYear ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0);
}
