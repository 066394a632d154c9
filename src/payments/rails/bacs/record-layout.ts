/** Where a field stands in a record of fixed width, as the guides count: from 1, both ends included. */
export interface FieldPlace<Name extends string = string> {
  readonly name: Name;
  readonly from: number;
  readonly to: number;
  readonly means: string;
  /** Amounts and counts are filled with zeros on the left; text with spaces on the right. */
  readonly fill?: 'zeros';
}

export interface RecordLayout<Name extends string = string> {
  readonly length: number;
  readonly fields: readonly FieldPlace<Name>[];
}

/** Only ever appends: padding the record built so far would copy it once for every field. */
export function composeRecord<Name extends string>(layout: RecordLayout<Name>, values: Readonly<Record<Name, string>>): string {
  let record = '';
  let end = 0;
  for (const { name, from, to, fill } of layout.fields) {
    const width = to - from + 1;
    const value = values[name];
    if (value.length > width) throw new RangeError(`${name} has ${value.length} characters and ${width} places.`);
    if (from > end + 1) record += ' '.repeat(from - end - 1);
    record += fill === 'zeros' ? value.padStart(width, '0') : value.padEnd(width);
    end = to;
  }
  return end < layout.length ? record + ' '.repeat(layout.length - end) : record;
}

/** The record's fields without the spaces on their right. */
export function cutRecord<Name extends string>(layout: RecordLayout<Name>, record: string): Record<Name, string> {
  const values = {} as Record<Name, string>;
  for (const { name, from, to } of layout.fields) values[name] = record.slice(from - 1, to).trimEnd();
  return values;
}
