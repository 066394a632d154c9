import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerARefusal } from '../../../src/ledger/client/examples/answer-a-refusal.ts';
import { importOpeningBalances } from '../../../src/ledger/client/examples/import-opening-balances.ts';
import { postAnEntry } from '../../../src/ledger/client/examples/post-an-entry.ts';
import { readAnAccountStatement } from '../../../src/ledger/client/examples/read-an-account-statement.ts';
import { repeatWithTheSameKey } from '../../../src/ledger/client/examples/repeat-with-the-same-key.ts';
import { createLedgerClient, type LedgerClient, moneyOf } from '../../../src/ledger/client/index.ts';
import { type LedgerApi, startLedgerApi } from '../../api/ledger-api.ts';

let api: LedgerApi;
let ledger: LedgerClient;

beforeAll(async () => {
  api = await startLedgerApi();
  ledger = createLedgerClient({ url: api.url, key: await api.newKey(await api.newAuthority('examples')) });
  await ledger.openPeriods([{ periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' }]);
  const account = (code: string, side: 'budget' | 'actual', normalSide: 'debit' | 'credit') =>
    ledger.openAccount({
      code,
      class: 'asset',
      side,
      normalSide,
      opensOn: '2026-04-01',
      ...(code.endsWith('available') && { floor: moneyOf(0n) }),
    });
  for (const code of ['bank:main', 'expense:L1']) await account(code, 'actual', 'debit');
  await account('council-cash', 'actual', 'credit');
  for (const code of ['share:L1:available', 'share:L1:committed']) await account(code, 'budget', 'credit');
});
afterAll(() => api.close());

async function said(example: (client: LedgerClient, say: (line: string) => void) => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  await example(ledger, (line) => lines.push(line));
  return lines;
}

describe('the examples of the client', () => {
  it('post, repeat, are refused, read on and import, as they say', async () => {
    expect(await said(postAnEntry)).toEqual(['Posted CASH-2026-04, effective 2026-04-07.', 'The bank account stands at 12500000 pence.']);
    expect(await said(repeatWithTheSameKey)).toEqual([
      'Two answers, one entry: true.',
      'The same key for something else: idempotency-conflict.',
    ]);
    expect(await said(answerARefusal)).toEqual([
      'Not enough: share:L1:available has £0.00 available and £10000.00 was asked for. Ask again when there is money, or put money up first; a cost that has already happened posts under a named override.',
    ]);
    expect(await said(readAnAccountStatement)).toEqual(['2 postings in April, 12476000 pence in all.']);
    expect(await said(importOpeningBalances)).toEqual(['1 entry with 2 postings would go in.', 'Imported once: true.', 'It is undone.']);
  });
});
