import { accountForPayee, accountForRecovery, accountsForShare, accountsForSource } from '../../budgets/index.ts';
import { instalmentReleased, spendingShown } from '../../payments/rules/payment-entries.ts';
import { recoveryDecided } from '../../payments/rules/recovery-entries.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** Money to return: the notice posts nothing, because until the decision is final the money is the family's to answer for. Then it is a debt: out of the advance, or out of the cost when a spend is refused. */
export const moneyToReturnDecided: MoneyExample = {
  name: 'money-to-return-decided',
  accounts: [
    ...accountsForSource('social-care', '2026-27'),
    ...accountsForShare(ASSISTANT),
    accountForPayee('family-7'),
    accountForRecovery('case-9'),
  ],
  play: async (stage) => {
    const part = (amount: bigint) => ({ parts: [{ share: ASSISTANT, amount }] });
    await stage.before('instalments of £1,600.00 are released, and £1,000.00 of it is shown as spent.', [
      ...promised([{ share: ASSISTANT, given: 12_000_00n, amount: 10_400_00n }]),
      instalmentReleased({ effectiveDate: '2026-05-01', payee: 'family-7', ...part(1_600_00n) }),
      spendingShown({ effectiveDate: '2026-06-30', ...part(1_000_00n) }),
    ]);
    stage.say('\n2026-07-01  Notice given: nothing is posted.');
    const decided = { effectiveDate: '2026-08-01', recoveryCase: 'case-9', reference: 'CASE-9' } as const;
    await stage.post(recoveryDecided({ ...decided, of: 'advance', ...part(300_00n) }));
    await stage.post(recoveryDecided({ ...decided, of: 'expense', ...part(75_00n) }));
    await stage.balances();
  },
};
