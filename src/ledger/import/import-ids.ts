import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';

/** Made up once for imports; changing it would let every file in again. */
const NAMESPACE = '5a0f3c52-2c07-4f4e-8d0b-1f6a1d2f9c63';

/**
 * The same content of the same file is the same import, whoever sends it and however often. `attempt` counts what of this file was taken
 * back before: after an undo the file may come in again, as another import.
 */
export function importIdOf(content: { authorityId: number; fileSha256: string; digests: readonly Buffer[]; attempt: number }): string {
  const all = createHash('sha256');
  for (const digest of content.digests) all.update(digest);
  return uuidV5(JSON.stringify([content.authorityId, content.fileSha256, all.digest('hex'), content.attempt]), NAMESPACE);
}

export function importedEntryId(importId: string, line: number): string {
  return uuidV5(`entry ${line}`, importId);
}

export function undoId(importId: string, entryId: string): string {
  return uuidV5(`undo ${entryId}`, importId);
}
