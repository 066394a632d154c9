import type { DueLine, DueLines, Hold, PayablePayees, RunPayee } from '../../src/payments/index.ts';
import { accepted, refused } from '../../src/platform/result.ts';

export interface ListedDueLines extends DueLines {
  readonly lines: Map<string, DueLine & { readonly payOn: string }>;
  readonly holds: Map<string, Hold>;
  /** `dueRef: where it stands`: what whoever owes it was told. */
  readonly told: Map<string, string>;
}

/** What is due, as a list that the test writes. */
export function listedDueLines(): ListedDueLines {
  const lines = new Map<string, DueLine & { readonly payOn: string }>();
  const holds = new Map<string, Hold>();
  const told = new Map<string, string>();
  const tell = (dueRefs: readonly string[], state: string) => {
    for (const dueRef of dueRefs) told.set(dueRef, state);
  };
  return {
    lines,
    holds,
    told,
    due: async (_, __, payOn) =>
      [...lines.values()].filter((line) => line.payOn <= payOn && !['in-run', 'paid'].includes(told.get(line.dueRef) ?? '')),
    holdsFor: async (_, __, dueRefs) => new Map([...holds].filter(([dueRef]) => dueRefs.includes(dueRef))),
    markInRun: async (_, __, dueRefs) => {
      tell(dueRefs, 'in-run');
      return dueRefs;
    },
    markPaid: async (_, __, dueRefs) => tell(dueRefs, 'paid'),
    reopen: async (_, __, dueRefs, why) => tell(dueRefs, why),
  };
}

export interface ListedPayees extends PayablePayees {
  readonly payees: Map<string, RunPayee | string>;
  /** Which accounts were opened in the clear, and for which payment. */
  readonly opened: string[];
}

/** Who may be paid; a text instead is why not. */
export function listedPayees(): ListedPayees {
  const payees = new Map<string, RunPayee | string>();
  const opened: string[] = [];
  const judged = (payeeId: string) => {
    const found = payees.get(payeeId) ?? 'payee-not-found';
    return typeof found === 'string' ? refused({ code: found }) : accepted(found);
  };
  return {
    payees,
    opened,
    payable: async (_, __, payeeIds) => new Map(payeeIds.map((payeeId) => [payeeId, judged(payeeId)])),
    openAccount: async (_, { payeeId, accountId, reference }) => {
      const payee = judged(payeeId);
      if (!payee.ok) return payee;
      if (payee.value.accountId !== accountId) return refused({ code: 'account-changed' });
      opened.push(reference);
      return accepted({ accountName: 'A payee', sortCode: '000000', accountNumber: '00001234' });
    },
  };
}
