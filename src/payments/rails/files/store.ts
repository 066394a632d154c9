import { and, asc, eq, max, ne, sql } from 'drizzle-orm';
import type { AuthorityKey } from '../../../people/index.ts';
import type { Transaction } from '../../../platform/database/in-transaction.ts';
import { insertRows } from '../../../platform/database/insert-rows.ts';
import { paymentAttempts } from '../schema.ts';
import { railKeyOf } from '../send-payment.ts';
import { accountMarkOf } from './bank-file-desk.ts';
import { paymentFileChunks, paymentFileItems, paymentFiles } from './schema.ts';
import type { ReadyPayment, TurnedDown } from './sort-payments.ts';

/** Statements on payment files. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type PaymentFile = typeof paymentFiles.$inferSelect;

const ROWS_AT_ONCE = 1_000;
const CHUNK_BYTES = 256 * 1024;

export async function filesOfRun(tx: Transaction, authorityId: number, runId: string): Promise<PaymentFile[]> {
  return tx
    .select()
    .from(paymentFiles)
    .where(and(eq(paymentFiles.authorityId, authorityId), eq(paymentFiles.runId, runId)))
    .orderBy(asc(paymentFiles.madeAt), asc(paymentFiles.ordinal));
}

export async function standingFilesOfRun(tx: Transaction, authorityId: number, runId: string): Promise<PaymentFile[]> {
  const ofRun = and(eq(paymentFiles.authorityId, authorityId), eq(paymentFiles.runId, runId), ne(paymentFiles.state, 'void'));
  return tx.select().from(paymentFiles).where(ofRun).orderBy(asc(paymentFiles.ordinal));
}

export async function readFile(tx: Transaction, authorityId: number, fileId: string, lock?: 'update'): Promise<PaymentFile | undefined> {
  const found = tx
    .select()
    .from(paymentFiles)
    .where(and(eq(paymentFiles.authorityId, authorityId), eq(paymentFiles.fileId, fileId)));
  const [row] = lock ? await found.for('update') : await found;
  return row;
}

export async function readFileByBankName(
  tx: Transaction,
  authorityId: number,
  { format, bankName }: Pick<PaymentFile, 'format' | 'bankName'>,
): Promise<PaymentFile | undefined> {
  const named = and(eq(paymentFiles.authorityId, authorityId), eq(paymentFiles.format, format), eq(paymentFiles.bankName, bankName));
  const [row] = await tx.select().from(paymentFiles).where(named);
  return row;
}

/** The file's bytes, as they were written. */
export async function openContent(tx: Transaction, key: AuthorityKey, { authorityId, fileId }: PaymentFile): Promise<Buffer> {
  const parts = await tx
    .select()
    .from(paymentFileChunks)
    .where(and(eq(paymentFileChunks.authorityId, authorityId), eq(paymentFileChunks.fileId, fileId)))
    .orderBy(asc(paymentFileChunks.number));
  return Buffer.concat(parts.map(({ number, sealed }) => key.openBytes(sealed, `${fileId}/${number}`)));
}

/** Parts of even size, so that how the writer cut its text does not show. */
export function inParts(chunks: readonly Uint8Array[]): Buffer[] {
  const whole = Buffer.concat(chunks);
  return Array.from({ length: Math.ceil(whole.length / CHUNK_BYTES) }, (_, number) =>
    whole.subarray(number * CHUNK_BYTES, (number + 1) * CHUNK_BYTES),
  );
}

/** The file with its bytes and its payments, each payment with the attempt by which it leaves: one intent for all of them. */
export async function insertFile(
  tx: Transaction,
  key: AuthorityKey,
  file: typeof paymentFiles.$inferInsert,
  {
    parts,
    ready,
    attempts,
    rail,
  }: {
    readonly parts: readonly Buffer[];
    readonly ready: readonly ReadyPayment[];
    readonly attempts: ReadonlyMap<string, number>;
    readonly rail: string;
  },
): Promise<void> {
  const { authorityId, fileId, madeAt: intendedAt, bankName: railReference } = file;
  await tx.insert(paymentFiles).values(file);
  for (const [number, part] of parts.entries())
    await tx.insert(paymentFileChunks).values({ authorityId, fileId, number, sealed: key.sealBytes(part, `${fileId}/${number}`) });
  for (let from = 0; from < ready.length; from += ROWS_AT_ONCE) {
    const some = ready.slice(from, from + ROWS_AT_ONCE).map(({ instruction, toSend }) => {
      const { instructionId } = instruction;
      return { instruction, toSend, instructionId, attempt: (attempts.get(instructionId) ?? 0) + 1 };
    });
    await insertRows(
      tx,
      paymentAttempts,
      some.map(({ instruction, instructionId, attempt }) => {
        return { authorityId, instructionId, attempt, rail, key: railKeyOf(instruction), state: 'intended', intendedAt, railReference };
      }),
    );
    await insertRows(
      tx,
      paymentFileItems,
      some.map(({ toSend, instructionId, attempt }) => {
        return { authorityId, fileId, instructionId, attempt, accountMark: accountMarkOf(key, toSend) };
      }),
    );
  }
}

/** Payments that never go into a file: the attempt says why, and the books bring back what was charged. */
export async function insertTurnedDown(
  tx: Transaction,
  authorityId: number,
  turnedDown: readonly TurnedDown[],
  { attempts, rail, at }: { readonly attempts: ReadonlyMap<string, number>; readonly rail: string; readonly at: Date },
): Promise<void> {
  await insertRows(
    tx,
    paymentAttempts,
    turnedDown.map(({ instruction, reason }) => {
      const { instructionId } = instruction;
      const attempt = (attempts.get(instructionId) ?? 0) + 1;
      const answered = { intendedAt: at, answeredAt: at, reason };
      return { authorityId, instructionId, attempt, rail, key: railKeyOf(instruction), state: 'refused', ...answered };
    }),
  );
}

/** The number of the last attempt at each of these payments. */
export async function lastAttempts(tx: Transaction, authorityId: number, instructionIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx
    .select({ instructionId: paymentAttempts.instructionId, attempt: max(paymentAttempts.attempt) })
    .from(paymentAttempts)
    .where(
      and(
        eq(paymentAttempts.authorityId, authorityId),
        sql`${paymentAttempts.instructionId} = any(${sql.param([...instructionIds])}::uuid[])`,
      ),
    )
    .groupBy(paymentAttempts.instructionId);
  return new Map(rows.map(({ instructionId, attempt }) => [instructionId, attempt ?? 0]));
}

/** Every attempt of the file whose end is not known yet, at once; one that is closed already stays as it is. */
export async function answerAttemptsOfFile(
  tx: Transaction,
  { authorityId, fileId }: Pick<PaymentFile, 'authorityId' | 'fileId'>,
  state: 'taken' | 'absent',
  now: Date,
): Promise<void> {
  await tx
    .update(paymentAttempts)
    .set({ state, answeredAt: now })
    .from(paymentFileItems)
    .where(
      and(
        eq(paymentFileItems.authorityId, authorityId),
        eq(paymentFileItems.fileId, fileId),
        eq(paymentAttempts.authorityId, paymentFileItems.authorityId),
        eq(paymentAttempts.instructionId, paymentFileItems.instructionId),
        eq(paymentAttempts.attempt, paymentFileItems.attempt),
        sql`${paymentAttempts.state} in ('intended', 'in-doubt')`,
      ),
    );
}
