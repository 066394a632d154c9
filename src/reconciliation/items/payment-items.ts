import { clearingAccount, dimensionOf } from '../../budgets/index.ts';
import {
  closedRunOf,
  lockPaymentsToSee,
  markPaymentsSeen,
  markPaymentsUnseen,
  type PaymentToSee,
  paymentsToSee,
} from '../../payments/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { type ItemRoom, itemIdOf, ownIdsOf, type TakenItem } from './item-room.ts';

const PREFIX = 'payment';

/** Payments that were sent: money that is to leave by the bank statement, one by one or as the contra of a Bacs run. */
export const paymentItems: ItemRoom = {
  prefix: PREFIX,
  listOpen: async ({ database }, authorityId, { account }) => {
    const payments = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
      paymentsToSee(tx, authorityId, account.ledgerAccount),
    );
    return payments.map(({ instructionId, runId, reference, amount, payDate, rail, payee }) => ({
      id: itemIdOf(PREFIX, instructionId),
      date: payDate,
      amountMinor: -amount,
      reference,
      payeeId: payee,
      ...(paysInOneSum(rail) ? { kind: 'batch-item' as const, batchId: runId } : { kind: 'payment' as const }),
    }));
  },
  take: async (tx, authorityId, itemIds) => {
    const found = await lockPaymentsToSee(tx, authorityId, ownIdsOf(PREFIX, itemIds));
    return new Map([...found].map(([instructionId, payment]) => [itemIdOf(PREFIX, instructionId), taken(payment)]));
  },
  seen: (tx, authorityId, itemIds, facts) => markPaymentsSeen(tx, authorityId, ownIdsOf(PREFIX, itemIds), facts),
  keepsFromUndoing: async (tx, authorityId, itemIds) =>
    (await closedRunOf(tx, authorityId, ownIdsOf(PREFIX, itemIds))) === undefined ? undefined : 'item-not-undoable',
  unseen: (tx, authorityId, itemIds) => markPaymentsUnseen(tx, authorityId, ownIdsOf(PREFIX, itemIds)),
};

/** A bank books a Bacs submission as one contra; every other rail shows each payment. */
export function paysInOneSum(rail: string): boolean {
  return rail === 'bacs' || rail.startsWith('bacs-');
}

function taken({ amount, parts, rail, payee, reference }: PaymentToSee): TakenItem {
  return {
    wholeMinor: -amount,
    parts: parts.map(({ share, amount: weight }) => ({ account: clearingAccount(rail), dimension: dimensionOf(share), weight })),
    payeeId: payee,
    reference,
  };
}
