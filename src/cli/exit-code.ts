/** What the shell is told. Scripts may rely on these. */
export const exitCode = {
  done: 0,
  /** Something is wrong with what was looked at, or what was asked was refused. */
  wrong: 1,
  /** The command itself was not understood. */
  misuse: 2,
  /** The database could not be reached; the same command may work later. */
  outage: 3,
} as const;

/** Ends a command with words for a person and a code for the shell. */
export class CommandEnded extends Error {
  readonly exitCode: number;

  constructor(message: string, code: number) {
    super(message);
    this.exitCode = code;
  }
}
