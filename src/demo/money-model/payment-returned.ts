import {
  accountForPayee,
  accountForRail,
  accountsForBank,
  accountsForShare,
  accountsForSource,
  cashReceived,
} from '../../budgets/index.ts';
import { instalmentReleased, paymentReturned, paymentSeenAtBank, paymentSent } from '../../payments/rules/payment-entries.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** The bank gives a payment back. The earlier days were true and stay; three new entries of the day of return undo the three steps. */
export const paymentReturnedExample: MoneyExample = {
  name: 'payment-returned',
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
    await stage.before('an instalment of £800.00 is released, sent and seen at the bank.', [
      ...promised([{ share: ASSISTANT, given: 12_000_00n, amount: 10_400_00n }]),
      cashReceived({ effectiveDate: '2026-04-08', bank: 'main', amount: 40_000_00n }),
      instalmentReleased({ effectiveDate: '2026-05-01', ...payment }),
      paymentSent({ effectiveDate: '2026-05-01', ...payment }),
      paymentSeenAtBank({ effectiveDate: '2026-05-02', ...payment }),
    ]);
    for (const draft of paymentReturned({ effectiveDate: '2026-05-05', ...payment })) await stage.post(draft);
    await stage.balances();
  },
};
