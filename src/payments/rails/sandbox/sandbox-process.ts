import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dateInLondon } from '../../../platform/calendar/london-time.ts';
import { parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { systemClock } from '../../../platform/clock/clock.ts';
import { openSandboxJournal } from './journal.ts';
import { judgeSurroundings } from './judge-surroundings.ts';
import { SandboxBank } from './sandbox-bank.ts';
import { serveSandbox } from './serve-sandbox.ts';

/**
 * The sandbox rail's own process: a made-up bank with its own journal and its own day. It ends when whoever started it goes away; its
 * journal stays, and the next process goes on from it.
 */
const [folder = '', firstDay = '', token = ''] = process.argv.slice(2);

const unfit = judgeSurroundings(process.env);
if (unfit !== undefined || folder === '' || token === '') {
  process.send?.({ refused: unfit ?? 'The sandbox rail is started by the service.' });
  process.disconnect?.();
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const journal = openSandboxJournal(join(folder, 'journal.jsonl'));
  const bank = new SandboxBank(journal, parsePlainDate(firstDay) ?? dateInLondon(systemClock.now()));
  const served = await serveSandbox(bank, token);
  process.once('disconnect', () => process.exit(0));
  // Ctrl-C goes to the whole terminal; the service still has payments to bring to their end.
  process.on('SIGINT', () => undefined);
  process.send?.({ port: served.port });
}
