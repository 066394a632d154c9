import { and, eq, sql } from 'drizzle-orm';
import type { AuthorityKey } from '../../../people/index.ts';
import type { Transaction } from '../../../platform/database/in-transaction.ts';
import { grouped } from '../../../platform/grouped.ts';
import { formatPounds } from '../../../platform/money/pounds.ts';
import { accountMarkOf } from '../../rails/files/bank-file-desk.ts';
import { paymentFileItems, paymentFiles } from '../../rails/files/schema.ts';
import type { PaymentInstruction } from '../../runs/payment-run.ts';
import { instructionOf } from '../../runs/rows.ts';
import { paymentInstructions } from '../../runs/schema.ts';
import type { AnswerRow } from './store.ts';
import type { AnswerDetails } from './told-answer.ts';

/** A payment that an answer is about, and the file it left by; payments of other rails have none. */
export interface FoundPayment {
  readonly instruction: PaymentInstruction;
  readonly file?: { readonly fileId: string; readonly state: 'made' | 'submitted' };
}

export interface AnswerAtHand {
  readonly row: AnswerRow;
  readonly more: AnswerDetails;
  /** In words: why no payment is found. */
  readonly payment: FoundPayment | string;
}

interface Candidate extends FoundPayment {
  readonly accountMark: Buffer | null;
  readonly processingDate: string | null;
}

/**
 * Finds the payment that each answer means: by our reference, and the amount and account it names must then be that payment's; where no
 * reference came back (a building society's roll number stood in its place), by account, amount and day, if only one payment has them.
 */
export async function findPayments(
  tx: Transaction,
  key: AuthorityKey,
  authorityId: number,
  rows: readonly AnswerRow[],
): Promise<AnswerAtHand[]> {
  const answers = rows.map((row) => {
    const more = key.open<AnswerDetails>(row.sealed, row.answerId) ?? {};
    return { row, more, mark: more.account && accountMarkOf(key, more.account) };
  });
  const references = answers.flatMap(({ row }) => row.reference ?? []);
  const byReference = new Map(
    (await candidates(tx, authorityId, sql`${paymentInstructions.reference} = any(${sql.param(references)})`)).map((found) => [
      found.instruction.reference,
      found,
    ]),
  );
  const nameless = answers.filter(({ row, mark }) => mark !== undefined && byReference.get(row.reference ?? '') === undefined);
  const marks = nameless.flatMap(({ mark }) => (mark === undefined ? [] : [mark.toString('hex')]));
  const byAccount = grouped(
    marks.length === 0
      ? []
      : await candidates(tx, authorityId, sql`encode(${paymentFileItems.accountMark}, 'hex') = any(${sql.param(marks)})`),
    ({ accountMark }) => accountMark?.toString('hex') ?? '',
  );
  return answers.map(({ row, more, mark }) => {
    const named = byReference.get(row.reference ?? '');
    const payment = named === undefined ? onlyOne(row, more, byAccount.get(mark?.toString('hex') ?? '') ?? []) : asNamed(row, named, mark);
    return { row, more, payment };
  });
}

function asNamed(row: AnswerRow, found: Candidate, mark: Buffer | undefined): FoundPayment | string {
  const { reference, amount } = found.instruction;
  if (row.amount !== null && row.amount !== amount)
    return `It names ${reference}, a payment of ${formatPounds(amount)}, and says ${formatPounds(row.amount)}. Ask the bank which is meant.`;
  if (mark !== undefined && found.accountMark !== null && !mark.equals(found.accountMark))
    return `It names ${reference}, and an account that this payment did not go to. Ask the bank which is meant.`;
  return found;
}

function onlyOne(row: AnswerRow, { originalProcessingDate }: AnswerDetails, found: readonly Candidate[]): FoundPayment | string {
  const told = row.reference === null ? 'It names no reference of ours' : `"${row.reference}" is no reference of ours`;
  const alike = found.filter(
    ({ instruction, processingDate }) =>
      instruction.amount === row.amount && (originalProcessingDate === undefined || processingDate === originalProcessingDate),
  );
  const [first] = alike;
  if (first === undefined) return `${told}, and no payment of ours went to that account on that day with that amount.`;
  if (alike.length > 1)
    return `${told}, and ${alike.length} payments of ours went to that account with that amount. Ask the bank which is meant.`;
  return first;
}

/** With the file it stands in that was not declared void, where there is one. */
async function candidates(tx: Transaction, authorityId: number, which: ReturnType<typeof sql>): Promise<Candidate[]> {
  const rows = await tx
    .select({
      instruction: paymentInstructions,
      accountMark: paymentFileItems.accountMark,
      fileId: paymentFiles.fileId,
      fileState: paymentFiles.state,
      processingDate: paymentFiles.processingDate,
    })
    .from(paymentInstructions)
    .leftJoin(
      paymentFileItems,
      and(
        eq(paymentFileItems.authorityId, paymentInstructions.authorityId),
        eq(paymentFileItems.instructionId, paymentInstructions.instructionId),
        sql`not exists (select 1 from ${paymentFiles} v where v.authority_id = ${paymentFileItems.authorityId}
          and v.file_id = ${paymentFileItems.fileId} and v.state = 'void')`,
      ),
    )
    .leftJoin(
      paymentFiles,
      and(eq(paymentFiles.authorityId, paymentFileItems.authorityId), eq(paymentFiles.fileId, paymentFileItems.fileId)),
    )
    .where(and(eq(paymentInstructions.authorityId, authorityId), which));
  return rows.map(({ instruction, accountMark, fileId, fileState, processingDate }) => ({
    instruction: instructionOf(instruction),
    accountMark,
    processingDate,
    ...(fileId !== null && fileState !== null && fileState !== 'void' && { file: { fileId, state: fileState } }),
  }));
}
