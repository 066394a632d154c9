import { v4 as uuidV4 } from 'uuid';
import { appendAudit, eventOf, openAuthorityKey } from '../../../people/index.ts';
import { dateInLondon } from '../../../platform/calendar/london-time.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { bankFileFormatOf } from '../../originators/originator-settings.ts';
import { listedOriginator, openOwnAccount, takeFileNumber } from '../../originators/originators.ts';
import type { PaymentRefusal } from '../../problems.ts';
import { linesHash } from '../../runs/lines-hash.ts';
import { readHead, readRun } from '../../runs/store.ts';
import { waitingToBeSent } from '../attempts.ts';
import { bookAnswers } from '../book-answers.ts';
import type { BankFileDesk } from './bank-file-desk.ts';
import { paymentsToSend } from './payments-to-send.ts';
import { inFiles, sortPayments, type TurnedDown, writeWhole } from './sort-payments.ts';
import { inParts, insertFile, insertTurnedDown, lastAttempts, type PaymentFile, standingFilesOfRun } from './store.ts';
import { submissionDays, submittedInTime } from './submission-days.ts';
import { bankNameOf, type FileFacts, seriesOf } from './write-format.ts';

export interface MadeFiles {
  readonly files: readonly PaymentFile[];
  /** Payments that cannot go by a file; they are due again, with the reason. */
  readonly turnedDown: number;
}

export type MakeFilesRefusal = PaymentRefusal & { readonly reason?: string };

/**
 * Writes what a released run still has to send as files to the bank, once: asked again, the same files answer. The file is the payments'
 * intent, so attempts, number and bytes are kept in one transaction, before anybody can fetch it. Nothing is sent by it: that an officer
 * has given it to the bank is recorded apart.
 */
export async function makeRunFiles(
  desk: BankFileDesk,
  caller: Caller,
  { runId }: { readonly runId: string },
): Promise<Result<MadeFiles, MakeFilesRefusal>> {
  const { database, keyRing, clock } = desk;
  const { authorityId } = caller;
  const facts = { runId };
  const found = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const run = await readRun(tx, authorityId, runId);
    const originator = run && (await listedOriginator(tx, authorityId, run.rail));
    const account = originator && (await openOwnAccount(tx, keyRing, authorityId, originator.ownAccountId));
    return {
      run,
      originator,
      account,
      files: await standingFilesOfRun(tx, authorityId, runId),
      waiting: await waitingToBeSent(tx, authorityId, runId),
    };
  });
  const { run, originator, account, files, waiting } = found;
  if (run === undefined) return refused({ code: 'payment-run-not-found', facts });
  if (bankFileFormatOf(run.rail) === undefined) return refused({ code: 'rail-has-no-files', facts: { rail: run.rail } });
  if (waiting.length === 0 && files.length > 0) return accepted({ files, turnedDown: 0 });
  if (run.approvedHash === undefined) return refused({ code: 'payment-run-not-approved', facts });
  if (run.approvedHash !== linesHash(run)) return refused({ code: 'lines-changed-after-approval', facts });
  if (run.state !== 'released') return refused({ code: 'payment-run-not-released', facts: { ...facts, state: run.state } });
  if (originator === undefined || account === undefined) return refused({ code: 'originator-not-listed', facts: { rail: run.rail } });

  const days = submissionDays(originator.settings, run.payDate);
  if (!days.ok) return days;
  const today = await desk.businessDate(authorityId);
  const madeAt = clock.now();
  const inTime = submittedInTime(days.value, { today, ...hourOf(today, madeAt) });
  if (!inTime.ok) return inTime;

  const opened = await paymentsToSend(desk, caller, waiting, days.value);
  const usual = { originator, account, days: days.value, authorityId, today, madeAt };
  const sorted = await sortPayments({ ...usual, number: 1 }, opened.ready);
  if (!sorted.ok)
    return refused({ code: 'file-not-written', reason: sorted.refusal.reason, facts: { ...facts, code: sorted.refusal.code } });
  const turnedDown = [...opened.turnedDown, ...sorted.value.turnedDown];
  const standing = await keepFiles(desk, caller, { runId, rail: run.rail, usual, ready: sorted.value.ready, turnedDown });
  await bookAnswers(desk, { authorityId, principal: caller.principal }, runId);
  return standing.length > 0
    ? accepted({ files: standing, turnedDown: turnedDown.length })
    : refused({ code: 'nothing-to-put-into-file', facts: { ...facts, turnedDown: turnedDown.length } });
}

async function keepFiles(
  desk: BankFileDesk,
  caller: Caller,
  work: {
    readonly runId: string;
    readonly rail: string;
    readonly usual: Omit<FileFacts, 'number'> & {
      readonly originator: { readonly originatorId: string; readonly mostPayments: number | null };
    };
    readonly ready: readonly Parameters<typeof inFiles>[0][number][];
    readonly turnedDown: readonly TurnedDown[];
  },
): Promise<PaymentFile[]> {
  const { authorityId, principal } = caller;
  const { runId, rail, usual } = work;
  const { originator, days, madeAt } = usual;
  return inTransaction(desk.database, { authorityId }, async (tx, client) => {
    // Two who make the file at once take turns on the run's row; the second finds nothing waiting any more.
    await readHead(tx, authorityId, runId, 'update');
    const open = new Set((await waitingToBeSent(tx, authorityId, runId)).map(({ instructionId }) => instructionId));
    const isOpen = ({ instruction }: Pick<TurnedDown, 'instruction'>) => open.has(instruction.instructionId);
    const attempts = await lastAttempts(tx, authorityId, [...open]);
    await insertTurnedDown(tx, authorityId, work.turnedDown.filter(isOpen), { attempts, rail, at: madeAt });
    const key = await openAuthorityKey(tx, desk, authorityId);
    let ordinal = Math.max(0, ...(await standingFilesOfRun(tx, authorityId, runId)).map((file) => file.ordinal));
    const made: PaymentFile[] = [];
    const series = seriesOf(originator);
    for (const ready of inFiles(work.ready.filter(isOpen), originator)) {
      const facts = { ...usual, number: await takeFileNumber(tx, authorityId, series) };
      const written = await writeWhole(facts, ready);
      if (!written.ok) throw new Error(`A file of the run ${runId} was judged sound and cannot be written: ${written.refusal.reason}`);
      const { chunks, ...about } = written.value;
      const parts = inParts(chunks);
      ordinal += 1;
      const file: PaymentFile = {
        ...about,
        ...{ authorityId, fileId: uuidV4(), runId, ordinal, originatorId: originator.originatorId, state: 'made' },
        ...{ format: originator.settings.format, profile: originator.settings.profile.name, series, bankName: bankNameOf(facts) },
        ...{ payments: ready.length, amount: ready.reduce((sum, { toSend }) => sum + toSend.amountPence, 0n), chunks: parts.length },
        ...{ processingDate: days.processingDate, submitBy: days.submitBy, madeBy: principal, madeAt },
        ...{ submittedBy: null, submittedAt: null, submission: null, voidedBy: null, voidedAt: null, voidReason: null },
      };
      await insertFile(tx, key, file, { parts, ready, attempts, rail });
      made.push(file);
    }
    const events = made.map(({ fileId, bankName, sha256, payments }) =>
      eventOf(caller, 'payments.make-run-files', 'change', madeAt, {}, { runId, fileId, bankName, sha256, payments }),
    );
    await appendAudit(client, authorityId, events);
    return standingFilesOfRun(tx, authorityId, runId);
  });
}

/** Where the business's day is not the calendar's, its hour is nobody's. */
function hourOf(today: PlainDate, now: Date): { readonly time?: string } {
  if (dateInLondon(now) !== today) return {};
  return { time: now.toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' }) };
}
