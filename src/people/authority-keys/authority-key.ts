import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { KeyRing } from '../../platform/secrets/key-ring.ts';
import { DATA_KEY_BYTES, openWith, sealWith } from '../../platform/secrets/sealed-box.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { authorityKeys } from './schema.ts';

/** Seals what belongs to an authority and to no family, and marks texts so that two equal ones are found without reading either. */
export interface AuthorityKey {
  seal(words: object, rowId: string): Buffer;
  open<Words>(sealed: Buffer | null, rowId: string): Words | undefined;
  /** A part of a file. */
  sealBytes(bytes: Buffer, rowId: string): Buffer;
  openBytes(sealed: Buffer, rowId: string): Buffer;
  /** HMAC-SHA-256 under a key cut for this purpose: another authority's mark of the same text is another one. */
  mark(purpose: string, text: string): Buffer;
}

/** Drawn at the first need: the transaction must be one that may write. */
export async function openAuthorityKey(
  tx: Transaction,
  { keyRing, clock }: Pick<RecordRoom, 'keyRing' | 'clock'>,
  authorityId: number,
): Promise<AuthorityKey> {
  const standing = await findAuthorityKey(tx, keyRing, authorityId);
  if (standing !== undefined) return standing;
  const { keyRingId, wrapped } = keyRing.wrap(randomBytes(DATA_KEY_BYTES), aboutOf(authorityId));
  const createdAt = clock.now();
  // Two first needs at once draw two keys; the row that stands is the one both use.
  await tx.insert(authorityKeys).values({ authorityId, keyRingId, wrappedKey: wrapped, createdAt }).onConflictDoNothing();
  const kept = await findAuthorityKey(tx, keyRing, authorityId);
  if (kept === undefined) throw new Error('the key of an authority was drawn and cannot be read');
  return kept;
}

/** Undefined while nothing has needed it: then nothing is sealed under it either. */
export async function findAuthorityKey(tx: Transaction, keyRing: KeyRing, authorityId: number): Promise<AuthorityKey | undefined> {
  const [row] = await tx.select().from(authorityKeys).where(eq(authorityKeys.authorityId, authorityId));
  if (row === undefined) return undefined;
  return authorityKeyOf(keyRing.unwrap({ keyRingId: row.keyRingId, wrapped: row.wrappedKey }, aboutOf(authorityId)), authorityId);
}

/** The same data key under the ring's current key: nothing sealed under it changes. */
export async function rewrapAuthorityKey(tx: Transaction, keyRing: KeyRing, authorityId: number): Promise<void> {
  const [row] = await tx.select().from(authorityKeys).where(eq(authorityKeys.authorityId, authorityId)).for('update');
  if (row === undefined || row.keyRingId === keyRing.currentId) return;
  const about = aboutOf(authorityId);
  const fresh = keyRing.wrap(keyRing.unwrap({ keyRingId: row.keyRingId, wrapped: row.wrappedKey }, about), about);
  await tx
    .update(authorityKeys)
    .set({ keyRingId: fresh.keyRingId, wrappedKey: fresh.wrapped })
    .where(eq(authorityKeys.authorityId, authorityId));
}

function authorityKeyOf(dataKey: Buffer, authorityId: number): AuthorityKey {
  const about = (rowId: string) => `${aboutOf(authorityId)}/${rowId}`;
  return {
    seal: (words, rowId) => sealWith(dataKey, Buffer.from(JSON.stringify(words)), about(rowId)),
    open: <Words>(sealed: Buffer | null, rowId: string) =>
      sealed === null ? undefined : (JSON.parse(openWith(dataKey, sealed, about(rowId)).toString()) as Words),
    sealBytes: (bytes, rowId) => sealWith(dataKey, bytes, about(rowId)),
    openBytes: (sealed, rowId) => openWith(dataKey, sealed, about(rowId)),
    mark: (purpose, text) =>
      createHmac('sha256', Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `threefold/authority/${purpose}`, DATA_KEY_BYTES)))
        .update(text)
        .digest(),
  };
}

function aboutOf(authorityId: number): string {
  return `authority/${authorityId}`;
}
