import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { paymentInstructions } from '../../runs/schema.ts';
import { bankAnswers } from './schema.ts';
import { countAnswers } from './store.ts';

/** What of a file waits for a person: for alerts, and for whoever has just imported it. */

export async function countParkedAnswers(database: Database, authorityId: number, fileId: string): Promise<number> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => (await countAnswers(tx, authorityId, fileId)).parked);
}

export async function listParkedAnswers(
  database: Database,
  authorityId: number,
  fileId: string,
): Promise<{ readonly line: number; readonly words: string }[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const rows = await tx
      .select({ line: bankAnswers.line, words: bankAnswers.words })
      .from(bankAnswers)
      .where(and(eq(bankAnswers.authorityId, authorityId), eq(bankAnswers.fileId, fileId), eq(bankAnswers.state, 'parked')))
      .orderBy(asc(bankAnswers.line), asc(bankAnswers.answerId));
    return rows.map(({ line, words }) => ({ line, words: words ?? '' }));
  });
}

/** Which payment an answer was about, by its reference and its payee's opaque code. */
export async function paymentOfAnswer(
  database: Database,
  authorityId: number,
  answerId: string,
): Promise<{ readonly reference: string; readonly payee: string } | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const [row] = await tx
      .select({ reference: paymentInstructions.reference, payee: paymentInstructions.payee })
      .from(bankAnswers)
      .innerJoin(
        paymentInstructions,
        and(eq(paymentInstructions.authorityId, bankAnswers.authorityId), eq(paymentInstructions.instructionId, bankAnswers.instructionId)),
      )
      .where(and(eq(bankAnswers.authorityId, authorityId), eq(bankAnswers.answerId, answerId)));
    return row;
  });
}
