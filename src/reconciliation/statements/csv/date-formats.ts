import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';

/** How a table writes its days. A time behind the day is passed over: the day is the bank's accounting day. */
export const DATE_FORMATS = [
  'DD/MM/YYYY',
  'DD-MM-YYYY',
  'DD.MM.YYYY',
  'DD/MM/YY',
  'MM/DD/YYYY',
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYYMMDD',
  'DD MMM YYYY',
  'DD-MMM-YYYY',
  'DD MMM YY',
  'DD-MMM-YY',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = '(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?';

const PARTS: readonly (readonly [part: string, pattern: string])[] = [
  ['YYYY', '(?<year>[0-9]{4})'],
  ['YY', '(?<year>[0-9]{2})'],
  ['MMM', '(?<month>[A-Za-z]{3,4})'],
  ['MM', '(?<month>[0-9]{1,2})'],
  ['DD', '(?<day>[0-9]{1,2})'],
];

const PATTERNS: ReadonlyMap<DateFormat, RegExp> = new Map(DATE_FORMATS.map((format) => [format, patternOf(format)]));

function patternOf(format: DateFormat): RegExp {
  if (format === 'YYYYMMDD') return new RegExp(`^(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})${TIME}$`);
  let rest: string = format;
  let pattern = '';
  while (rest !== '') {
    const [part, expression] = PARTS.find(([name]) => rest.startsWith(name)) ?? [
      rest.slice(0, 1),
      rest.slice(0, 1).replace(/[./]/, '\\$&'),
    ];
    pattern += expression;
    rest = rest.slice(part.length);
  }
  return new RegExp(`^${pattern}${TIME}$`);
}

/** The day a text means in one of the formats, `YYYY-MM-DD` even where our calendar has no such day; undefined when it has another shape. */
export function dayAsWritten(text: string, formats: readonly DateFormat[]): string | undefined {
  for (const format of formats) {
    const groups = PATTERNS.get(format)?.exec(text)?.groups;
    if (groups === undefined) continue;
    const { year = '', month = '', day = '' } = groups;
    const number = /^[0-9]/.test(month) ? Number(month) : MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
    return `${year.length === 2 ? `20${year}` : year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  }
  return undefined;
}

export function readDayIn(text: string, formats: readonly DateFormat[]): PlainDate | undefined {
  const written = dayAsWritten(text, formats);
  return written === undefined ? undefined : parsePlainDate(written);
}
