import { UnreadableFile } from '../../platform/files/unreadable-file.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BankStatement, ParsedStatementFile, StatementFinding, StatementFormat } from './bank-statement.ts';
import type { BankLine } from './canonical-line.ts';
import { defined } from './defined.ts';
import { readStatementEvents, type StatementFileContent } from './read-statement-events.ts';
import type { ReadingChoices } from './reading-choices.ts';
import { HELD_LIMITS, type ReadingLimits } from './reading-limits.ts';
import type { StatementEvent } from './statement-events.ts';
import type { StatementRefusal, StatementRefusalCode } from './unreadable-statement.ts';

/** Reads a bank statement file whole: all of it, or nothing and the reason. For files of any size there is `readStatementEvents`. */
export async function parseStatementFile(
  content: StatementFileContent,
  { fileName, limits = HELD_LIMITS, choices = {} }: { fileName: string; limits?: ReadingLimits; choices?: ReadingChoices },
): Promise<Result<ParsedStatementFile, StatementRefusal>> {
  try {
    const file = new HeldFile();
    for await (const events of readStatementEvents(content, { limits, choices })) for (const event of events) file.take(event);
    return accepted({ fileName, ...file.parsed() });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return refused(asRefusal(error, fileName));
  }
}

function asRefusal({ code, line, message }: UnreadableFile<StatementRefusalCode>, fileName: string): StatementRefusal {
  return { code, fileName, ...(line !== undefined && { line }), reason: message };
}

class HeldFile {
  #format: StatementFormat = 'camt.053';
  #formatVersion: string | undefined;
  #encoding = '';
  readonly #statements: (BankStatement & { lines: BankLine[] })[] = [];
  readonly #findings: StatementFinding[] = [];

  take(event: StatementEvent): void {
    switch (event.kind) {
      case 'file':
        this.#format = event.format;
        this.#formatVersion = event.formatVersion;
        this.#encoding = event.encoding;
        return;
      case 'encoding':
        this.#encoding = event.encoding;
        return;
      case 'begin':
        this.#statements[event.index] = { ...event.statement, lines: [] };
        return;
      case 'line':
        this.#statements[event.index]?.lines.push(event.line);
        return;
      case 'end': {
        const { opening, closing, from, to } = event;
        const { lines = [], ...begun } = this.#statements[event.index] ?? {};
        this.#statements[event.index] = { ...(begun as BankStatement), ...defined({ opening, closing, from, to }), lines };
        return;
      }
      case 'finding':
        this.#findings.push(event.finding);
    }
  }

  parsed(): Omit<ParsedStatementFile, 'fileName'> {
    const findings = this.#findings.sort((one, other) => one.line - other.line);
    return {
      format: this.#format,
      ...defined({ formatVersion: this.#formatVersion }),
      encoding: this.#encoding,
      statements: this.#statements,
      findings,
    };
  }
}
