import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** A value that law or policy may change: what it is, since when, and where that is written. */
export interface Dated<Value> {
  readonly from: PlainDate;
  /** Its last day. */
  readonly until?: PlainDate;
  readonly value: Value;
  readonly source: string;
  /** Whether the words of the source were seen, not remembered. */
  readonly verified: boolean;
}

/** The value on a day. A day without one is a fault of the table, not of whoever asks. */
export function valueOn<Value>(rows: readonly Dated<Value>[], on: PlainDate): Value {
  const row = rows.find(({ from, until }) => from <= on && (until === undefined || on <= until));
  if (row === undefined) throw new RangeError(`No value is known for ${on}.`);
  return row.value;
}
