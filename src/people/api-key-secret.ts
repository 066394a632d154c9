import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * A key as its holder sends it: `tfk_<authority, base 36>_<key id, hex>_<32 random bytes, base64url>`. It says where to look, so that
 * finding it needs no view across authorities, and the prefix lets scanners of leaked text recognise it. A plain SHA-256 is enough of a
 * digest: 256 random bits cannot be guessed, and a slow one would slow every request.
 */
export interface PresentedKey {
  readonly authorityId: number;
  readonly keyId: string;
  readonly secretDigest: Buffer;
}

const SHAPE = /^tfk_([0-9a-z]{1,6})_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;
const LARGEST_AUTHORITY_ID = 2 ** 31 - 1;
const SECRET_BYTES = 32;

export function newSecret(authorityId: number, keyId: string): { readonly secret: string; readonly secretDigest: Buffer } {
  const random = randomBytes(SECRET_BYTES).toString('base64url');
  return {
    secret: `tfk_${authorityId.toString(36)}_${keyId.replaceAll('-', '')}_${random}`,
    secretDigest: digestOf(random),
  };
}

/** Undefined for what cannot be a key at all. */
export function readSecret(text: string): PresentedKey | undefined {
  const [, authority = '', hex = '', random = ''] = SHAPE.exec(text) ?? [];
  const authorityId = Number.parseInt(authority, 36);
  if (!(authorityId <= LARGEST_AUTHORITY_ID)) return undefined;
  const keyId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { authorityId, keyId, secretDigest: digestOf(random) };
}

export function digestsAreEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function digestOf(random: string): Buffer {
  return createHash('sha256').update(random).digest();
}
