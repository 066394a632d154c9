import {
  accountForPayee,
  accountForRail,
  accountsForBank,
  accountsForShare,
  accountsForSource,
  cashReceived,
} from '../../budgets/index.ts';
import { instalmentReleased, paymentSeenAtBank, paymentSent } from '../../payments/rules/payment-entries.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** A rail takes the payment; a day later the bank shows it. In between it stands in clearing, so money under way is never forgotten. */
export const sentAndSeen: MoneyExample = {
  name: 'sent-and-seen',
  accounts: [
    ...accountsForSource('social-care', '2026-27'),
    ...accountsForShare(ASSISTANT),
    accountForPayee('family-7'),
    accountForRail('bacs'),
    ...accountsForBank('main'),
  ],
  play: async (stage) => {
    const payment = {
      payee: 'family-7',
      rail: 'bacs',
      bank: 'main',
      parts: [{ share: ASSISTANT, amount: 800_00n }],
      reference: 'DP-2026-05',
    };
    await stage.before('£40,000.00 is at the bank and an instalment of £800.00 is released.', [
      ...promised([{ share: ASSISTANT, given: 12_000_00n, amount: 10_400_00n }]),
      cashReceived({ effectiveDate: '2026-04-08', bank: 'main', amount: 40_000_00n }),
      instalmentReleased({ effectiveDate: '2026-05-01', ...payment }),
    ]);
    await stage.post(paymentSent({ effectiveDate: '2026-05-01', ...payment }));
    await stage.post(paymentSeenAtBank({ effectiveDate: '2026-05-02', ...payment }));
    await stage.balances();
  },
};
