/** Something in the book that cannot be as it is. `entryId` is the first entry it touches, where one can be named. */
export interface Finding {
  readonly check: string;
  readonly detail: string;
  readonly entryId?: string;
  readonly blockSeq?: bigint;
  readonly account?: string;
  /** The anchor that the book, or another anchor, does not agree with. */
  readonly anchor?: string;
}
