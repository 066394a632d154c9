import { accountForPayee, accountForRecoverableVat, accountsForShare, accountsForSource, splitOverShares } from '../../budgets/index.ts';
import { invoiceApproved } from '../../commissioning/index.ts';
import { requireAccepted } from '../require-accepted.ts';
import { promised } from './promised.ts';
import { NIGHTS_CARE, NIGHTS_HEALTH } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** A provider's invoice with VAT on a line that care and health pay for together: the budget bears the net cost, each funder its part to the penny, and the provider is owed the gross. */
export const invoiceApprovedExample: MoneyExample = {
  name: 'invoice-approved',
  accounts: [
    ...accountsForSource('social-care', '2026-27'),
    ...accountsForSource('icb', '2026-27'),
    ...accountsForShare(NIGHTS_CARE),
    ...accountsForShare(NIGHTS_HEALTH),
    accountForPayee('provider-3'),
    accountForRecoverableVat(),
  ],
  play: async (stage) => {
    await stage.before(
      '£3,000.00 is promised to a provider, 60 % from care and 40 % from health.',
      promised([
        { share: NIGHTS_CARE, given: 3_000_00n, amount: 1_800_00n },
        { share: NIGHTS_HEALTH, given: 2_000_00n, amount: 1_200_00n },
      ]),
    );
    const weights = [
      { share: NIGHTS_CARE, weight: 60n },
      { share: NIGHTS_HEALTH, weight: 40n },
    ];
    const [cost, vat] = [
      splitOverShares(weights, { before: 0n, amount: 833_33n }),
      splitOverShares(weights, { before: 0n, amount: 166_67n }),
    ];
    const parts = cost.map(({ share, amount }, n) => ({
      share,
      cost: amount,
      vatReclaimed: vat[n]?.amount ?? 0n,
      stillCommitted: share === NIGHTS_CARE ? 1_800_00n : 1_200_00n,
    }));
    const approved = invoiceApproved({ effectiveDate: '2026-05-31', payee: 'provider-3', parts, reference: 'INV-2041' });
    await stage.post(requireAccepted('invoice', approved));
    await stage.balances();
  },
};
