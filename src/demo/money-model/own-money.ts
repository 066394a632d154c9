import type { AccountDraft } from '../../budgets/index.ts';
import { entryDraft, pair } from '../../budgets/rules/postings.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { MoneyExample } from './stage.ts';

const ACCOUNTS: readonly AccountDraft[] = [
  { code: 'own-money', side: 'memo', class: 'asset', normalSide: 'debit' },
  { code: 'own-funds:AGR-1', side: 'memo', class: 'liability', normalSide: 'credit' },
];

/** A family tops up from its own pocket. It is no public money: a pair on the memo side beside the books, left out of every export and of both sides' sums. */
export const ownMoney: MoneyExample = {
  name: 'own-money',
  accounts: ACCOUNTS,
  play: async (stage) => {
    const own = (effectiveDate: PlainDate, description: string, debit: string, credit: string, amount: bigint) =>
      stage.post(entryDraft({ effectiveDate }, description, pair({ debit, credit, amount })));
    await own('2026-05-01', 'The family adds its own money', 'own-money', 'own-funds:AGR-1', 120_00n);
    await own('2026-05-20', 'Own money spent', 'own-funds:AGR-1', 'own-money', 85_00n);
    await stage.balances();
  },
};
