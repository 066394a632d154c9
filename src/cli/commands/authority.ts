import type { Command } from 'commander';
import { createAuthority, listAuthorities } from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { withBook } from '../with-book.ts';

export function addAuthority(program: Command): void {
  const authority = program.command('authority').description('the councils that this installation serves');

  authority
    .command('create')
    .description('add a council, with an empty book')
    .argument('<short-name>', 'lower-case letters, digits and hyphens, such as northmoor')
    .requiredOption('--name <name>', 'its name in full')
    .option('--json', 'print one JSON document')
    .action(async (slug: string, options: { name: string; json?: boolean }) => {
      const created = await withBook(({ database }) => createAuthority(database, systemClock, { slug, name: options.name }));
      if (!created.ok) throw new CommandEnded(`The authority was refused: ${created.refusal.code}.`, exitCode.wrong);
      terminal(options.json ?? false).print({ slug, ...created.value }, `${options.name} is there, as ${slug}.`);
    });

  authority
    .command('list')
    .description('the councils there are')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) => {
      const found = await withBook(({ database }) => listAuthorities(database));
      terminal(options.json ?? false).print(
        found,
        table(
          ['short name', 'name', 'business date'],
          found.map((each) => [each.slug, each.name, each.businessDate ?? 'today']),
        ),
      );
    });
}
