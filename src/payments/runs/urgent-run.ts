import { v5 as uuidv5 } from 'uuid';
import type { Policy, PolicyRefusal } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { releaseRun } from '../job-contracts.ts';
import { readRailSettings } from '../rails/rail-settings.ts';
import { judgeLines, type Promised } from './judge-lines.ts';
import { linesHash } from './lines-hash.ts';
import { mayApprove } from './may-approve.ts';
import type { PaymentInstruction } from './payment-run.ts';
import { draftOf } from './plan-payment-run.ts';
import { claimedByRuns, lessClaims, promisedFor } from './promised-money.ts';
import type { DueLine, RunDesk } from './run-desk.ts';
import { lastNumber, paymentsThatFailed } from './store.ts';
import { insertRun, moveAllPayments, moveRun } from './write-run.ts';

export interface UrgentRun {
  readonly urgentId: string;
  readonly dueRef: string;
  readonly rail: string;
  readonly payDate: PlainDate;
  readonly payeeId: string;
  /** The account that two people let be paid today. */
  readonly accountId: string;
  readonly askedBy: string;
}

export type UrgentRunRefusal =
  | {
      readonly code: 'rail-not-set-up' | 'payment-not-open' | 'above-largest-run' | 'urgent-payment-held';
      readonly facts?: Readonly<Record<string, unknown>>;
    }
  | PolicyRefusal;

/** What an urgent payment asks of runs: the money behind it, read before, and a run of its own, in the transaction of the decision. */
export interface UrgentRuns {
  promised(authorityId: number, dueRef: string, payDate: PlainDate): Promise<Promised>;
  open(
    tx: Transaction,
    decider: Caller,
    run: UrgentRun,
    promised: Promised,
  ): Promise<Result<Pick<PaymentInstruction, 'runId' | 'amount'>, UrgentRunRefusal>>;
}

export const urgentRunIdOf = (urgentId: string): string => uuidv5('urgent run', urgentId);

/**
 * One payment, one run, the same day. Who asked for it is its maker and who decided its approver, by the rules of every run but the days of
 * cooling-off; from there it is released, sent and settled like any other. All is checked before the first row is written, because the
 * decision's transaction commits a refusal too.
 */
export function urgentRuns(desk: RunDesk, policy: Policy): UrgentRuns {
  return {
    promised: async (authorityId, dueRef, payDate) => {
      const line = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) =>
        dueLine(desk, tx, { authorityId, dueRef, payDate }),
      );
      return promisedFor(desk, authorityId, line === undefined ? [] : [line]);
    },
    open: (tx, decider, run, promised) => openUrgentRun(desk, tx, { caller: decider, policy }, run, promised),
  };
}

async function openUrgentRun(
  desk: RunDesk,
  tx: Transaction,
  person: { readonly caller: Caller; readonly policy: Policy },
  { urgentId, dueRef, rail, payDate, payeeId, accountId, askedBy }: UrgentRun,
  promised: Promised,
): Promise<Result<Pick<PaymentInstruction, 'runId' | 'amount'>, UrgentRunRefusal>> {
  const { clock, dueLines, payees } = desk;
  const { authorityId, principal: approvedBy } = person.caller;
  const settings = await readRailSettings(tx, authorityId, rail);
  if (settings === undefined) return refused({ code: 'rail-not-set-up', facts: { rail } });
  const last = await lastNumber(tx, authorityId);
  const due = await dueLine(desk, tx, { authorityId, dueRef, payDate });
  if (due === undefined) return refused({ code: 'payment-not-open' });
  const { lines, exclusions } = judgeLines({
    due: [due],
    holds: await dueLines.holdsFor(tx, authorityId, [dueRef], payDate),
    payees: await payees.payable(tx, authorityId, [payeeId], payDate, new Map([[payeeId, accountId]])),
    failed: await paymentsThatFailed(tx, authorityId, [dueRef]),
    promised: lessClaims(promised, await claimedByRuns(tx, authorityId)),
    largestPayment: settings.largestPayment,
  });
  const [held] = exclusions;
  if (held !== undefined) return refused({ code: 'urgent-payment-held', facts: { reason: held.reason } });
  const runId = urgentRunIdOf(urgentId);
  const run = draftOf({ authorityId, principal: askedBy }, { runId, payDate, rail, lines }, last);
  const [instruction] = run.instructions;
  if (instruction === undefined) return refused({ code: 'payment-not-open' });
  const { amount } = instruction;
  if (amount > settings.largestRun) return refused({ code: 'above-largest-run', facts: { total: `${amount}` } });
  const now = clock.now();
  const decided = mayApprove(person, { ...run, submittedBy: askedBy }, now, 'payments.approve-urgent-payment');
  if (!decided.ok) return decided;
  const taken = await dueLines.markInRun(tx, authorityId, [dueRef], runId);
  if (taken.length === 0) return refused({ code: 'payment-not-open' });

  await insertRun(tx, authorityId, run, now);
  await moveRun(tx, authorityId, runId, { from: 'draft', to: 'submitted' }, { submittedBy: askedBy, submittedAt: now });
  const approval = { approvedBy, approvedAt: now, approvedHash: linesHash(run) };
  await moveRun(tx, authorityId, runId, { from: 'submitted', to: 'approved' }, approval);
  await moveAllPayments(tx, authorityId, runId, { from: 'due', to: 'approved' });
  await appendToOutbox(tx, releaseRun, { authorityId, payload: { runId }, recordedAt: now, outboxId: uuidv5('release', runId) });
  return accepted({ runId, amount });
}

async function dueLine(
  { dueLines }: Pick<RunDesk, 'dueLines'>,
  tx: Transaction,
  { authorityId, dueRef, payDate }: { readonly authorityId: number; readonly dueRef: string; readonly payDate: PlainDate },
): Promise<DueLine | undefined> {
  return (await dueLines.due(tx, authorityId, payDate)).find((line) => line.dueRef === dueRef);
}
