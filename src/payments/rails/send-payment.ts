import type { Logger } from 'pino';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Refusal, type Result } from '../../platform/result.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { type Attempt, type AttemptAnswer, answerAttempt, intend } from './attempts.ts';
import type { PaymentRail, RailAccount } from './payment-rail.ts';

/** Longer and the call is given up; what became of it is then asked. */
const CALL_DEADLINE_MS = 10_000;
/** An intent that is older than this when its call is about to go out belongs to a processor that was asleep: it leaves it to the others. */
const STALE_INTENT_MS = 20_000;

/** The same for every attempt at a payment, for ever. */
export const railKeyOf = ({ instructionId }: Pick<PaymentInstruction, 'instructionId'>): string => `payment-${instructionId}`;

/**
 * One payment, once: the intent is committed, then the rail is called with the stored key, then the answer is recorded, each apart. Killed
 * between two of them, it leaves an attempt whose end is not known; the rail is asked about it before anything is sent again.
 */
export async function sendPayment(
  desk: RunDesk,
  rail: PaymentRail,
  instruction: PaymentInstruction,
  { authorityId, log }: { readonly authorityId: number; readonly log: Pick<Logger, 'debug' | 'warn'> },
): Promise<void> {
  const { database, clock } = desk;
  const { instructionId, reference, amount, payDate } = instruction;
  log.debug({ instructionId }, 'payment is next');
  const key = railKeyOf(instruction);
  const intent = await inTransaction(database, { authorityId }, (tx) =>
    intend(tx, authorityId, { instructionId, rail: rail.code, key, now: clock.now() }),
  );
  if (intent === undefined) return;
  const { attempt } = intent;
  log.debug({ instructionId, attempt }, 'payment is intended');
  const account = await accountOf(desk, authorityId, instruction);
  const answer = account.ok
    ? await call(desk, rail, intent, {
        key,
        reference,
        amount,
        payDate,
        account: account.value,
        ...(instruction.accountId !== undefined && { accountId: instruction.accountId }),
      })
    : { state: 'refused' as const, reason: account.refusal.code };
  if (answer === undefined) return;
  log.debug({ instructionId, attempt }, 'payment is answered');
  const counts = await inTransaction(database, { authorityId }, (tx) => answerAttempt(tx, authorityId, intent, answer, clock.now()));
  if (!counts) log.warn({ instructionId, attempt }, 'another attempt has taken over; this answer does not count');
  else log.debug({ instructionId, attempt }, 'answer is recorded');
}

/** Payees without details of ours are known to the rail by their code. */
async function accountOf(
  { payees }: RunDesk,
  authorityId: number,
  { payee, payeeId, accountId, reference }: PaymentInstruction,
): Promise<Result<RailAccount, Refusal>> {
  if (payeeId === undefined || accountId === undefined) return accepted({ accountName: payee });
  return payees.openAccount(authorityId, { payeeId, accountId, reference });
}

async function call(
  { clock }: RunDesk,
  rail: PaymentRail,
  { intendedAt }: Attempt,
  instruction: Parameters<PaymentRail['send']>[0],
): Promise<AttemptAnswer | undefined> {
  if (clock.now().getTime() - intendedAt.getTime() > STALE_INTENT_MS) return undefined;
  try {
    const answer = await rail.send(instruction, { signal: AbortSignal.timeout(CALL_DEADLINE_MS) });
    return answer.answer === 'taken'
      ? { state: 'taken', railReference: answer.railReference }
      : { state: 'refused', reason: answer.reason };
  } catch {
    return { state: 'in-doubt' };
  }
}
