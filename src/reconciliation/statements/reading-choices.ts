import type { CsvMapping } from './csv/csv-mapping.ts';

/** The order of day, month and year in a file whose dates can be read in two ways. */
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** What a person says of a file that does not say it itself. */
export interface ReadingChoices {
  /** Of a QIF file. */
  readonly dateOrder?: DateOrder;
  /** Of a QIF file, which names no currency; pounds when nobody says otherwise. */
  readonly currency?: string;
  /** The name of a bank's table, where the file's header row does not tell it. */
  readonly profile?: string;
  /** What the columns of any other table mean. */
  readonly mapping?: CsvMapping;
}
