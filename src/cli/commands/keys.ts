import { type Command, InvalidArgumentError } from 'commander';
import {
  createApiKey,
  type KeyScope,
  keyScopes,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
  USUAL_OVERLAP_HOURS,
} from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';
import { DAY_MS, day, readDays, readOverlap, readScope } from './machine-options.ts';

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
    .command('rotate')
    .description('give a key a new secret, shown once; the old one works on until the overlap is over')
    .argument('<key>', 'the key’s id', readKeyId)
    .option('--overlap <time>', 'how long both work, as 24h or 7d; 0h stops the old one at once', readOverlap, USUAL_OVERLAP_HOURS)
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (keyId: string, options: { overlap: number; authority?: string; json?: boolean }) => {
      const rotated = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        return rotateApiKey(database, systemClock, { authorityId, keyId, overlapHours: options.overlap, held: keyScopes });
      });
      if (!rotated.ok) throw new CommandEnded(`The key was not rotated: ${rotated.refusal.code}.`, exitCode.wrong);
      const { secret, previousEndsAt } = rotated.value;
      terminal(options.json ?? false).print(
        { ...rotated.value, previousEndsAt: previousEndsAt.toISOString() },
        [
          `Key ${keyId} has a new secret. It is shown this once:`,
          '',
          `  ${secret}`,
          '',
          `The old secret works until ${previousEndsAt.toISOString()}.`,
        ].join('\n'),
      );
    });

  keys
    .command('revoke')
    .description('end a key; it is refused from the next request on')
    .argument('<key>', 'the key’s id', readKeyId)
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

function readKeyId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError('Copy it from: threefold keys list.');
  return text;
}
