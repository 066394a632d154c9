import type { PlainDate } from './plain-date.ts';

/** A council's financial year, 1 April to 31 March, named like `2026-27`. */
export type FinancialYear = `${number}-${number}`;
/** A school year, 1 September to 31 August, named the same way; plans and education provision follow it, money never does. */
export type AcademicYear = `${number}-${number}`;

export function financialYearOf(date: PlainDate): FinancialYear {
  return yearNameOf(date, '04-01');
}

export function firstDayOfFinancialYear(year: FinancialYear): PlainDate {
  return `${startOf(year)}-04-01` as PlainDate;
}

export function lastDayOfFinancialYear(year: FinancialYear): PlainDate {
  return `${startOf(year) + 1}-03-31` as PlainDate;
}

export function academicYearOf(date: PlainDate): AcademicYear {
  return yearNameOf(date, '09-01');
}

export function firstDayOfAcademicYear(year: AcademicYear): PlainDate {
  return `${startOf(year)}-09-01` as PlainDate;
}

export function lastDayOfAcademicYear(year: AcademicYear): PlainDate {
  return `${startOf(year) + 1}-08-31` as PlainDate;
}

/** Years are compared as month and day text, so a leap day needs no case of its own. */
function yearNameOf(date: PlainDate, firstDay: string): `${number}-${number}` {
  const year = Number(date.slice(0, 4));
  const start = date.slice(5) >= firstDay ? year : year - 1;
  return `${start}-${String((start + 1) % 100).padStart(2, '0')}` as `${number}-${number}`;
}

function startOf(year: FinancialYear | AcademicYear): number {
  const [start, end] = year.split('-').map(Number);
  if (start === undefined || end !== (start + 1) % 100) throw new RangeError(`${year} does not name a year; write it like 2026-27.`);
  return start;
}
