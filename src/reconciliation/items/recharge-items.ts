import { dimensionOf, openRecharges, partnerReceivableAccount } from '../../budgets/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { type ItemRoom, itemIdOf, ownIdsOf } from './item-room.ts';

const PREFIX = 'recharge';

/** What partners were asked for: money that is to come, often in parts. */
export const rechargeItems: ItemRoom = {
  prefix: PREFIX,
  listOpen: async ({ database }, authorityId, { account }) => {
    if (account.kind !== 'council') return [];
    const invoices = await inTransaction(database, { authorityId, readOnly: true }, (tx) => openRecharges(tx, authorityId));
    return invoices.map(({ invoiceId, partnerCode, reference, sealedOn, due }) => ({
      id: itemIdOf(PREFIX, invoiceId),
      kind: 'receivable',
      date: sealedOn,
      amountMinor: due,
      documents: [reference],
      payeeId: partnerCode,
    }));
  },
  take: async (tx, authorityId, itemIds) => {
    const invoices = await openRecharges(tx, authorityId, ownIdsOf(PREFIX, itemIds));
    return new Map(
      invoices.map(({ invoiceId, partnerCode, reference, due, parts }) => [
        itemIdOf(PREFIX, invoiceId),
        {
          wholeMinor: due,
          parts: parts.map(({ share, amount: weight }) => ({
            account: partnerReceivableAccount(partnerCode),
            dimension: dimensionOf(share),
            weight,
          })),
          payeeId: partnerCode,
          reference,
        },
      ]),
    );
  },
};
