import type { ReadingChoices } from './reading-choices.ts';
import type { ReadingLimits } from './reading-limits.ts';
import type { StatementStream } from './statement-stream.ts';

/** One format: takes the text of a file in pieces, cut anywhere, and puts what it finds into its stream. */
export interface StatementReader {
  /** The line of the file it has come to. */
  readonly lineNumber: number;
  write(text: string): void;
  end(): void;
}

/** What a reader is made with. */
export interface ReaderSetting {
  readonly stream: StatementStream;
  readonly limits: ReadingLimits;
  readonly choices: ReadingChoices;
  /** The first characters of the file. */
  readonly head: string;
}
