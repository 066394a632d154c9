import { createHash } from 'node:crypto';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Actor } from '../../ledger/index.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { withDeadline } from '../../platform/database/with-deadline.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { statementFileChunks, statementFiles } from '../schema.ts';
import type { StatementDesk } from './statement-desk.ts';

const CHUNK_BYTES = 256 * 1024;
const CHUNK_DEADLINE_MS = 15_000;
/** An upload that has not ended after a day was broken off with its process. */
const BROKEN_OFF_AFTER_MS = 86_400_000;

export interface ArrivingFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: AsyncIterable<Uint8Array>;
}

export interface KeptFile {
  readonly fileId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: bigint;
  readonly sha256: string;
  readonly sentBy: string;
  readonly arrivedAt: Date;
}

/**
 * Keeps a bank's file as it came, chunk by chunk, with who sent it and when. The same bytes are kept once: sent again, they are the file
 * that is there. Whatever ends the stream early leaves nothing behind.
 */
export async function keepStatementFile(
  { database, clock }: StatementDesk,
  { authorityId, principal }: Actor,
  { fileName, mediaType, content }: ArrivingFile,
): Promise<Result<KeptFile & { readonly keptBefore: boolean }, { readonly code: 'statement-file-empty' }>> {
  const arrivedAt = clock.now();
  const fileId = timeOrderedId(arrivedAt);
  await inTransaction(database, { authorityId }, async (tx) => {
    const brokenOff = and(
      eq(statementFiles.authorityId, authorityId),
      eq(statementFiles.state, 'arriving'),
      lt(statementFiles.arrivedAt, new Date(arrivedAt.getTime() - BROKEN_OFF_AFTER_MS)),
    );
    for (const { fileId: old } of await tx.select({ fileId: statementFiles.fileId }).from(statementFiles).where(brokenOff)) {
      await tx.delete(statementFileChunks).where(chunksOf(authorityId, old));
      await tx.delete(statementFiles).where(and(eq(statementFiles.authorityId, authorityId), eq(statementFiles.fileId, old)));
    }
    const file = {
      authorityId,
      fileId,
      fileName,
      mediaType,
      sentBy: principal,
      arrivedAt,
      state: 'arriving' as const,
      bytes: 0n,
      chunks: 0,
    };
    await tx.insert(statementFiles).values(file);
  });
  let written: Written;
  try {
    written = await writeChunks(database, authorityId, fileId, content);
  } catch (error) {
    await removeFile(database, authorityId, fileId);
    throw error;
  }
  if (written.bytes === 0) {
    await removeFile(database, authorityId, fileId);
    return refused({ code: 'statement-file-empty' });
  }
  return accepted(await recordKept(database, authorityId, fileId, written));
}

export async function findKeptFile(
  database: Database,
  authorityId: number,
  fileId: string,
): Promise<(KeptFile & { chunks: number }) | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const where = and(eq(statementFiles.authorityId, authorityId), eq(statementFiles.fileId, fileId), eq(statementFiles.state, 'kept'));
    const [row] = await tx.select().from(statementFiles).where(where);
    return row && { ...fileOf(row), chunks: row.chunks };
  });
}

/** The kept bytes, read a chunk at a time on connections of their own: nothing waits for a transaction that is under way. */
export async function* fileContent(
  database: Database,
  authorityId: number,
  { fileId, chunks }: { readonly fileId: string; readonly chunks: number },
): AsyncGenerator<Uint8Array> {
  for (let number = 0; number < chunks; number += 1) {
    const [row] = await withDeadline(
      CHUNK_DEADLINE_MS,
      database.sql<
        { content: Buffer | null }[]
      >`select reconciliation.read_file_chunk(${authorityId}, ${fileId}::text::uuid, ${number}) as content`,
    );
    if (row === undefined || row.content === null) throw new Error(`Chunk ${number} of the bank statement file ${fileId} is missing.`);
    yield row.content;
  }
}

interface Written {
  readonly bytes: number;
  readonly chunks: number;
  readonly sha256: Buffer;
}

async function writeChunks(database: Database, authorityId: number, fileId: string, content: AsyncIterable<Uint8Array>): Promise<Written> {
  const hash = createHash('sha256');
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let bytes = 0;
  let chunks = 0;
  const write = async () => {
    const chunk = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    await withDeadline(
      CHUNK_DEADLINE_MS,
      database.sql`select reconciliation.keep_file_chunk(${authorityId}, ${fileId}::text::uuid, ${chunks}, ${chunk})`,
    );
    chunks += 1;
  };
  for await (const part of content) {
    hash.update(part);
    waiting.push(part);
    waitingBytes += part.length;
    bytes += part.length;
    if (waitingBytes >= CHUNK_BYTES) await write();
  }
  if (waitingBytes > 0) await write();
  return { bytes, chunks, sha256: hash.digest() };
}

async function recordKept(
  database: Database,
  authorityId: number,
  fileId: string,
  { bytes, chunks, sha256 }: Written,
): Promise<KeptFile & { readonly keptBefore: boolean }> {
  return inTransaction(database, { authorityId }, async (tx) => {
    // Two uploads of the same bytes take turns here; the second finds the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('reconciliation.files'), ${authorityId})`);
    const [same] = await tx
      .select()
      .from(statementFiles)
      .where(and(eq(statementFiles.authorityId, authorityId), eq(statementFiles.sha256, sha256)));
    const own = and(eq(statementFiles.authorityId, authorityId), eq(statementFiles.fileId, fileId));
    if (same !== undefined) {
      await tx.delete(statementFileChunks).where(chunksOf(authorityId, fileId));
      await tx.delete(statementFiles).where(own);
      return { ...fileOf(same), keptBefore: true };
    }
    const [kept] = await tx
      .update(statementFiles)
      .set({ state: 'kept', bytes: BigInt(bytes), chunks, sha256 })
      .where(own)
      .returning();
    if (kept === undefined) throw new Error(`The bank statement file ${fileId} went away while it arrived.`);
    return { ...fileOf(kept), keptBefore: false };
  });
}

async function removeFile(database: Database, authorityId: number, fileId: string): Promise<void> {
  await inTransaction(database, { authorityId }, async (tx) => {
    await tx.delete(statementFileChunks).where(chunksOf(authorityId, fileId));
    await tx.delete(statementFiles).where(and(eq(statementFiles.authorityId, authorityId), eq(statementFiles.fileId, fileId)));
  });
}

function chunksOf(authorityId: number, fileId: string) {
  return and(eq(statementFileChunks.authorityId, authorityId), eq(statementFileChunks.fileId, fileId));
}

function fileOf({ fileId, fileName, mediaType, bytes, sha256, sentBy, arrivedAt }: typeof statementFiles.$inferSelect): KeptFile {
  return { fileId, fileName, mediaType, bytes, sha256: sha256?.toString('hex') ?? '', sentBy, arrivedAt };
}

/** Newest first. */
export async function listKeptFiles(
  database: Database,
  authorityId: number,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<KeptFile[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const from = before === undefined ? undefined : lt(statementFiles.fileId, before);
    const rows = await tx
      .select()
      .from(statementFiles)
      .where(and(eq(statementFiles.authorityId, authorityId), eq(statementFiles.state, 'kept'), from))
      .orderBy(desc(statementFiles.fileId))
      .limit(limit);
    return rows.map(fileOf);
  });
}
