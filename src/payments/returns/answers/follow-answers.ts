import { v5 as uuidv5 } from 'uuid';
import { findAuthorityKey, serviceCaller } from '../../../people/index.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { appendToOutbox } from '../../../platform/queue/append-to-outbox.ts';
import { accepted, type Result } from '../../../platform/result.ts';
import { openAccountFor } from '../../payees/open-account-for.ts';
import { proposeAccount } from '../../payees/propose-account.ts';
import { stopPayee } from '../../payees/stop-payee.ts';
import type { PaymentInstruction } from '../../runs/payment-run.ts';
import { readInstruction } from '../../runs/store.ts';
import type { AnswersDesk } from './answers-desk.ts';
import { bankAnswersWait, payeeDiedSaysBank } from './job-contracts.ts';
import { reasonOf } from './reason-of.ts';
import { type AnswerRow, answersInState, type Finding, noteFindings } from './store.ts';
import type { AnswerDetails } from './told-answer.ts';

const AT_ONCE = 50;
/** After these the account's holder says where the money goes now; after the others nobody knows whose it is. */
const ACCOUNT_ENDED: readonly string[] = ['account-closed', 'account-moved'];
/** Not said of details that wait already, or are there already: the report is only late. */
const KNOWN_ALREADY: readonly string[] = ['account-waits-already', 'account-is-the-same'];

/**
 * What follows for the payees from answers that are booked: accounts are stopped, a death opens its list of tasks, and new details are put
 * before a second person. Each step is safe to repeat, and is noted when it is done. Works as the service itself: a file of the bank does
 * what it says, whoever has brought it.
 */
export async function followAnswers(
  desk: AnswersDesk,
  authorityId: number,
  { fileId }: { readonly fileId: string },
): Promise<Result<{ readonly followed: number }, never>> {
  const { database, clock, keyRing } = desk;
  let followed = 0;
  for (;;) {
    const rows = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
      const key = await findAuthorityKey(tx, keyRing, authorityId);
      const found = await answersInState(tx, authorityId, { fileId, state: 'booked', limit: AT_ONCE });
      const at = [];
      for (const row of found) {
        const instruction = row.instructionId === null ? undefined : await readInstruction(tx, authorityId, row.instructionId);
        at.push({ row, more: key?.open<AnswerDetails>(row.sealed, row.answerId) ?? {}, instruction });
      }
      return at;
    });
    if (rows.length === 0) break;
    for (const { row, more, instruction } of rows) {
      const finding = await follow(desk, authorityId, row, more, instruction);
      await inTransaction(database, { authorityId }, (tx) => noteFindings(tx, authorityId, [finding], { from: 'booked', at: clock.now() }));
      followed += 1;
    }
  }
  await tellOfParked(desk, authorityId, fileId);
  return accepted({ followed });
}

async function follow(
  desk: AnswersDesk,
  authorityId: number,
  row: AnswerRow,
  more: AnswerDetails,
  instruction: PaymentInstruction | undefined,
): Promise<Finding> {
  const { answerId, follows } = row;
  let words = row.words ?? '';
  let parked = follows.includes('check-our-record');
  const system = serviceCaller(authorityId, 'system');
  const { payeeId, accountId } = instruction ?? {};
  if (payeeId === undefined || accountId === undefined) {
    const open = follows.some((each) => each !== 'reopen-instalment');
    return {
      answerId,
      state: open ? 'parked' : 'done',
      words: open ? `${words} The payee has no account here; look after it by hand.` : words,
    };
  }
  if (follows.includes('stop-payee')) {
    const stopped = await stopPayee(desk, system, { payeeId, reason: 'died', accountId });
    if (stopped.ok) {
      words += ' Payments to them are stopped, and the list of what to do after a death is open.';
      await tellOfDeath(desk, authorityId, answerId);
    } else {
      words += ` The payee could not be stopped (${stopped.refusal.code}). Do it at once.`;
      parked = true;
    }
  }
  if (follows.includes('ask-payee-for-account')) {
    const reason = ACCOUNT_ENDED.includes(reasonOf(row)) ? 'account-closed' : 'account-wrong';
    await stopPayee(desk, system, { payeeId, reason, accountId });
    words += ' Nothing more goes to that account. Ask the payee for new details.';
  }
  if (more.newAccount !== undefined && !follows.includes('stop-payee')) {
    const proposed = await propose(desk, authorityId, { payeeId, accountId, reference: instruction?.reference ?? '' }, more.newAccount);
    words += proposed.ok
      ? ' The new details wait for a second person, who asks the payee first.'
      : ` The new details could not be put forward: ${proposed.code}.`;
    parked ||= !proposed.ok;
  } else if (follows.includes('propose-new-account')) {
    words += ' The report does not say the new details. Ask the payee.';
    parked = true;
  }
  return { answerId, state: parked ? 'parked' : 'done', words };
}

/** New details that arrive in a file are a stranger's word: they are proposed by the service, and a person confirms them or does not. */
async function propose(
  desk: AnswersDesk,
  authorityId: number,
  { payeeId, accountId, reference }: { readonly payeeId: string; readonly accountId: string; readonly reference: string },
  { sortCode, accountNumber, name }: NonNullable<AnswerDetails['newAccount']>,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly code: string }> {
  const system = serviceCaller(authorityId, 'system');
  const known = name === undefined ? await openAccountFor(desk, system, { accountId, payeeId, why: 'reading', reference }) : undefined;
  const accountName = name ?? (known?.ok ? known.value.accountName : undefined);
  if (accountName === undefined) return { ok: false, code: 'nobody is named' };
  const details = { accountName, sortCode, accountNumber };
  const proposed = await proposeAccount(desk, system, { payeeId, details, untilThen: 'pay-the-old-one' });
  return proposed.ok || KNOWN_ALREADY.includes(proposed.refusal.code) ? { ok: true } : { ok: false, code: proposed.refusal.code };
}

async function tellOfDeath({ database, clock }: AnswersDesk, authorityId: number, answerId: string): Promise<void> {
  await inTransaction(database, { authorityId }, (tx) =>
    appendToOutbox(tx, payeeDiedSaysBank, {
      authorityId,
      payload: { answerId },
      recordedAt: clock.now(),
      outboxId: uuidv5('died', answerId),
    }),
  );
}

/** One alert for a file, however many of its lines wait: they are one list. */
export async function tellOfParked({ database, clock }: AnswersDesk, authorityId: number, fileId: string): Promise<void> {
  await inTransaction(database, { authorityId }, async (tx) => {
    const waiting = await answersInState(tx, authorityId, { fileId, state: 'parked', limit: 1 });
    if (waiting.length === 0) return;
    await appendToOutbox(tx, bankAnswersWait, {
      authorityId,
      payload: { fileId },
      recordedAt: clock.now(),
      outboxId: uuidv5('parked', fileId),
    });
  });
}
