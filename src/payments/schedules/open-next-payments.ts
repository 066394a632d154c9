import type { NextPayments } from '../../budgets/index.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { nextPayments } from './next-payments.ts';

/** Budgets' port of the payments to come, filled from the schedules. */
export function nextPaymentsOf({ database }: { readonly database: Database }): NextPayments {
  return async (authorityId, lineCodes, from) => {
    const next = await inTransaction(database, { authorityId, readOnly: true }, (tx) => nextPayments(tx, authorityId, lineCodes, from));
    return [...next.values()].map(({ lineCode, payOn, amount }) => ({ lineCode, on: payOn, amount }));
  };
}
