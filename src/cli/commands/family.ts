import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createReadAudit, eventOf, exportFamily, rewrapKeys, serviceCaller } from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { keepKeyRing } from '../../platform/secrets/key-ring.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

export function addFamily(program: Command): void {
  const family = program.command('family').description('families’ records');

  family
    .command('export')
    .description('make a readable copy of one family’s whole record, as its officers see it')
    .argument('<family>', 'the id of the family')
    .option('--to <folder>', 'where to put it', '.')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (familyId: string, options: { to: string; authority?: string; json?: boolean }) => {
      const written = await withBook(async ({ config, database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        const room = { database, clock: systemClock, keyRing: keepKeyRing(config) };
        const caller = { ...serviceCaller(authorityId, 'command-line'), purpose: 'data-request' };
        const made = await exportFamily(room, caller, familyId);
        if (!made.ok) throw new CommandEnded(`There is no family ${familyId}.`, exitCode.wrong);
        // A copy is a look like any other: the family reads of it.
        const look = eventOf(caller, 'people.export-family', 'read', systemClock.now(), { familyId });
        await createReadAudit(room).note(authorityId, [look]);
        const file = join(options.to, made.value.fileName);
        // wx: a copy that lies there already may be another family's of the same day.
        await writeFile(file, made.value.content, { mode: 0o600, flag: 'wx' });
        return { file, bytes: (await stat(file)).size };
      });
      terminal(options.json ?? false).print(written, `The copy lies in ${written.file}. It is personal: hand it over, and delete it.`);
    });

  family
    .command('rewrap-keys')
    .description('wrap every family’s key under the first key of THREEFOLD_DATA_KEY, so that older ones can be taken out')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (options: { authority?: string; json?: boolean }) => {
      const rewrapped = await withBook(async ({ config, database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        return rewrapKeys({ database, keyRing: keepKeyRing(config) }, authorityId);
      });
      terminal(options.json ?? false).print({ rewrapped }, `${rewrapped} families' keys are wrapped anew.`);
    });
}
