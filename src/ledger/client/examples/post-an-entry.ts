import { type LedgerClient, moneyOf, penceOf } from '../index.ts';

/** Money comes to the bank: an entry is posted, and the balance is read. */
export async function postAnEntry(ledger: LedgerClient, say: (line: string) => void): Promise<void> {
  const posted = await ledger.postEntry({
    description: 'Cash for April',
    effectiveDate: '2026-04-07',
    reference: 'CASH-2026-04',
    postings: [
      { account: 'bank:main', side: 'debit', amount: moneyOf(12_500_000n) },
      { account: 'council-cash', side: 'credit', amount: moneyOf(12_500_000n) },
    ],
  });
  if (!posted.ok) return say(`Refused: ${posted.refusal.code}. ${posted.refusal.detail}`);
  say(`Posted ${posted.value.reference}, effective ${posted.value.effectiveDate}.`);

  const balance = await ledger.balance('bank:main');
  if (balance.ok) say(`The bank account stands at ${penceOf(balance.value.balance)} pence.`);
}
