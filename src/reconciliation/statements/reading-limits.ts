/** What a bank statement file may cost to read. A file beyond a limit is refused with words; none of ours comes near them. */
export interface ReadingLimits {
  readonly fileBytes: number;
  /** Lines and batch items together, over the whole file. */
  readonly lines: number;
  /** Characters in one element or field. */
  readonly fieldCharacters: number;
  readonly xmlDepth: number;
  /** XML elements kept at one time; a batch is read payment by payment, so this bounds one payment, not one entry. */
  readonly xmlElementsHeld: number;
}

export const DEFAULT_READING_LIMITS: ReadingLimits = {
  fileBytes: 50 * 1024 * 1024,
  lines: 250_000,
  fieldCharacters: 20_000,
  xmlDepth: 40,
  xmlElementsHeld: 10_000,
};
