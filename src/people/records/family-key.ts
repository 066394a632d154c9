import { randomBytes } from 'node:crypto';
import type { KeyRing, WrappedKey } from '../../platform/secrets/key-ring.ts';
import { DATA_KEY_BYTES, openWith, sealWith } from '../../platform/secrets/sealed-box.ts';

/** Seals what can be read as words in one family's record. Without its key, and after the key is dropped, nobody opens it. */
export interface FamilyKey {
  seal(words: object, rowId: string): Buffer;
  open<Words>(sealed: Buffer | null, rowId: string): Words | undefined;
  /** A part of a file. */
  sealBytes(bytes: Buffer, rowId: string): Buffer;
  openBytes(sealed: Buffer, rowId: string): Buffer;
}

export function newFamilyKey(
  ring: KeyRing,
  authorityId: number,
  familyId: string,
): { readonly key: FamilyKey; readonly wrapped: WrappedKey } {
  const dataKey = randomBytes(DATA_KEY_BYTES);
  return { key: familyKeyOf(dataKey, authorityId, familyId), wrapped: ring.wrap(dataKey, aboutOf(authorityId, familyId)) };
}

export function openFamilyKey(ring: KeyRing, authorityId: number, familyId: string, wrapped: WrappedKey): FamilyKey {
  return familyKeyOf(ring.unwrap(wrapped, aboutOf(authorityId, familyId)), authorityId, familyId);
}

/** The same data key under the ring's current key: nothing sealed under it changes. */
export function rewrapFamilyKey(ring: KeyRing, authorityId: number, familyId: string, wrapped: WrappedKey): WrappedKey {
  const about = aboutOf(authorityId, familyId);
  return ring.wrap(ring.unwrap(wrapped, about), about);
}

function familyKeyOf(dataKey: Buffer, authorityId: number, familyId: string): FamilyKey {
  const about = (rowId: string) => `${aboutOf(authorityId, familyId)}/${rowId}`;
  return {
    seal: (words, rowId) => sealWith(dataKey, Buffer.from(JSON.stringify(words)), about(rowId)),
    open: <Words>(sealed: Buffer | null, rowId: string) =>
      sealed === null ? undefined : (JSON.parse(openWith(dataKey, sealed, about(rowId)).toString()) as Words),
    sealBytes: (bytes, rowId) => sealWith(dataKey, bytes, about(rowId)),
    openBytes: (sealed, rowId) => openWith(dataKey, sealed, about(rowId)),
  };
}

function aboutOf(authorityId: number, familyId: string): string {
  return `${authorityId}/${familyId}`;
}
