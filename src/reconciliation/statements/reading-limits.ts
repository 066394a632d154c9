/** What a bank statement file may cost to read. A file beyond a limit is refused with words; none of ours comes near them. */
export interface ReadingLimits {
  readonly fileBytes: number;
  /** Lines and batch items together, over the whole file. */
  readonly lines: number;
  /** Bank statements in one file. */
  readonly statements: number;
  /** Payments of one batch: they are one line, and held together until it ends. */
  readonly batchItems: number;
  /** Characters in one element, field or cell. */
  readonly fieldCharacters: number;
  /** Characters in one row of a table, and cells in it. */
  readonly rowCharacters: number;
  readonly rowCells: number;
  readonly xmlDepth: number;
  /** XML elements kept at one time; a batch is read payment by payment, so this bounds one payment, not one entry. */
  readonly xmlElementsHeld: number;
  /** Findings told one by one; the rest are counted. */
  readonly findings: number;
}

/** For reading line by line: nothing of the file is held, so only what is held at one time is small. */
export const STREAMED_LIMITS: ReadingLimits = {
  fileBytes: 2 * 1024 * 1024 * 1024,
  lines: 10_000_000,
  statements: 100_000,
  batchItems: 100_000,
  fieldCharacters: 20_000,
  rowCharacters: 200_000,
  rowCells: 1_000,
  xmlDepth: 40,
  xmlElementsHeld: 10_000,
  findings: 1_000,
};

/** For reading a file whole, as `parseStatementFile` does: every line is held. */
export const HELD_LIMITS: ReadingLimits = { ...STREAMED_LIMITS, fileBytes: 50 * 1024 * 1024, lines: 250_000 };
