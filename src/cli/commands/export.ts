import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { type Command, Option } from 'commander';
import { type ExportFormat, exportBook, exportFormats } from '../../ledger/index.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

export function addExport(program: Command): void {
  program
    .command('export')
    .description('write a book for other programs: hledger, beancount, csv or jsonl; one snapshot, streamed')
    .addOption(new Option('--format <format>', 'what to write').choices(exportFormats).makeOptionMandatory())
    .option('--account <code>', 'only the entries that touch this account')
    .option('--out <file>', 'write to this file instead of the terminal')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'say as one JSON document what was written; needs --out')
    .action(async (options: { format: ExportFormat; account?: string; out?: string; authority?: string; json?: boolean }) => {
      if (options.json && options.out === undefined)
        throw new CommandEnded('Give --out with --json: the export itself goes to the terminal otherwise.', exitCode.misuse);
      let characters = 0;
      await withBook(async ({ database, ledger }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        if (options.account !== undefined && (await ledger.accounts(authorityId, { codes: [options.account] })).length === 0) {
          throw new CommandEnded(`No such account: ${options.account}.`, exitCode.wrong);
        }
        // Readable by its owner only: a book is nobody else's business.
        const out = options.out === undefined ? process.stdout : createWriteStream(options.out, { mode: 0o600 });
        if (out !== process.stdout) await once(out, 'open');
        await exportBook(
          database,
          { authorityId, format: options.format, ...(options.account !== undefined && { account: options.account }) },
          async (text) => {
            characters += text.length;
            if (!out.write(text)) await once(out, 'drain');
          },
        );
        if (out !== process.stdout) {
          out.end();
          await once(out, 'close');
        }
      });
      if (options.out !== undefined)
        terminal(options.json ?? false).print(
          { file: options.out, format: options.format, characters },
          `${options.out} is written (${options.format}).`,
        );
    });
}
