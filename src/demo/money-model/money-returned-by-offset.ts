import { accountForPayee, accountForRecovery, accountsForShare, accountsForSource } from '../../budgets/index.ts';
import { instalmentReleased, spendingShown } from '../../payments/rules/payment-entries.ts';
import { recoveryDecided, recoveryTakenByOffset } from '../../payments/rules/recovery-entries.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** The same, kept from an instalment that is due: less is owed to the family, and so less is sent. */
export const moneyReturnedByOffset: MoneyExample = {
  name: 'money-returned-by-offset',
  accounts: [
    ...accountsForSource('social-care', '2026-27'),
    ...accountsForShare(ASSISTANT),
    accountForPayee('family-7'),
    accountForRecovery('case-9'),
  ],
  play: async (stage) => {
    const part = (amount: bigint) => ({ parts: [{ share: ASSISTANT, amount }] });
    await stage.before('instalments of £1,600.00 are released, and £1,000.00 of it is shown as spent; £300.00 is to be returned.', [
      ...promised([{ share: ASSISTANT, given: 12_000_00n, amount: 10_400_00n }]),
      instalmentReleased({ effectiveDate: '2026-05-01', payee: 'family-7', ...part(1_600_00n) }),
      spendingShown({ effectiveDate: '2026-06-30', ...part(1_000_00n) }),
      recoveryDecided({ effectiveDate: '2026-08-01', recoveryCase: 'case-9', of: 'advance', ...part(300_00n) }),
    ]);
    const due = { effectiveDate: '2026-09-01', payee: 'family-7' } as const;
    await stage.post(instalmentReleased({ ...due, ...part(800_00n), reference: 'DP-2026-09' }));
    await stage.post(
      recoveryTakenByOffset({ ...due, ...part(300_00n), recoveryCase: 'case-9', freed: { to: 'line' }, reference: 'CASE-9' }),
    );
    await stage.balances();
  },
};
