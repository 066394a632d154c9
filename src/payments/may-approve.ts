import { decide, type Policy, type PolicyRefusal } from '../people/index.ts';
import { dateInLondon } from '../platform/calendar/london-time.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Caller } from '../platform/http/operation.ts';
import { accepted, type Result } from '../platform/result.ts';
import type { PaymentRun } from './payment-run.ts';

/** Whoever approves by page or API: judged by the policy on what the run says when its row is locked, not when it was shown. */
export interface ApprovingPerson {
  readonly caller: Caller;
  readonly policy: Policy;
  /** The latest day on which an account that the run pays was changed. */
  readonly bankAccountChangedOn?: PlainDate;
}

export function mayApprove(
  { caller, policy, bankAccountChangedOn }: ApprovingPerson,
  { plannedBy, instructions }: PaymentRun,
  now: Date,
): Result<undefined, PolicyRefusal> {
  const target = {
    makers: [plannedBy],
    amount: instructions.reduce((sum, { amount }) => sum + amount, 0n),
    ...(bankAccountChangedOn !== undefined && { bankAccountChangedOn }),
  };
  const decided = decide(policy, caller, 'payments.approve-payment-run', target, { now, today: dateInLondon(now) });
  return decided.ok ? accepted(undefined) : decided;
}
