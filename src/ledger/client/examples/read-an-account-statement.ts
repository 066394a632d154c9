import { type LedgerClient, penceOf } from '../index.ts';

/** Lists are iterations: pages are asked for as they are needed, and who stops reading stops asking. */
export async function readAnAccountStatement(ledger: LedgerClient, say: (line: string) => void): Promise<void> {
  let lines = 0;
  let moved = 0n;
  for await (const line of ledger.accountStatement('bank:main', { from: '2026-04-01', to: '2026-04-30' })) {
    lines += 1;
    moved += line.side === 'debit' ? penceOf(line.amount) : -penceOf(line.amount);
  }
  say(`${lines} postings in April, ${moved} pence in all.`);
}
