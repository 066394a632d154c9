import { type Command, InvalidArgumentError } from 'commander';
import { createApiKey, type KeyScope, keyScopes, listApiKeys, revokeApiKey } from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

const DAY_MS = 86_400_000;

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('API keys of an authority');

  keys
    .command('create')
    .description('make a key; its secret is shown once and kept nowhere')
    .requiredOption('--name <name>', 'what it is for, so that somebody can revoke it in a year')
    .option('--scope <scope...>', `what it may do: ${keyScopes.join(', ')}`, readScope, [])
    .option('--days <days>', 'how long it works, at most 366 (default 90)', readDays, 90)
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (options: { name: string; scope: KeyScope[]; days: number; authority?: string; json?: boolean }) => {
      const scopes: KeyScope[] = options.scope.length > 0 ? options.scope : ['ledger:read'];
      const expiresAt = new Date(systemClock.now().getTime() + options.days * DAY_MS);
      const made = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        return createApiKey(database, systemClock, { authorityId, name: options.name, scopes, expiresAt });
      });
      if (!made.ok) throw new CommandEnded(`The key was refused: ${made.refusal.code}.`, exitCode.wrong);
      const { keyId, secret } = made.value;
      terminal(options.json ?? false).print(
        { keyId, secret, name: options.name, scopes, expiresAt: expiresAt.toISOString() },
        [
          `Key ${keyId} (${options.name}), ${scopes.join(' ')}, until ${expiresAt.toISOString().slice(0, 10)}.`,
          'It is shown this once:',
          '',
          `  ${secret}`,
          '',
          `Send it as: Authorization: Bearer ${secret.slice(0, 8)}...`,
        ].join('\n'),
      );
    });

  keys
    .command('list')
    .description('the keys there are, and when each was last used')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (options: { authority?: string; json?: boolean }) => {
      const found = await withBook(async ({ database }) =>
        listApiKeys(database, (await chosenAuthority(database, options.authority)).authorityId),
      );
      terminal(options.json ?? false).print(
        found,
        table(
          ['key', 'name', 'may', 'until', 'last used', ''],
          found.map((key) => [
            key.keyId,
            key.name,
            key.scopes.join(' '),
            day(key.expiresAt),
            key.lastUsedAt ? day(key.lastUsedAt) : 'never',
            key.revokedAt ? 'revoked' : '',
          ]),
        ),
      );
    });

  keys
    .command('revoke')
    .description('end a key; it is refused from the next request on')
    .argument('<key>', 'the key’s id')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (keyId: string, options: { authority?: string; json?: boolean }) => {
      const revoked = await withBook(async ({ database }) =>
        revokeApiKey(database, systemClock, (await chosenAuthority(database, options.authority)).authorityId, keyId),
      );
      if (!revoked.ok) throw new CommandEnded(`There is no key ${keyId}.`, exitCode.wrong);
      terminal(options.json ?? false).print({ keyId, revoked: true }, `Key ${keyId} is revoked.`);
    });
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

function readScope(text: string, earlier: KeyScope[]): KeyScope[] {
  const scope = keyScopes.find((each) => each === text);
  if (!scope) throw new InvalidArgumentError(`It is one of ${keyScopes.join(', ')}.`);
  return [...earlier, scope];
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new InvalidArgumentError('It is a whole number from 1 to 366.');
  return days;
}
