import { accountForPayee, accountsForShare, accountsForSource } from '../../budgets/index.ts';
import { instalmentReleased, refundToFamilyShown, spendingShown } from '../../payments/rules/payment-entries.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** The family shows what it spent: the advance becomes cost. A provider gives some back to the family: that is an advance again. */
export const spendingShownExample: MoneyExample = {
  name: 'spending-shown',
  accounts: [...accountsForSource('social-care', '2026-27'), ...accountsForShare(ASSISTANT), accountForPayee('family-7')],
  play: async (stage) => {
    const part = (amount: bigint) => ({ parts: [{ share: ASSISTANT, amount }] });
    await stage.before('an instalment of £800.00 is released.', [
      ...promised([{ share: ASSISTANT, given: 12_000_00n, amount: 10_400_00n }]),
      instalmentReleased({ effectiveDate: '2026-05-01', payee: 'family-7', ...part(800_00n) }),
    ]);
    await stage.post(spendingShown({ effectiveDate: '2026-05-31', ...part(640_20n), reference: 'RECEIPTS-05' }));
    await stage.post(refundToFamilyShown({ effectiveDate: '2026-06-10', ...part(40_00n), reference: 'CREDIT-NOTE-3' }));
    await stage.balances();
  },
};
