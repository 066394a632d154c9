import { accountForPayee, accountsForShare, accountsForSource } from '../../budgets/index.ts';
import { invoiceApproved } from '../../commissioning/index.ts';
import { requireAccepted } from '../require-accepted.ts';
import { promised } from './promised.ts';
import { ASSISTANT } from './shares.ts';
import type { MoneyExample } from './stage.ts';

/** An approved invoice of more than was ordered: support that was delivered is written down even where it takes the line below nothing, but only under a named override that somebody answers for. */
export const invoiceBeyondCommitment: MoneyExample = {
  name: 'invoice-beyond-commitment',
  accounts: [...accountsForSource('social-care', '2026-27'), ...accountsForShare(ASSISTANT), accountForPayee('provider-3')],
  play: async (stage) => {
    await stage.before(
      '£550.00 is given to the line and £500.00 of it promised.',
      promised([{ share: ASSISTANT, given: 550_00n, amount: 500_00n }]),
    );
    const invoice = {
      effectiveDate: '2026-05-31',
      payee: 'provider-3',
      parts: [{ share: ASSISTANT, cost: 620_00n, vatReclaimed: 0n, stillCommitted: 500_00n }],
      reference: 'INV-2042',
    } as const;
    const withoutName = invoiceApproved(invoice);
    stage.say(`\nWithout an override: ${withoutName.ok ? 'approved' : withoutName.refusal.code}`);
    await stage.post(requireAccepted('invoice', invoiceApproved({ ...invoice, override: 'delivered-and-approved' })));
    await stage.balances();
  },
};
