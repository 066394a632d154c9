import { Temporal } from 'temporal-polyfill';

/** A calendar date without a time, as `YYYY-MM-DD`: due dates, effective dates and period ends are Europe/London dates, not instants. */
export type PlainDate = `${number}-${number}-${number}`;

const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads `YYYY-MM-DD`; undefined when the text has another shape or the calendar has no such day (30 February). */
export function parsePlainDate(text: string): PlainDate | undefined {
  if (!SHAPE.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as PlainDate;
  } catch {
    return undefined;
  }
}
