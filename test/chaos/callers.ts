import { randomUUID } from 'node:crypto';
import { openLedger } from '../../src/ledger/ledger.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { EMPTY_PURSE, purse, send } from './book.ts';
import { type Command, openJournal, type Request } from './journal.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * A process of callers on one ledger, as a service is, with nobody to catch what the ledger does not: an error that gets away ends it.
 * Every caller asks, notes the answer and asks again until the parent says stop; the process then ends by itself.
 */
const [url = '', journalPath = '', callers = '40', seed = '1'] = process.argv.slice(2);

const journal = openJournal(journalPath);
const database = openDatabase({ url, applicationName: 'threefold-chaos', maxConnections: 6 });
const ledger = openLedger({ database, clock: { now: () => new Date() }, deadlineMs: 4_000 });

let isStopping = false;
process.once('message', () => {
  isStopping = true;
});

process.send?.('ready');
await Promise.all(Array.from({ length: Number(callers) }, (_, n) => call(seededRandom(Number(seed) * 1_000 + n))));
await ledger.drain();
await database.close();
journal.close();
process.disconnect();

async function call(random: (below: number) => number): Promise<void> {
  let reversible: Command | undefined;
  while (!isStopping) {
    const request = draw(random, reversible);
    journal.invoke(request);
    const answers = await send(ledger, request);
    for (const { id, outcome, detail } of answers) journal.answer(id, outcome, detail);
    const [command] = request.commands;
    reversible = command?.reverses === undefined && answers[0]?.outcome === 'ok' ? command : undefined;
  }
}

/** Mostly single entries; some on both sides, some linked, some that must be refused, some that take the last one back. */
function draw(random: (below: number) => number, reversible: Command | undefined): Request {
  const one = () => ({ id: randomUUID(), legs: transfer('budget', random) });
  const kind = random(20);
  if (kind > 16 && reversible !== undefined) return { linked: false, commands: [reversalOf(reversible)] };
  if (kind < 3) return { linked: true, commands: [one(), one(), one()] };
  if (kind < 5) return { linked: false, commands: [one(), one()] };
  if (kind === 5) return { linked: false, commands: [{ id: randomUUID(), legs: fromEmptyPurse(random) }] };
  if (kind === 6) return { linked: true, commands: [one(), { id: randomUUID(), legs: fromEmptyPurse(random) }] };
  if (kind < 10)
    return { linked: false, commands: [{ id: randomUUID(), legs: [...transfer('budget', random), ...transfer('actual', random)] }] };
  return { linked: false, commands: [one()] };
}

function reversalOf({ id, legs }: Command): Command {
  return { id: randomUUID(), reverses: id, legs: legs.map(([account, pence]) => [account, String(-BigInt(pence))]) };
}

function transfer(side: 'budget' | 'actual', random: (below: number) => number): Command['legs'] {
  const from = random(12);
  const pence = random(1_000_000) + 1;
  return [
    [purse(side, from), String(-pence)],
    [purse(side, from + 1 + random(11)), String(pence)],
  ];
}

function fromEmptyPurse(random: (below: number) => number): Command['legs'] {
  const pence = random(1_000) + 1;
  return [
    [EMPTY_PURSE, String(-pence)],
    [purse('budget', random(12)), String(pence)],
  ];
}
