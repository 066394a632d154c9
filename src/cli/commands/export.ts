import { type Command, Option } from 'commander';
import { type ExportFormat, exportBook, exportFormats, type Ledger } from '../../ledger/index.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';
import { writeOut } from './write-out.ts';

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
        await checkAccount(ledger, authorityId, options.account);
        await writeOut(options.out, (write) =>
          exportBook(
            database,
            { authorityId, format: options.format, ...(options.account !== undefined && { account: options.account }) },
            async (text) => {
              characters += text.length;
              await write(text);
            },
          ),
        );
      });
      if (options.out !== undefined)
        terminal(options.json ?? false).print(
          { file: options.out, format: options.format, characters },
          `${options.out} is written (${options.format}).`,
        );
    });
}

async function checkAccount(ledger: Ledger, authorityId: number, code: string | undefined): Promise<void> {
  if (code === undefined) return;
  const [account] = await ledger.accounts(authorityId, { codes: [code] });
  if (account === undefined) throw new CommandEnded(`No such account: ${code}.`, exitCode.wrong);
  if (account.side === 'memo') {
    throw new CommandEnded(
      `${code} is a family's own money, which is no public money and in no export. See: statement ${code}.`,
      exitCode.wrong,
    );
  }
}
