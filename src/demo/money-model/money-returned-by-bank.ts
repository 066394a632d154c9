import { accountForPayee, accountForRecovery, accountsForBank, accountsForShare, accountsForSource } from '../../budgets/index.ts';
import { instalmentReleased, spendingShown } from '../../payments/rules/payment-entries.ts';
import { recoveryDecided, recoveryPaidBack } from '../../payments/rules/recovery-entries.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** The family pays back. While the year is open the money is the line's again; after it, it joins what the same source has not given away in the current year. */
export const moneyReturnedByBank: MoneyExample = {
  name: 'money-returned-by-bank',
  accounts: [
    ...accountsForSource('social-care', '2026-27'),
    ...accountsForShare(ASSISTANT),
    ...accountsForSource('social-care', '2027-28'),
    accountForPayee('family-7'),
    accountForRecovery('case-9'),
    ...accountsForBank('main'),
  ],
  play: async (stage) => {
    const part = (amount: bigint) => ({ parts: [{ share: ASSISTANT, amount }] });
    await stage.before('instalments of £1,600.00 are released, and £1,000.00 of it is shown as spent; £500.00 is to be returned.', [
      ...promised([{ share: ASSISTANT, given: 12_000_00n, amount: 10_400_00n }]),
      instalmentReleased({ effectiveDate: '2026-05-01', payee: 'family-7', ...part(1_600_00n) }),
      spendingShown({ effectiveDate: '2026-06-30', ...part(1_000_00n) }),
      recoveryDecided({ effectiveDate: '2026-08-01', recoveryCase: 'case-9', of: 'advance', ...part(500_00n) }),
    ]);
    const returned = { recoveryCase: 'case-9', bank: 'main' } as const;
    await stage.post(recoveryPaidBack({ effectiveDate: '2026-09-10', ...returned, ...part(200_00n), freed: { to: 'line' } }));
    await stage.post(
      recoveryPaidBack({ effectiveDate: '2027-05-10', ...returned, ...part(300_00n), freed: { to: 'source', currentYear: '2027-28' } }),
    );
    await stage.balances();
  },
};
