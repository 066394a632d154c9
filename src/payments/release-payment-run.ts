import type { Actor } from '../ledger/index.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { linesHash } from './lines-hash.ts';
import type { PaymentDesk } from './payment-desk.ts';
import type { PaymentInstruction, PaymentRun } from './payment-run.ts';
import { postPayments } from './post-payments.ts';
import type { PaymentRefusal } from './problems.ts';
import { instalmentReleased, paymentSent } from './rules/payment-entries.ts';
import { movePayments, moveRun, readRun } from './store.ts';

type Released = Result<PaymentRun, PaymentRefusal>;

/**
 * Charges an approved run to the budgets and hands it to its rail. Every step is booked under an id made of the payment and the step, and
 * noted afterwards: a release that was cut off anywhere goes on where it stopped, and one that runs twice, even at once, pays once.
 */
export async function releasePaymentRun(desk: PaymentDesk, actor: Actor, { runId }: { readonly runId: string }): Promise<Released> {
  const { database, ledger, clock } = desk;
  const { authorityId } = actor;
  const run = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readRun(tx, authorityId, runId));
  if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
  if (run.approvedHash === undefined) return refused({ code: 'payment-run-not-approved', facts: { runId } });
  if (run.approvedHash !== linesHash(run)) return refused({ code: 'lines-changed-after-approval', facts: { runId } });

  const approved = run.instructions.filter(({ state }) => state === 'approved');
  const instalments = approved.filter(({ kind }) => kind === 'instalment');
  const released = await postPayments(
    ledger,
    actor,
    'released',
    instalments.map((instruction) => ({ instruction, entry: instalmentReleased(factsOf(instruction)) })),
  );
  if (!released.ok) return released;
  await inTransaction(database, { authorityId }, async (tx) => {
    await movePayments(tx, authorityId, approved.map(idOf), { from: 'approved', to: 'released' });
    await moveRun(tx, authorityId, runId, { from: 'approved', to: 'released' }, { releasedAt: clock.now() });
  });

  const toSend = run.instructions.filter(({ state }) => state === 'approved' || state === 'released');
  const sent = await postPayments(
    ledger,
    actor,
    'sent',
    toSend.map((instruction) => ({ instruction, entry: paymentSent({ ...factsOf(instruction), rail: instruction.rail }) })),
  );
  if (!sent.ok) return sent;
  return inTransaction(database, { authorityId }, async (tx) => {
    await movePayments(tx, authorityId, toSend.map(idOf), { from: 'released', to: 'sent' });
    await moveRun(tx, authorityId, runId, { from: 'released', to: 'sent' });
    const now = await readRun(tx, authorityId, runId);
    if (now === undefined) throw new Error(`The payment run ${runId} is gone.`);
    return accepted(now);
  });
}

const idOf = ({ instructionId }: PaymentInstruction): string => instructionId;

/** An instalment counts on the day the payee is promised the money, however early the run was released. */
function factsOf({ payDate, reference, payee, parts }: PaymentInstruction) {
  return { effectiveDate: payDate, reference, payee, parts };
}
