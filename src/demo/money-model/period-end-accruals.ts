import { accountForPayee, accountsForShare, accountsForSource } from '../../budgets/index.ts';
import { instalmentReleased } from '../../payments/rules/payment-entries.ts';
import { accountForAccruals, accrued } from './accrual.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** The year ends with support delivered and not invoiced, and an instalment due and not paid. Both belong to the old year; on day 1 they are reversed, and the invoice and the payment that come later are booked as always. */
export const periodEndAccruals: MoneyExample = {
  name: 'period-end-accruals',
  accounts: [
    ...accountsForSource('social-care', '2026-27'),
    ...accountsForShare(ASSISTANT),
    accountForPayee('family-7'),
    accountForAccruals('provider-3'),
    accountForAccruals('family-7'),
  ],
  play: async (stage) => {
    await stage.before(
      '£12,000.00 is given to the line and £10,400.00 of it promised.',
      promised([{ share: ASSISTANT, given: 12_000_00n, amount: 10_400_00n }]),
    );
    const part = (amount: bigint) => ({ parts: [{ share: ASSISTANT, amount }] });
    const delivered = {
      effectiveDate: '2027-03-31',
      payee: 'provider-3',
      words: 'Delivered in March, not invoiced',
      ...part(450_00n),
    } as const;
    const due = { effectiveDate: '2027-03-31', payee: 'family-7', words: 'Instalment due in March, not paid', ...part(800_00n) } as const;
    const accruals = [await stage.post(accrued(delivered)), await stage.post(accrued(due))];
    for (const entryId of accruals) await stage.reverse(entryId, '2027-04-01', 'Accrual reversed on day 1');
    await stage.post(instalmentReleased({ effectiveDate: '2027-04-06', payee: 'family-7', ...part(800_00n), reference: 'DP-2027-03' }));
    await stage.balances();
  },
};
