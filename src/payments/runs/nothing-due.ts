import { refused } from '../../platform/result.ts';
import type { DueLines, PayablePayees } from './run-desk.ts';

/** For an authority whose payments are planned line by line: nothing falls due by itself, and nobody has to be told. */
export const nothingDue: { readonly dueLines: DueLines; readonly payees: PayablePayees } = {
  dueLines: {
    due: async () => [],
    holdsFor: async () => new Map(),
    markInRun: async (_tx, _authorityId, dueRefs) => dueRefs,
    markPaid: async () => undefined,
    reopen: async () => undefined,
  },
  payees: {
    payable: async () => new Map(),
    openAccount: async () => refused({ code: 'payee-not-found' }),
  },
};
