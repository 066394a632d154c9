import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { answerAttempt, type OpenAttempt, openAttempts } from './attempts.ts';
import type { PaymentRail } from './payment-rail.ts';

/**
 * Longer than a call may take, so that a call that is under way is not taken for one that was cut off. A rail that does not know a payment
 * after this will not learn of it from that attempt any more, unless a frozen process wakes up; then the same key finds the same payment.
 */
const ASK_AFTER_MS = 45_000;
const ASKED_AT_ONCE = 16;

/** Asks the rail about every attempt of the run whose end is not known, and says how many are still in doubt. Nothing is sent by it. */
export async function askAboutRun(desk: RunDesk, rail: PaymentRail, authorityId: number, runId: string): Promise<number> {
  const { database, clock } = desk;
  const open = await inTransaction(database, { authorityId, readOnly: true }, (tx) => openAttempts(tx, authorityId, runId));
  const isOld = ({ intendedAt }: OpenAttempt) => clock.now().getTime() - intendedAt.getTime() >= ASK_AFTER_MS;
  // A call that ended without an answer may be asked about at once: a yes is a yes, only a no must wait.
  const next = open.filter((each) => each.state === 'in-doubt' || isOld(each)).values();
  let known = 0;
  const ask = async () => {
    for (const attempt of next as IterableIterator<OpenAttempt>)
      if (await askAbout(desk, rail, authorityId, attempt, isOld(attempt))) known += 1;
  };
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, ask));
  return open.length - known;
}

async function askAbout(
  { database, clock }: RunDesk,
  rail: PaymentRail,
  authorityId: number,
  attempt: OpenAttempt,
  isOld: boolean,
): Promise<boolean> {
  const answer = await rail.askByReference(attempt.instruction.reference);
  if (answer.answer === 'absent' && !isOld) return false;
  const recorded =
    answer.answer === 'taken'
      ? ({ state: 'taken', railReference: answer.railReference } as const)
      : answer.answer === 'refused'
        ? ({ state: 'refused', reason: answer.reason } as const)
        : ({ state: 'absent' } as const);
  await inTransaction(database, { authorityId }, (tx) => answerAttempt(tx, authorityId, attempt, recorded, clock.now()));
  return true;
}
