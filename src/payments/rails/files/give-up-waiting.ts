import { appendAudit, eventOf } from '../../../people/index.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { bankFileFormatOf } from '../../originators/originator-settings.ts';
import type { PaymentRefusal } from '../../problems.ts';
import { readHead } from '../../runs/store.ts';
import { waitingToBeSent } from '../attempts.ts';
import { bookAnswers } from '../book-answers.ts';
import type { BankFileDesk } from './bank-file-desk.ts';
import { insertTurnedDown, lastAttempts } from './store.ts';

/** Its file could not come to the bank in time, or cannot be written: what of the run stands in no file is due again, to be paid another way. */
export async function giveUpWaiting(
  desk: BankFileDesk,
  caller: Caller,
  { runId }: { readonly runId: string },
): Promise<Result<{ readonly givenUp: number }, PaymentRefusal>> {
  const { database, clock } = desk;
  const { authorityId, principal } = caller;
  const done = await inTransaction(database, { authorityId }, async (tx, client) => {
    const run = await readHead(tx, authorityId, runId, 'update');
    if (run === undefined) return refused({ code: 'payment-run-not-found' as const, facts: { runId } });
    if (bankFileFormatOf(run.rail) === undefined) return refused({ code: 'rail-has-no-files' as const, facts: { rail: run.rail } });
    const waiting = await waitingToBeSent(tx, authorityId, runId);
    const attempts = await lastAttempts(
      tx,
      authorityId,
      waiting.map(({ instructionId }) => instructionId),
    );
    const at = clock.now();
    const turnedDown = waiting.map((instruction) => ({ instruction, reason: 'not-sent-in-time' }));
    await insertTurnedDown(tx, authorityId, turnedDown, { attempts, rail: run.rail, at });
    const facts = { runId, payments: waiting.length };
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.give-up-waiting', 'change', at, {}, facts)]);
    return accepted({ givenUp: waiting.length });
  });
  if (done.ok) await bookAnswers(desk, { authorityId, principal }, runId);
  return done;
}
