import type { Logger } from 'pino';
import type { Actor } from '../../ledger/index.ts';
import { isBefore } from '../../platform/calendar/date-arithmetic.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { bankFileFormatOf } from '../originators/originator-settings.ts';
import type { PaymentRefusal } from '../problems.ts';
import { linesHash } from '../runs/lines-hash.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { readRun } from '../runs/store.ts';
import { askAboutRun } from './ask-about-run.ts';
import { waitingToBeSent } from './attempts.ts';
import { bookAnswers } from './book-answers.ts';
import { MANUAL_RAIL } from './payment-rail.ts';
import { sendPayment } from './send-payment.ts';

export interface SendRun {
  readonly runId: string;
  readonly log: Pick<Logger, 'debug' | 'warn'>;
  readonly signal?: AbortSignal;
  /** Calls under way at once. */
  readonly lanes?: number;
}

/** A rail that answers in 80 ms then takes 400 payments a second, more than the books and the database of a small machine can follow. */
const LANES = 32;
const BOOK_AFTER = 250;

/**
 * Sends what a released run still has to send, and books what the rail answered. Any number of processors may do so at once, and any may be
 * killed anywhere: each payment has its intent committed before the call, and where the answer is missing the rail is asked before anything
 * is sent again. What is still in doubt at the end is left to the next time.
 */
export async function sendRunPayments(
  desk: RunDesk,
  actor: Actor,
  { runId, log, signal, lanes = LANES }: SendRun,
): Promise<Result<{ readonly inDoubt: number }, PaymentRefusal>> {
  const { database } = desk;
  const { authorityId } = actor;
  const run = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readRun(tx, authorityId, runId));
  if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
  if (run.approvedHash === undefined) return refused({ code: 'payment-run-not-approved', facts: { runId } });
  if (run.approvedHash !== linesHash(run)) return refused({ code: 'lines-changed-after-approval', facts: { runId } });
  if (run.state !== 'released' || run.rail === MANUAL_RAIL) return accepted({ inDoubt: 0 });
  const rail = desk.rails.get(run.rail);
  if (rail === undefined && bankFileFormatOf(run.rail) !== undefined) {
    // An officer gives the file to the bank; here only what was answered since is booked.
    await bookAnswers(desk, actor, runId);
    return accepted({ inDoubt: 0 });
  }
  if (rail === undefined) throw new Error(`The rail ${run.rail} is not connected to this process.`);
  if (rail.paysAtOnce === true && isBefore(await rail.today(), run.payDate)) return accepted({ inDoubt: 0 });

  await bookAnswers(desk, actor, runId);
  await askAboutRun(desk, rail, authorityId, runId);
  const waiting = await inTransaction(database, { authorityId, readOnly: true }, (tx) => waitingToBeSent(tx, authorityId, runId));
  let answered = 0;
  let booking: Promise<unknown> | undefined;
  let failure: unknown;
  const next = waiting.values();
  const lane = async () => {
    for (const instruction of next as IterableIterator<PaymentInstruction>) {
      if (signal?.aborted === true || failure !== undefined) return;
      await sendPayment(desk, rail, instruction, { authorityId, log });
      answered += 1;
      if (answered % BOOK_AFTER === 0) {
        booking ??= bookAnswers(desk, actor, runId)
          .catch((error: unknown) => {
            failure ??= error;
          })
          .finally(() => {
            booking = undefined;
          });
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(lanes, waiting.length) }, lane));
  await booking;
  const failed = ended.find((each) => each.status === 'rejected');
  if (failure !== undefined || failed !== undefined) throw failure ?? failed?.reason;
  const inDoubt = await askAboutRun(desk, rail, authorityId, runId);
  await bookAnswers(desk, actor, runId);
  signal?.throwIfAborted();
  return accepted({ inDoubt });
}
