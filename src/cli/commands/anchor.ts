import type { Command } from 'commander';
import { takeAnchor } from '../../ledger/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { type ReportOfBook, reportAsText } from '../report-as-text.ts';
import { terminal } from '../terminal.ts';
import { chosenAuthorities, withBook } from '../with-book.ts';

export function addAnchor(program: Command): void {
  program
    .command('anchor')
    .description('prove each book since its last anchor, compare it with every anchor, and keep where it stands now as a new one')
    .option('--whole-book', 're-read the whole book for it')
    .option('--authority <name>', 'only this authority')
    .option('--json', 'print one JSON document')
    .action(async (options: { wholeBook?: boolean; authority?: string; json?: boolean }) => {
      const taken = await withBook(async ({ database, config }) => {
        const books: (ReportOfBook & { anchor: string | undefined })[] = [];
        for (const { authorityId, slug } of await chosenAuthorities(database, options.authority)) {
          const { report, name } = await takeAnchor(database, {
            authorityId,
            folder: config.anchorFolder,
            clock: systemClock,
            wholeBook: options.wholeBook ?? false,
          });
          books.push({ slug, ...report, anchor: name });
        }
        return { folder: config.anchorFolder, books };
      });
      const { folder, books } = taken;
      terminal(options.json ?? false).print(
        { green: books.every(({ green }) => green), folder, books },
        books
          .map(
            (book) =>
              `${reportAsText(book)}\n${book.anchor === undefined ? 'No anchor was taken.' : `Kept as ${book.anchor} in ${folder}.`}`,
          )
          .join('\n\n') || 'There is no book yet.',
      );
      if (books.some(({ green }) => !green)) throw new CommandEnded('', exitCode.wrong);
    });
}
