import { type BudgetRoom, findPlan } from '../../budgets/index.ts';
import { payablePayee } from '../payees/payable-payee.ts';
import type { AgreementDesk } from './agreement-desk.ts';

/** The desk as the service runs it: plans are budgets' to know, accounts the payees'. */
export function agreementDeskOf(room: BudgetRoom): AgreementDesk {
  return {
    ...room,
    findPlan,
    maskedAccount: async (tx, authorityId, payeeId, on) => {
      const payee = await payablePayee(tx, authorityId, payeeId, on);
      return payee.ok ? payee.value.maskedAccount : undefined;
    },
  };
}
