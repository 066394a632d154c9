import { and, asc, count, eq } from 'drizzle-orm';
import { appendAudit, eventOf, findAuthorityKey } from '../../../people/index.ts';
import { inTransaction, type Transaction } from '../../../platform/database/in-transaction.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { BankFileDesk } from './bank-file-desk.ts';
import { paymentFileFetches } from './schema.ts';
import { openContent, type PaymentFile, readFile } from './store.ts';

export interface FetchedFile {
  readonly file: PaymentFile;
  readonly fileName: string;
  readonly content: Buffer;
}

type FetchRefusal = { readonly code: 'payment-file-not-found' | 'payment-file-void' | 'fetch-reason-missing' };

/** Hands the bytes out, and keeps who took them and when. From the second time on it takes a reason: a file that is submitted twice pays twice. */
export async function fetchPaymentFile(
  { database, clock, keyRing }: Pick<BankFileDesk, 'database' | 'clock' | 'keyRing'>,
  caller: Caller,
  { fileId, reason }: { readonly fileId: string; readonly reason?: string | undefined },
): Promise<Result<FetchedFile, FetchRefusal>> {
  const { authorityId, principal } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const file = await readFile(tx, authorityId, fileId, 'update');
    if (file === undefined) return refused({ code: 'payment-file-not-found' });
    if (file.state === 'void') return refused({ code: 'payment-file-void' });
    const [before] = await tx.select({ times: count() }).from(paymentFileFetches).where(ofFile(authorityId, fileId));
    const number = (before?.times ?? 0) + 1;
    if (number > 1 && reason === undefined) return refused({ code: 'fetch-reason-missing' });
    const key = await findAuthorityKey(tx, keyRing, authorityId);
    if (key === undefined) throw new Error('a payment file is sealed and its key is gone');
    const content = await openContent(tx, key, file);
    const fetchedAt = clock.now();
    await tx.insert(paymentFileFetches).values({ authorityId, fileId, number, fetchedBy: principal, fetchedAt, reason: reason ?? null });
    const facts = { fileId, number, ...(reason !== undefined && { reason }) };
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.fetch-payment-file', 'read', fetchedAt, {}, facts)]);
    return accepted({ file, fileName: fileNameOf(file), content });
  });
}

/** Says what it is and of which day, so that a copy on a desk can be told from another. */
export function fileNameOf({ format, bankName, processingDate }: PaymentFile): string {
  const extension = { bacs: 'txt', pain001: 'xml', 'bank-csv': 'csv' }[format];
  return `${format}-${processingDate}-${bankName}.${extension}`;
}

export async function listFetches(tx: Transaction, authorityId: number, fileId: string) {
  return tx.select().from(paymentFileFetches).where(ofFile(authorityId, fileId)).orderBy(asc(paymentFileFetches.number));
}

const ofFile = (authorityId: number, fileId: string) =>
  and(eq(paymentFileFetches.authorityId, authorityId), eq(paymentFileFetches.fileId, fileId));
