import type { Command } from 'commander';
import { replaceServiceKey } from '../../people/index.ts';
import { keepServiceKey } from '../../platform/secrets/keep-service-key.ts';
import { terminal } from '../terminal.ts';
import { withBook } from '../with-book.ts';

export function addServiceKey(program: Command): void {
  const serviceKey = program.command('service-key').description('the one secret of this installation');

  serviceKey
    .command('replace')
    .description('go on with the service key that is configured now; authenticator apps and recovery codes of the one before are removed')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) => {
      const replaced = await withBook(async ({ config, database }) => replaceServiceKey(database, keepServiceKey(config)));
      const { authenticators, recoveryCodes } = replaced;
      terminal(options.json ?? false).print(
        replaced,
        `This database now knows the configured key. ${authenticators} authenticator apps and ${recoveryCodes} recovery codes were removed; their owners sign in with a link or passkey and set them up anew.`,
      );
    });
}
