import { accountsForBank, accountsForSource, cashReceived, fundsPutUp } from '../../budgets/index.ts';
import type { MoneyExample } from './stage.ts';

/** A funder says how much there is for a year; the cash comes when it comes, which is an event of its own. */
export const funderPutsMoneyUp: MoneyExample = {
  name: 'funder-puts-money-up',
  accounts: [...accountsForSource('high-needs', '2026-27'), ...accountsForBank('main')],
  play: async (stage) => {
    await stage.post(fundsPutUp({ effectiveDate: '2026-04-01', source: 'high-needs', financialYear: '2026-27', amount: 500_000_00n }));
    await stage.post(cashReceived({ effectiveDate: '2026-04-08', bank: 'main', amount: 40_000_00n, reference: 'CASH-04' }));
    await stage.balances();
  },
};
