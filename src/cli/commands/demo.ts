import type { Command } from 'commander';
import { moveDemoToNextDay, NORTHMOOR, northmoorPosition, northmoorTable } from '../../demo/index.ts';
import { findAuthority } from '../../people/index.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';
import { withBook } from '../with-book.ts';

const NOT_PLAYED = 'The demo has not been played yet. Start the service with "npm start": it plays it on its first run.';

export function addDemo(program: Command): void {
  const demo = program.command('demo').description('the made-up council of the demo');

  demo
    .command('show', { isDefault: true })
    .description('where the family’s lines stand in the book now')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) => {
      const position = await withBook(async ({ database, ledger }) => {
        const authority = await findAuthority(database, NORTHMOOR.slug);
        return authority && northmoorPosition(ledger, authority.authorityId);
      });
      if (!position) throw new CommandEnded(NOT_PLAYED, exitCode.wrong);
      terminal(options.json ?? false).print(position, northmoorTable(position));
    });

  demo
    .command('next-day')
    .description('end the made-up council’s day')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) => {
      const moved = await withBook(({ database }) => moveDemoToNextDay(database));
      if (!moved.ok) throw new CommandEnded(NOT_PLAYED, exitCode.wrong);
      const { businessDate } = moved.value;
      terminal(options.json ?? false).print({ businessDate }, `It is ${businessDate} at ${NORTHMOOR.name} now.`);
    });
}
