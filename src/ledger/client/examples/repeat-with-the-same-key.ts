import { type LedgerClient, moneyOf } from '../index.ts';

/**
 * A program that may stop at any moment makes up a key, writes it down with what it is about to do, and sends both. When it starts again it
 * sends them again: what was posted is answered, what was not is posted.
 */
export async function repeatWithTheSameKey(ledger: LedgerClient, say: (line: string) => void): Promise<void> {
  const writtenDown = {
    key: 'invoice-2041',
    entry: {
      description: 'Invoice 2041',
      effectiveDate: '2026-04-10',
      postings: [
        { account: 'expense:L1', side: 'debit', amount: moneyOf(24_000n) },
        { account: 'bank:main', side: 'credit', amount: moneyOf(24_000n) },
      ],
    },
  } as const;
  const first = await ledger.postEntry(writtenDown.entry, { idempotencyKey: writtenDown.key });
  const again = await ledger.postEntry(writtenDown.entry, { idempotencyKey: writtenDown.key });
  if (first.ok && again.ok) say(`Two answers, one entry: ${first.value.entryId === again.value.entryId}.`);

  const other = { ...writtenDown.entry, description: 'Invoice 2042' };
  const misused = await ledger.postEntry(other, { idempotencyKey: writtenDown.key });
  if (!misused.ok) say(`The same key for something else: ${misused.refusal.code}.`);
}
