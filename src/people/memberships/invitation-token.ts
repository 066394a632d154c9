import { createHash, randomBytes } from 'node:crypto';

/** `tfi_<authority, base 36>_<32 random bytes>`: says where to look, so that finding it needs no view across authorities. */
const SHAPE = /^tfi_([0-9a-z]{1,6})_([A-Za-z0-9_-]{43})$/;
const LARGEST_AUTHORITY_ID = 2 ** 31 - 1;

export function newInvitationToken(authorityId: number): { readonly token: string; readonly tokenDigest: Buffer } {
  const token = `tfi_${authorityId.toString(36)}_${randomBytes(32).toString('base64url')}`;
  return { token, tokenDigest: digestOf(token) };
}

/** Undefined for what cannot be an invitation at all. */
export function readInvitationToken(text: string): { readonly authorityId: number; readonly tokenDigest: Buffer } | undefined {
  const [token, authority = ''] = SHAPE.exec(text.trim()) ?? [];
  const authorityId = Number.parseInt(authority, 36);
  return token === undefined || !(authorityId <= LARGEST_AUTHORITY_ID) ? undefined : { authorityId, tokenDigest: digestOf(token) };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
