import { type LedgerClient, moneyOf, type ServiceRefusal } from '../index.ts';

/** A refusal has a code for the program, words for the person, and the figures of the case. */
export async function answerARefusal(ledger: LedgerClient, say: (line: string) => void): Promise<void> {
  const promised = await ledger.postEntry({
    description: 'A promise of more than there is',
    effectiveDate: '2026-04-10',
    postings: [
      { account: 'share:L1:available', side: 'debit', amount: moneyOf(1_000_000n) },
      { account: 'share:L1:committed', side: 'credit', amount: moneyOf(1_000_000n) },
    ],
  });
  if (promised.ok) return say('Promised.');
  switch (promised.refusal.code) {
    case 'floor-broken':
      return say(`Not enough: ${(promised.refusal as ServiceRefusal).detail}`);
    case 'deadline-passed':
      return say('Not known. Send it again with the key of the refusal.');
    default:
      return say(`Refused: ${promised.refusal.code}.`);
  }
}
