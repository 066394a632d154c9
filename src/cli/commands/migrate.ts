import type { Command } from 'commander';
import { terminal } from '../terminal.ts';
import { withOwner } from '../with-book.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date, as DATABASE_OWNER_URL; safe to repeat')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) => {
      // Loaded here and not with the other commands: it brings the queue and the migrator, which no other needs.
      const { migrateEverything } = await import('../../platform/database/migrate-everything.ts');
      const functionsApplied = await withOwner(({ ownerUrl }) => migrateEverything(ownerUrl));
      terminal(options.json ?? false).print(
        { upToDate: true, functionsApplied },
        functionsApplied.length === 0
          ? 'The database is up to date.'
          : `The database is up to date; ${functionsApplied.length} files of functions were applied.`,
      );
    });
}
