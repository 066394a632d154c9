import { serviceCaller } from '../../people/index.ts';
import { accepted } from '../../platform/result.ts';
import { openAccountFor, type PayeeRoom, payablePayees } from '../payees/index.ts';
import type { PayablePayees } from './run-desk.ts';

/** The council's own payees: who may be paid where, and their details for the moment of sending, with the audit that goes with it. */
export function councilPayees(room: Pick<PayeeRoom, 'database' | 'clock' | 'keyRing'>): PayablePayees {
  return {
    payable: payablePayees,
    openAccount: async (authorityId, { accountId, reference }) => {
      const opened = await openAccountFor(room, serviceCaller(authorityId, 'system'), { accountId, why: 'payment', reference });
      if (!opened.ok) return opened;
      const { kind: _, ...account } = opened.value;
      return accepted(account);
    },
  };
}
