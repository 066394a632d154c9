import { Command, CommanderError } from 'commander';
import { isOutage } from '../platform/database/outage.ts';
import { EmbeddedPostgresError } from '../platform/embedded-postgres/embedded-postgres-error.ts';
import { addCommands } from './command-list.ts';
import { CommandEnded, exitCode } from './exit-code.ts';

const program = new Command('threefold')
  .description('Personal budgets: the books, the payments and the proof.')
  .showHelpAfterError('Add --help to see what it takes.')
  .addHelpText('after', '\nExit codes: 0 done, 1 something is wrong or was refused, 2 not understood, 3 the database cannot be reached.')
  .exitOverride();

await addCommands(program, process.argv[2]);
// Commander does not hand this down to commands that were added before.
for (const command of [...program.commands, ...program.commands.flatMap((each) => each.commands)]) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = codeOf(error);
}

function codeOf(error: unknown): number {
  // Commander has already written its own words.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.misuse;
  if (error instanceof CommandEnded) {
    if (error.message !== '') console.error(error.message);
    return error.exitCode;
  }
  if (error instanceof EmbeddedPostgresError) {
    console.error(error.message);
    return exitCode.outage;
  }
  if (isOutage(error)) {
    console.error(`The database cannot be reached: ${(error as Error).message}`);
    return exitCode.outage;
  }
  console.error('That should not have happened.', error);
  return exitCode.wrong;
}
