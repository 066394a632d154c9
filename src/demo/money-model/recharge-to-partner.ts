import { accountsForPartner, rechargedToPartner } from '../../budgets/index.ts';
import { NIGHTS_HEALTH } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** A partner pays for its share after the council has. What was returned in the month is taken off; the budget was charged when the money was paid. */
export const rechargeToPartner: MoneyExample = {
  name: 'recharge-to-partner',
  accounts: accountsForPartner('icb', [NIGHTS_HEALTH]),
  play: async (stage) => {
    const paid = 400_00n;
    const returned = 36_50n;
    const parts = [{ share: NIGHTS_HEALTH, amount: paid - returned }];
    await stage.post(rechargedToPartner({ effectiveDate: '2026-05-31', partner: 'icb', parts, reference: 'ICB-2026-05' }));
    await stage.balances();
  },
};
