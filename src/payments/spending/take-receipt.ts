import { createHash } from 'node:crypto';
import { and, asc, eq, or } from 'drizzle-orm';
import type { BudgetRoom } from '../../budgets/index.ts';
import { changeFamily, openAuthorityKey, readFamily } from '../../people/index.ts';
import type { FileScanner } from '../../platform/files/file-scanner.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { Upload } from '../../platform/http/read-upload.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type DrawRefusal, drawPages, typeByContent } from './draw-pages.ts';
import { receiptChunks, receiptPages, receipts } from './schema.ts';

export const LARGEST_RECEIPT_BYTES = 10 * 1_048_576;
const CHUNK_BYTES = 256 * 1024;
const PURPOSE = 'payments/receipt';

export type SpendingRoom = BudgetRoom & { readonly scanner: FileScanner };

export type TakeRefusal =
  | DrawRefusal
  | {
      readonly code:
        | 'record-not-found'
        | 'errand-for-a-stranger'
        | 'receipt-empty'
        | 'receipt-not-as-said'
        | 'receipt-infected'
        | 'receipt-of-another-family';
    }
  | { readonly code: 'receipt-sent-already'; readonly facts: { readonly receiptId: string } };

/**
 * Takes a receipt into custody: told by its content, looked through, drawn anew, and kept sealed under the family's key. One that is infected
 * is kept apart and used for nothing; one that was sent before, by whomever, is told and not kept twice.
 */
export async function takeReceipt(
  { scanner, ...room }: SpendingRoom,
  caller: Caller,
  familyId: string,
  upload: Upload,
): Promise<Result<{ readonly receiptId: string; readonly pages: number }, TakeRefusal>> {
  // Before the file is read: whoever asks for a family that is not theirs learns nothing of what we make of files.
  const family = await readFamily(room, caller.authorityId, familyId, async () => undefined);
  if (!family.ok) return family;
  const arrived: Uint8Array[] = [];
  for await (const part of upload.content) arrived.push(part);
  const content = Buffer.concat(arrived);
  if (content.length === 0) return refused({ code: 'receipt-empty' });
  const mediaType = typeByContent(content);
  if (mediaType === undefined || mediaType !== upload.mediaType) return refused({ code: 'receipt-not-as-said' });
  const scanned = await scanner.scan(content);
  const drawn = scanned === 'infected' ? accepted([]) : await drawPages(content, mediaType);
  if (!drawn.ok) return drawn;
  const state = scanned === 'infected' ? ('quarantined' as const) : scanned;
  const { authorityId, principal: sentBy } = caller;
  const operation = 'payments.take-receipt';
  const taken = await changeFamily(room, caller, { familyId, operation }, async ({ tx, key, now }): Promise<Result<Taken, TakeRefusal>> => {
    const marks = await openAuthorityKey(tx, room, authorityId);
    const fileMark = marks.mark(PURPOSE, digest(content));
    const [first] = drawn.value;
    const pictureMark = first === undefined ? null : marks.mark(PURPOSE, digest(first));
    const [known] = await tx
      .select()
      .from(receipts)
      .where(
        and(
          eq(receipts.authorityId, authorityId),
          or(eq(receipts.fileMark, fileMark), pictureMark === null ? undefined : eq(receipts.pictureMark, pictureMark)),
        ),
      )
      .orderBy(asc(receipts.arrivedAt))
      .limit(1);
    if (known !== undefined && known.familyId !== familyId) return refused({ code: 'receipt-of-another-family' });
    if (known !== undefined && known.state !== 'quarantined')
      return refused({ code: 'receipt-sent-already', facts: { receiptId: known.receiptId } });
    const receiptId = timeOrderedId(now);
    const chunks = Math.ceil(content.length / CHUNK_BYTES);
    const pages = drawn.value.length;
    await tx.insert(receipts).values({
      ...{ authorityId, receiptId, familyId, mediaType, bytes: content.length, chunks, pages, state, fileMark, pictureMark },
      ...{ arrivedAt: now, sentBy },
    });
    for (let number = 0; number < chunks; number += 1) {
      const part = content.subarray(number * CHUNK_BYTES, (number + 1) * CHUNK_BYTES);
      await tx.insert(receiptChunks).values({ authorityId, receiptId, number, sealed: key.sealBytes(part, `${receiptId}/${number}`) });
    }
    for (const [index, picture] of drawn.value.entries()) {
      const page = index + 1;
      await tx.insert(receiptPages).values({ authorityId, receiptId, page, sealed: key.sealBytes(picture, `${receiptId}/page ${page}`) });
    }
    return accepted({ value: { receiptId, pages }, facts: { receiptId, bytes: content.length, pages, state } });
  });
  // Kept first and told then: a quarantine that left nothing behind would be a door.
  return taken.ok && state === 'quarantined' ? refused({ code: 'receipt-infected' }) : taken;
}

interface Taken {
  readonly value: { readonly receiptId: string; readonly pages: number };
  readonly facts: Readonly<Record<string, unknown>>;
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** One page as people see it: drawn anew. The original is never handed out. */
export async function readReceiptPage(
  room: BudgetRoom,
  authorityId: number,
  { familyId, receiptId, page }: { readonly familyId: string; readonly receiptId: string; readonly page: number },
): Promise<Result<Buffer, { readonly code: 'record-not-found' | 'receipt-not-found' }>> {
  const read = await readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const [found] = await tx
      .select({ sealed: receiptPages.sealed })
      .from(receiptPages)
      .innerJoin(receipts, and(eq(receipts.authorityId, receiptPages.authorityId), eq(receipts.receiptId, receiptPages.receiptId)))
      .where(
        and(
          eq(receipts.authorityId, authorityId),
          eq(receipts.familyId, familyId),
          eq(receipts.receiptId, receiptId),
          eq(receiptPages.page, page),
        ),
      );
    return found === undefined ? undefined : key.openBytes(found.sealed, `${receiptId}/page ${page}`);
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'receipt-not-found' }) : accepted(read.value);
}
