import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCOUNTS_OPEN_ON, accountsForBank } from '../budgets/index.ts';
import type { Actor } from '../ledger/index.ts';
import {
  type AnswersDesk,
  addOwnAccount,
  approvePaymentRun,
  BACS_PROFILES,
  confirmOriginator,
  followAnswers,
  importBankAnswers,
  listOriginators,
  makeRunFiles,
  meaningOf,
  nameCheckNotConfigured,
  type PaymentFile,
  type PaymentInstruction,
  planDueRun,
  proposeOriginator,
  type RunDesk,
  recordSubmission,
  releasePaymentRun,
  setUpRail,
  submitPaymentRun,
} from '../payments/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { pounds, RAILS } from './northmoor-budget.ts';
import type { NorthmoorCast } from './northmoor-cast.ts';
import { ROWAN_LINES, ROWANS_FROM } from './northmoor-rowans.ts';
import { OFFICERS } from './northmoor-run.ts';
import { requireRun } from './pay-december.ts';
import type { PlayedRoom } from './played-room.ts';
import { requireAccepted } from './require-accepted.ts';
import { writeArucs } from './write-arucs.ts';

export interface BacsFile {
  /** Kept sealed; its bytes are handed out by the API alone, which notes to whom. */
  readonly file: PaymentFile;
  /** As the bank's answer left them. */
  readonly payments: readonly PaymentInstruction[];
  /** The bank's answer, in the data folder. */
  readonly answer: string;
  readonly answeredOn: PlainDate;
  /** What Bacs means by the code of what came back. */
  readonly reason: string;
}

const RAIL = RAILS.bacs;
/** A bank account of its own, so that the statement of the other one shows what it showed. */
const BANK = 'northmoor-bacs';
/** One working day before Bacs would have to have the file, which is two before the money is there. */
const MADE_ON: PlainDate = '2026-12-10';
const ANSWERED_ON: PlainDate = '2026-12-17';
/** Sam Rowan has closed the account. */
const CLOSED = 'B';
const CAME_BACK = 'L7';

/** A sort code of the made-up table, and a number that Bacs gives to nobody. */
const OUR_ACCOUNT = { accountName: 'Northmoor Council', sortCode: '01-02-99', accountNumber: '40000001' };
const SERVICE_USER = { number: '000000', name: 'NORTHMOOR COUNCIL' };

const SETTINGS = {
  rail: RAIL,
  bank: BANK,
  settledBy: 'bank-statement',
  largestPayment: pounds('10000.00'),
  largestRun: pounds('250000.00'),
  plannedDaily: false,
} as const;

/**
 * What the Rowans' agreements owe goes by a Bacs file to the council's bank: planned by one officer and approved by another, written,
 * and recorded as submitted. A week later the bank reports that one payment came back; its instalment is due again, and its payee waits
 * for new bank details. Goes on from wherever an earlier play came to.
 */
export async function payByBacs(runDesk: RunDesk, room: PlayedRoom, cast: NorthmoorCast, dataDirectory: string): Promise<BacsFile> {
  const { finance } = cast;
  const { authorityId } = finance;
  const desk: AnswersDesk = { ...runDesk, ...room, nameCheck: nameCheckNotConfigured };
  const planner: Actor = { authorityId, principal: OFFICERS.planner.principal };
  room.clock.setTo(MADE_ON);
  await openTheWay(desk, planner, cast);

  const { run } = requireAccepted('run by Bacs', await planDueRun(desk, planner, { payDate: ROWANS_FROM, rail: RAIL }));
  const { runId } = run;
  if (run.state === 'draft') requireAccepted('submission', await submitPaymentRun(desk, planner, { runId }));
  requireAccepted('approval', await approvePaymentRun(desk, { authorityId, principal: OFFICERS.approver.principal }, { runId }));
  // The job does the same, whichever comes first: the file is written today.
  requireAccepted('release', await releasePaymentRun(desk, { authorityId, principal: 'system' }, { runId }));
  const { files } = requireAccepted('Bacs file', await makeRunFiles(desk, finance, { runId }));
  const [made] = files;
  if (made === undefined) throw new Error('The demo’s run by Bacs has no file.');
  const submission = { fileId: made.fileId, submission: 'Taken by the made-up bank.' };
  const file = requireAccepted('submission to the bank', await recordSubmission(desk, finance, submission));

  room.clock.setTo(ANSWERED_ON);
  const answer = await takeInAnswer(desk, cast, { file, payments: run.instructions }, dataDirectory);
  const { instructions: payments } = await requireRun(desk, authorityId, runId);
  return { file, payments, answer, answeredOn: ANSWERED_ON, reason: meaningOf('ARUCS', CLOSED)?.meaning ?? CLOSED };
}

/** The rail, its bank account in the books, and as whom the council pays by it: one officer has it from the bank's letter, a second compares. */
async function openTheWay(desk: AnswersDesk, planner: Actor, { finance, approver }: NorthmoorCast): Promise<void> {
  const { authorityId } = planner;
  const accounts = accountsForBank(BANK).map((account) => ({ ...account, opensOn: ACCOUNTS_OPEN_ON }));
  requireAccepted('accounts', await desk.ledger.openAccounts(planner, accounts));
  requireAccepted('rail', await setUpRail(desk, planner, SETTINGS));
  const { ownAccountId } = requireAccepted('own account', await addOwnAccount(desk, finance, OUR_ACCOUNT));
  const known = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) => listOriginators(tx, authorityId));
  const standing = known.find(({ rail, state }) => rail === RAIL && (state === 'proposed' || state === 'listed'));
  if (standing?.state === 'listed') return;
  const [profile] = BACS_PROFILES;
  if (profile === undefined) throw new Error('No profile of a bank for Bacs is known.');
  const { number: serviceUserNumber, name: serviceUserName } = SERVICE_USER;
  const settings = { format: 'bacs', serviceUserNumber, serviceUserName, profile } as const;
  const { originatorId } =
    standing ?? requireAccepted('originator', await proposeOriginator(desk, finance, { rail: RAIL, ownAccountId, settings }));
  requireAccepted('second look at the originator', await confirmOriginator(desk, approver, { originatorId }));
}

/** Played again, the made-up bank brings the same bytes, and what they say is booked already. */
async function takeInAnswer(
  desk: AnswersDesk,
  { finance }: NorthmoorCast,
  { file, payments }: Pick<BacsFile, 'file' | 'payments'>,
  dataDirectory: string,
): Promise<string> {
  const returns = payments.flatMap(({ reference, amount, parts }) => {
    const line = ROWAN_LINES.find(({ lineCode }) => lineCode === parts[0]?.share.line);
    return line?.lineCode === CAME_BACK ? [{ reference, amount, code: CLOSED, account: line.holder.details }] : [];
  });
  const days = { reportedOn: ANSWERED_ON, processedOn: file.processingDate };
  const text = writeArucs({ ...days, serviceUser: SERVICE_USER, originator: OUR_ACCOUNT, returns });
  const folder = join(dataDirectory, 'demo');
  const fileName = `northmoor-${ANSWERED_ON}.arucs.xml`;
  const answer = join(folder, fileName);
  await mkdir(folder, { recursive: true });
  await writeFile(answer, text);
  const arriving = { fileName, content: Buffer.from(text) };
  const { fileId } = requireAccepted('answer of the bank', await importBankAnswers(desk, finance, arriving));
  // The import has asked a job for it as well; the run of the last day must already know that the account is closed.
  requireAccepted('what follows from the answer', await followAnswers(desk, finance.authorityId, { fileId }));
  return answer;
}
