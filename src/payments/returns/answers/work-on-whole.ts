import { and, asc, eq, gte, ne, sql } from 'drizzle-orm';
import { showDate } from '../../../platform/calendar/show-date.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { originators } from '../../originators/schema.ts';
import { recordSubmission } from '../../rails/files/record-submission.ts';
import { paymentFileItems, paymentFiles } from '../../rails/files/schema.ts';
import { type PaymentFile, readFileByBankName } from '../../rails/files/store.ts';
import type { RailSettings } from '../../rails/rail-settings.ts';
import type { PaymentInstruction } from '../../runs/payment-run.ts';
import { instructionOf } from '../../runs/rows.ts';
import { paymentInstructions } from '../../runs/schema.ts';
import { settlePayment } from '../../runs/settle-payment.ts';
import { bookRejections } from '../book-returns.ts';
import { type AnswersDesk, actorOf } from './answers-desk.ts';
import type { AnswerAtHand } from './find-payments.ts';
import { reasonOf, whyNotBooked } from './reason-of.ts';
import { bankAnswers } from './schema.ts';
import type { Finding } from './store.ts';
import type { AnswerDetails } from './told-answer.ts';

const AT_ONCE = 500;
/** More need not be named for a person to see that they are alike. */
const MOST_ALIKE = 5;

/** An answer about a message or a submission as a whole: it counts for each payment of which the same file does not speak by itself. */
export async function workOnWhole(
  desk: AnswersDesk,
  caller: Caller,
  { row, more }: AnswerAtHand,
  settings: readonly RailSettings[],
): Promise<Finding> {
  const { authorityId } = caller;
  const { answerId, words: said } = row;
  const words = said ?? '';
  const finding = (state: Finding['state'], told = words): Finding => ({ answerId, state, words: told });
  if (row.kind === 'not-known') return finding('parked');
  const { counted, messageId } = more;
  const [file, ...others] = await inTransaction(desk.database, { authorityId, readOnly: true }, async (tx) =>
    counted === undefined
      ? [await readFileByBankName(tx, authorityId, { format: 'pain001', bankName: messageId ?? '' })]
      : filesOfCount(tx, authorityId, counted),
  );
  if (file === undefined)
    return finding(
      'parked',
      `${words} No file of ours that was made for this service user has that count and sum. Ask the bank what it took.`,
    );
  if (others.length > 0) {
    const alike = [file, ...others].map((each) => `${each?.bankName} for ${showDate(each?.processingDate ?? row.toldOn)}`).join(', ');
    return finding('parked', `${words} These files of ours are alike: ${alike}. Ask the bank which it took, and record that submission.`);
  }
  if (file.state === 'void')
    return finding('parked', `${words} The file ${file.bankName} was declared void: it may be paid twice. Ask the bank at once.`);
  if (file.state === 'made') await recordSubmission(desk, caller, { fileId: file.fileId, submission: 'shown by an answer of the bank' });
  if (counted !== undefined)
    return counted.rejectedPayments === 0
      ? finding('noted')
      : finding('parked', `${words} Which ones, its items say; book those that Bacs turned down.`);
  if (more.standing === 'rejected') return rejectRest(desk, caller, { row, file, words });
  if (more.standing === 'settled') return settleRest(desk, caller, { row, file, words }, settings);
  return finding('noted');
}

interface Whole {
  readonly row: AnswerAtHand['row'];
  readonly file: PaymentFile;
  readonly words: string;
}

async function rejectRest(desk: AnswersDesk, caller: Caller, whole: Whole): Promise<Finding> {
  const { row, words } = whole;
  const { answerId } = row;
  for (;;) {
    const rest = await restOf(desk, caller.authorityId, whole);
    if (rest.length === 0) return { answerId, state: 'done', words: `${words} What was due is due again.` };
    const failed = rest.map((instruction) => ({ instruction, toldOn: row.toldOn, reason: reasonOf(row), bank: instruction.rail }));
    const [first] = [...(await bookRejections(desk, actorOf(caller), failed)).refusals.values()];
    if (first !== undefined) return { answerId, state: 'parked', words: `${words} Some could not be booked: ${whyNotBooked(first)}.` };
  }
}

async function settleRest(desk: AnswersDesk, caller: Caller, whole: Whole, settings: readonly RailSettings[]): Promise<Finding> {
  const { row, words } = whole;
  const { answerId } = row;
  for (;;) {
    const rest = await restOf(desk, caller.authorityId, whole);
    const rail = settings.find((each) => each.rail === rest[0]?.rail);
    // Where the bank's statement settles, an answer only says what the statement will.
    if (rest.length === 0 || rail?.settledBy !== 'rail-statement') return { answerId, state: 'noted', words };
    for (const { instructionId } of rest) {
      const settled = await settlePayment(desk, actorOf(caller), { instructionId, bank: rail.bank, seenOn: row.toldOn });
      if (!settled.ok) return { answerId, state: 'parked', words: `${words} Some could not be settled: ${settled.refusal.code}.` };
    }
  }
}

/** Payments of the file that are still sent and of which the same answer says nothing by itself. */
async function restOf({ database }: AnswersDesk, authorityId: number, { row, file }: Whole): Promise<PaymentInstruction[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const rows = await tx
      .select({ instruction: paymentInstructions })
      .from(paymentFileItems)
      .innerJoin(
        paymentInstructions,
        and(
          eq(paymentInstructions.authorityId, paymentFileItems.authorityId),
          eq(paymentInstructions.instructionId, paymentFileItems.instructionId),
        ),
      )
      .where(
        and(
          eq(paymentFileItems.authorityId, authorityId),
          eq(paymentFileItems.fileId, file.fileId),
          eq(paymentInstructions.state, 'sent'),
          sql`not exists (select 1 from ${bankAnswers} b where b.authority_id = ${authorityId} and b.file_id = ${row.fileId}
            and b.answer_id <> ${row.answerId} and b.reference = ${paymentInstructions.reference})`,
        ),
      )
      .limit(AT_ONCE);
    return rows.map(({ instruction }) => instructionOf(instruction));
  });
}

/** An input report names no serial: the submission is one of that service user with the same count and sum that was still to be processed. */
async function filesOfCount(
  tx: Parameters<typeof readFileByBankName>[0],
  authorityId: number,
  { serviceUserNumber, payments, pence, reportedOn }: NonNullable<AnswerDetails['counted']>,
): Promise<PaymentFile[]> {
  const rows = await tx
    .select({ file: paymentFiles })
    .from(paymentFiles)
    .innerJoin(
      originators,
      and(eq(originators.authorityId, paymentFiles.authorityId), eq(originators.originatorId, paymentFiles.originatorId)),
    )
    .where(
      and(
        eq(paymentFiles.authorityId, authorityId),
        eq(originators.serviceUserNumber, serviceUserNumber),
        eq(paymentFiles.payments, payments),
        eq(paymentFiles.amount, BigInt(pence)),
        gte(paymentFiles.processingDate, reportedOn),
        ne(paymentFiles.state, 'void'),
      ),
    )
    .orderBy(asc(paymentFiles.processingDate), asc(paymentFiles.bankName))
    .limit(MOST_ALIKE);
  return rows.map(({ file }) => file);
}
