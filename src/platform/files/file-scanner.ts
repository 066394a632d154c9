/**
 * Looks through a file for what would harm whoever opens it. An answer is one of these; a scanner that cannot be reached throws, and the file
 * is not taken meanwhile.
 */
export interface FileScanner {
  scan(content: Buffer): Promise<'clean' | 'infected' | 'not-scanned'>;
}

/** Where no scanner is set up: nothing but a re-encoded picture is ever shown, and the row says that nobody looked through the original. */
export const noFileScanner: FileScanner = { scan: async () => 'not-scanned' };
