import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import {
  parseStatementFile,
  refusalAsJson,
  refusalAsText,
  statementExitCode,
  statementFileAsJson,
  statementFileAsText,
} from '../../reconciliation/index.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';

export function addParseStatement(program: Command): void {
  program
    .command('parse-statement')
    .description('read a bank statement file (camt.053, MT940) and say what is in it and whether it ties; needs no database')
    .argument('<file>', 'the bank’s file')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: { json?: boolean }) => {
      const parsed = await parseStatementFile(contentOf(file), { fileName: basename(file) });
      const { print } = terminal(options.json ?? false);
      if (parsed.ok) print(statementFileAsJson(parsed.value), statementFileAsText(parsed.value));
      else print(refusalAsJson(parsed.refusal), refusalAsText(parsed.refusal));
      const code = statementExitCode(parsed.ok ? parsed.value : parsed.refusal);
      if (code !== exitCode.done) throw new CommandEnded('', code);
    });
}

async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CommandEnded(`${file} cannot be read: ${reason}.`, exitCode.misuse);
  }
}
