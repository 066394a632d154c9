import { and, eq } from 'drizzle-orm';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { FamilyKey } from '../records/family-key.ts';
import { documentChunks } from './schema.ts';

/**
 * One document after the other's part, each read for itself: a slow reader of a large copy holds no connection meanwhile. When the record is
 * erased half-way the parts are gone, and reading fails.
 */
export async function* documentParts(
  database: Database,
  key: FamilyKey,
  authorityId: number,
  { documentId, bytes }: { readonly documentId: string; readonly bytes: number },
): AsyncGenerator<Buffer, void, undefined> {
  let read = 0;
  for (let number = 0; read < bytes; number += 1) {
    const [found] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
      tx
        .select()
        .from(documentChunks)
        .where(
          and(eq(documentChunks.authorityId, authorityId), eq(documentChunks.documentId, documentId), eq(documentChunks.number, number)),
        ),
    );
    if (found === undefined) throw new Error(`document ${documentId} has lost a part`);
    const part = key.openBytes(found.sealed, `${documentId}/${number}`);
    read += part.length;
    yield part;
  }
}
