import type { Ledger, StoredEntry } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bankLegs } from '../items/bank-legs.ts';
import type { BudgetBridge } from './proof-figures.ts';

const AT_ONCE = 500;

/** From what budgets were charged to what the bank showed, up to a day: each member from its own accounts, so that `other` shows a fault. */
export async function budgetBridge(ledger: Ledger, authorityId: number, asOf: PlainDate): Promise<BudgetBridge> {
  const trial = await ledger.trialBalance(authorityId, asOf);
  /** Credit balances, above nothing where the council owes. */
  const owed = (isOf: (account: string) => boolean) =>
    trial.reduce((sum, { account, balance }) => (isOf(account) ? sum - balance : sum), 0n);
  const paidMinor = owed((account) => account.startsWith('share:') && account.endsWith(':paid'));
  const vatMinor = -owed((account) => account === 'vat-recoverable');
  const unpaidMinor = owed((account) => account.startsWith('payable:'));
  const underWayMinor = owed((account) => account.startsWith('clearing:'));
  let [seenMinor, returnedMinor, paidBackMinor] = [0n, 0n, 0n];
  for (const { account } of trial.filter((line) => isBank(line.account))) {
    for await (const { postings } of entriesOn(ledger, authorityId, account, asOf)) {
      const moved = postings.reduce((sum, posting) => (posting.account === account ? sum + posting.amount : sum), 0n);
      const against = (head: string) => postings.some((posting) => posting.account.startsWith(head));
      if (against('clearing:')) {
        if (moved < 0n) seenMinor -= moved;
        else returnedMinor += moved;
      } else if (against('receivable:recovery:')) paidBackMinor += moved;
    }
  }
  const otherMinor = paidMinor + vatMinor - (seenMinor - returnedMinor - paidBackMinor + unpaidMinor + underWayMinor);
  return { paidMinor, vatMinor, seenMinor, returnedMinor, paidBackMinor, unpaidMinor, underWayMinor, otherMinor };
}

const isBank = (account: string) => account.startsWith('bank:') || account.startsWith('rail-balance:') || account === 'client-bank';

async function* entriesOn(ledger: Ledger, authorityId: number, account: string, to: PlainDate): AsyncGenerator<StoredEntry> {
  const ids = (await bankLegs(ledger, authorityId, account, { to })).map(({ entryId }) => entryId);
  for (let from = 0; from < ids.length; from += AT_ONCE) yield* await ledger.entries(authorityId, ids.slice(from, from + AT_ONCE));
}
