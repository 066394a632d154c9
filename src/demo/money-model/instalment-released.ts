import { accountForPayee, accountsForShare, accountsForSource } from '../../budgets/index.ts';
import { instalmentReleased } from '../../payments/rules/payment-entries.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** A direct payment is due: the budget is charged, and the payee is owed. Nothing has left the bank. */
export const instalmentReleasedExample: MoneyExample = {
  name: 'instalment-released',
  accounts: [...accountsForSource('social-care', '2026-27'), ...accountsForShare(ASSISTANT), accountForPayee('family-7')],
  play: async (stage) => {
    await stage.before(
      '£12,000.00 is given to the line and £10,400.00 of it promised.',
      promised([{ share: ASSISTANT, given: 12_000_00n, amount: 10_400_00n }]),
    );
    const parts = [{ share: ASSISTANT, amount: 800_00n }];
    await stage.post(instalmentReleased({ effectiveDate: '2026-05-01', payee: 'family-7', parts, reference: 'DP-2026-05' }));
    await stage.balances();
  },
};
