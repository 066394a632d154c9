import { accountsForShare, accountsForSource, allocatedToLine, committed, fundsPutUp } from '../../budgets/index.ts';
import { TUTOR } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** An agreed budget gives a line its money, and an agreement promises it. A promise of more than there is, is refused by the book. */
export const givenAndPromised: MoneyExample = {
  name: 'given-and-promised',
  accounts: [...accountsForSource('high-needs', '2026-27'), ...accountsForShare(TUTOR)],
  play: async (stage) => {
    const part = (amount: bigint) => ({ parts: [{ share: TUTOR, amount }] });
    await stage.before('£20,000.00 is put up for the year.', [
      fundsPutUp({ effectiveDate: '2026-04-01', source: 'high-needs', financialYear: '2026-27', amount: 20_000_00n }),
    ]);
    await stage.post(allocatedToLine({ effectiveDate: '2026-04-01', ...part(12_000_00n), reference: 'PLAN-1' }));
    await stage.post(committed({ effectiveDate: '2026-04-02', ...part(10_400_00n), reference: 'AGR-1' }));
    await stage.refused(committed({ effectiveDate: '2026-04-03', ...part(1_600_01n), reference: 'AGR-2' }));
    await stage.balances();
  },
};
