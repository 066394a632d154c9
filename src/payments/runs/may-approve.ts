import { decide, type Policy, type PolicyRefusal } from '../../people/index.ts';
import { laterOf } from '../../platform/calendar/date-arithmetic.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result } from '../../platform/result.ts';
import type { PaymentRun } from './payment-run.ts';

/** Whoever approves by page or API: judged by the policy on what the run says when its row is locked, not when it was shown. */
export interface ApprovingPerson {
  readonly caller: Caller;
  readonly policy: Policy;
}

export function mayApprove(
  { caller, policy }: ApprovingPerson,
  { plannedBy, submittedBy, instructions }: PaymentRun,
  now: Date,
  step: 'payments.approve-payment-run' | 'payments.approve-urgent-payment' = 'payments.approve-payment-run',
): Result<undefined, PolicyRefusal> {
  const paid = instructions.filter(({ state }) => state === 'due');
  const changes = paid.flatMap(({ accountChangedOn }): PlainDate[] => (accountChangedOn === undefined ? [] : [accountChangedOn]));
  const target = {
    makers: submittedBy === undefined ? [plannedBy] : [plannedBy, submittedBy],
    amount: paid.reduce((sum, { amount }) => sum + amount, 0n),
    ...(changes.length > 0 && { bankAccountChangedOn: changes.reduce(laterOf) }),
  };
  const decided = decide(policy, caller, step, target, { now, today: dateInLondon(now) });
  return decided.ok ? accepted(undefined) : decided;
}
