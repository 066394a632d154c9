/** The order of day, month and year in a file whose dates can be read in two ways. */
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** What a person says of a file that does not say it itself. */
export interface ReadingChoices {
  readonly dateOrder?: DateOrder;
}
