import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type MoneyExample, moneyExamples, playExample } from '../../demo/index.ts';
import { openLedger } from '../../ledger/index.ts';
import { createAuthority } from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { provideDatabase } from '../../platform/database/provide-database.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';

export function addExample(program: Command): void {
  program
    .command('example')
    .description('play one event of the money model in a book that is thrown away afterwards, and show its entries')
    .argument('[event]', 'which one; all names when left out')
    .action(async (name: string | undefined) => {
      if (name === undefined) return console.log(moneyExamples.map((example) => example.name).join('\n'));
      const example = moneyExamples.find((each) => each.name === name);
      if (example === undefined) {
        const names = moneyExamples.map((each) => each.name).join(', ');
        throw new CommandEnded(`There is no example “${name}”. There are: ${names}.`, exitCode.misuse);
      }
      console.log((await playInScratchBook(example)).trimEnd());
    });
}

/** Entries are kept for ever, so an example never touches the database of the service. */
async function playInScratchBook(example: MoneyExample): Promise<string> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'threefold-example-'));
  try {
    const provided = await provideDatabase({ database: { kind: 'embedded' }, dataDirectory }, () => undefined);
    try {
      const { migrateEverything } = await import('../../platform/database/migrate-everything.ts');
      await migrateEverything(provided.ownerUrl ?? '');
      const database = openDatabase({ url: provided.appUrl, applicationName: 'threefold-example', maxConnections: 2 });
      try {
        const created = await createAuthority(database, systemClock, { slug: 'example', name: 'An example' });
        if (!created.ok) throw new Error(created.refusal.code);
        const actor = { authorityId: created.value.authorityId, principal: 'example' };
        return await playExample(openLedger({ database, clock: systemClock }), actor, example);
      } finally {
        await database.close();
      }
    } finally {
      await provided.stop();
    }
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
