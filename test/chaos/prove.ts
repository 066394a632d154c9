import { expect } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { verifyBook } from '../../src/ledger/verify/verify-book.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { AUTHORITY, send } from './book.ts';
import { checkHistory } from './check-history.ts';
import { openJournal, readJournal } from './journal.ts';

/**
 * What must hold after every fault: nobody got an answer that is neither one nor a 503, every request whose answer was lost can be repeated
 * with the same id and then has one, the book holds exactly what the callers were told, and it verifies.
 */
export async function proveNothingLost({
  appUrl,
  adminUrl,
  journal,
}: {
  appUrl: string;
  adminUrl: string;
  journal: string;
}): Promise<void> {
  const before = readJournal(journal);
  expect(Object.keys(before.details).filter((detail) => detail.startsWith('broken'))).toEqual([]);
  const database = openDatabase({ url: appUrl, applicationName: 'threefold-chaos-proof', maxConnections: 4 });
  try {
    const ledger = openLedger({ database, clock: { now: () => new Date() }, deadlineMs: 30_000 });
    const lost = before.requests.filter(({ commands }) => commands.some(({ id }) => before.outcomes.get(id) === 'unknown'));
    const writer = openJournal(journal);
    await Promise.all(
      lost.map(async (request) => {
        for (const { id, outcome, detail } of await send(ledger, request)) writer.answer(id, outcome, detail);
      }),
    );
    writer.close();
    const report = await checkHistory(adminUrl, readJournal(journal));
    console.log(
      `acknowledged ${report.ok} = in the book ${report.inTheBook}; refused ${report.refused}; asked ${report.asked}; ` +
        `repeated after a lost answer ${lost.length}; answers ${JSON.stringify(before.details)}`,
    );
    expect(report.violations).toEqual([]);
    expect(report.unknown).toBe(0);
    expect(report.inTheBook).toBe(report.ok);
    expect(report.ok).toBeGreaterThan(0);
    expect(await verifyBook(database, AUTHORITY)).toMatchObject({ green: true, entries: BigInt(report.inTheBook), findings: [] });
  } finally {
    await database.close();
  }
}
