import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import {
  type KeyScope,
  keyScopes,
  listMachineClients,
  type PublicKeys,
  publicKeysSchema,
  registerMachineClient,
  revokeMachineClient,
  rotateMachineClient,
  USUAL_OVERLAP_HOURS,
} from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';
import { DAY_MS, day, readDays, readOverlap, readScope } from './machine-options.ts';

interface Options {
  readonly name: string;
  readonly scope: KeyScope[];
  readonly days: number;
  readonly publicKeys?: PublicKeys;
  readonly authority?: string;
  readonly json?: boolean;
}

export function addClients(program: Command): void {
  const clients = program.command('clients').description('machines of an authority that fetch short-lived tokens');

  clients
    .command('create')
    .description('register a machine; its secret is shown once and kept nowhere')
    .requiredOption('--name <name>', 'what it is, so that somebody can revoke it in a year')
    .option('--scope <scope...>', `the most its tokens may do: ${keyScopes.join(', ')}`, readScope, [])
    .option('--days <days>', 'how long it is let in, at most 366 (default 90)', readDays, 90)
    .option('--public-keys <file>', 'a JWK set, for a machine that signs instead of sending a secret', readPublicKeys)
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async ({ name, scope, days, publicKeys, authority, json }: Options) => {
      const scopes: KeyScope[] = scope.length > 0 ? scope : ['ledger:read'];
      const expiresAt = new Date(systemClock.now().getTime() + days * DAY_MS);
      const made = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, authority);
        return registerMachineClient(database, systemClock, { authorityId, name, scopes, expiresAt, publicKeys });
      });
      if (!made.ok) throw new CommandEnded(`The machine was refused: ${made.refusal.code}.`, exitCode.wrong);
      const { clientId, secret } = made.value;
      terminal(json ?? false).print(
        { clientId, ...(secret !== undefined && { secret }), name, scopes, expiresAt: expiresAt.toISOString() },
        [
          `${name}, ${scopes.join(' ')}, until ${day(expiresAt)}.`,
          '',
          `  client_id      ${clientId}`,
          ...(secret === undefined ? [] : [`  client_secret  ${secret}`, '', 'The secret is shown this once.']),
        ].join('\n'),
      );
    });

  clients
    .command('list')
    .description('the machines there are, and when each last fetched a token')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (options: { authority?: string; json?: boolean }) => {
      const found = await withBook(async ({ database }) =>
        listMachineClients(database, (await chosenAuthority(database, options.authority)).authorityId),
      );
      terminal(options.json ?? false).print(
        found,
        table(
          ['client', 'name', 'may', 'shows', 'until', 'last used', ''],
          found.map((client) => [
            client.clientId,
            client.name,
            client.scopes.join(' '),
            client.signs ? 'a signature' : 'a secret',
            day(client.expiresAt),
            client.lastUsedAt ? day(client.lastUsedAt) : 'never',
            client.revokedAt ? 'revoked' : '',
          ]),
        ),
      );
    });

  clients
    .command('rotate')
    .description('give a machine a new secret, shown once, or new keys; the old secret works on until the overlap is over')
    .argument('<client>', 'its client_id')
    .option('--overlap <time>', 'how long both secrets work, as 24h or 7d; 0h stops the old one at once', readOverlap, USUAL_OVERLAP_HOURS)
    .option('--public-keys <file>', 'a JWK set, for a machine that signs', readPublicKeys)
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (clientId: string, options: { overlap: number; publicKeys?: PublicKeys; authority?: string; json?: boolean }) => {
      const rotated = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        const { overlap: overlapHours, publicKeys } = options;
        return rotateMachineClient(database, systemClock, { authorityId, clientId, overlapHours, publicKeys, held: keyScopes });
      });
      if (!rotated.ok) throw new CommandEnded(`The machine was left as it was: ${rotated.refusal.code}.`, exitCode.wrong);
      const { secret, previousEndsAt } = rotated.value;
      const shown = [`  client_secret  ${secret}`, '', `The old secret works until ${previousEndsAt?.toISOString()}.`];
      terminal(options.json ?? false).print(
        { ...rotated.value, ...(previousEndsAt !== undefined && { previousEndsAt: previousEndsAt.toISOString() }) },
        secret === undefined ? `${clientId} signs with its new keys.` : ['It is shown this once:', '', ...shown].join('\n'),
      );
    });

  clients
    .command('revoke')
    .description('let a machine in no more; the tokens it has are refused from the next request on')
    .argument('<client>', 'its client_id')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (clientId: string, options: { authority?: string; json?: boolean }) => {
      const revoked = await withBook(async ({ database }) =>
        revokeMachineClient(database, systemClock, (await chosenAuthority(database, options.authority)).authorityId, clientId),
      );
      if (!revoked.ok) throw new CommandEnded(`There is no machine ${clientId}.`, exitCode.wrong);
      terminal(options.json ?? false).print({ clientId, revoked: true }, `${clientId} is revoked.`);
    });
}

function readPublicKeys(file: string): PublicKeys {
  const read = publicKeysSchema.safeParse(jsonIn(file));
  if (!read.success) throw new InvalidArgumentError('It is a JSON file: {"keys": [...]} with one to five public keys, RSA or EC P-256.');
  return read.data;
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
