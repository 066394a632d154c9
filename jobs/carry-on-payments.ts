import type { z } from 'zod';
import type { BudgetRoom } from '../src/budgets/index.ts';
import { agreementDeskOf, carryOn, type carryOnPayments } from '../src/payments/index.ts';
import type { Processor } from '../src/platform/queue/job-registry.ts';
import { accepted } from '../src/platform/result.ts';

/** Pays agreements past their last day on, once a day. Of several days that were missed the first run catches up with all. */
export function carryOnProcessor(room: Omit<BudgetRoom, 'clock'>): Processor<z.infer<typeof carryOnPayments.payload>> {
  return async (_window, { authorityId, clock, log }) => {
    const { agreementIds, failed } = await carryOn(agreementDeskOf({ ...room, clock }), authorityId);
    for (const { agreementId, code } of failed)
      log.error({ agreementId, code }, 'an agreement could not be carried on; an officer sees it');
    if (agreementIds.length > 0) log.info({ agreements: agreementIds.length }, 'agreements past their last day are paid on');
    return accepted(undefined);
  };
}
