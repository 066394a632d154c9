import type { OutlayInstalments, PromisedPayments } from '../../../src/payments/punctuality/promised-payments.ts';
import type { PromisedPayment } from '../../../src/payments/punctuality/rules/lateness.ts';
import type { UrgentRun, UrgentRuns } from '../../../src/payments/runs/urgent-run.ts';
import type { NewOutlay } from '../../../src/payments/schedules/index.ts';
import { accepted } from '../../../src/platform/result.ts';

/** Schedules and runs kept in a list, for tests of what is built on them. */
export function promisedInAList(): PromisedPayments & { put(payment: PromisedPayment): void } {
  const payments = new Map<string, PromisedPayment>();
  const all = () => [...payments.values()];
  return {
    put: (payment) => payments.set(payment.dueRef, payment),
    find: async (_tx, _authorityId, dueRef) => payments.get(dueRef),
    ofFamily: async (_tx, _authorityId, familyId) => all().filter((payment) => payment.familyId === familyId),
    between: async (_tx, _authorityId, from, until) => all().filter(({ promisedOn }) => from <= promisedOn && promisedOn <= until),
  };
}

export function outlaysInAList(): OutlayInstalments & { readonly added: readonly NewOutlay[] } {
  const added: NewOutlay[] = [];
  return {
    added,
    add: async (_tx, outlay) => {
      added.push(outlay);
      return accepted({ dueRef: `outlay:${added.length}` });
    },
    book: async () => undefined,
  };
}

export function urgentRunsInAList(amount: bigint): UrgentRuns & { readonly opened: readonly UrgentRun[] } {
  const opened: UrgentRun[] = [];
  return {
    opened,
    promised: async () => new Map(),
    open: async (_tx, _decider, run) => {
      opened.push(run);
      return accepted({ runId: run.urgentId, amount });
    },
  };
}
