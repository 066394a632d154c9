import { createHash, randomBytes } from 'node:crypto';

/**
 * What machines show, in the manner of API keys: each says which authority to look in, has a prefix that scanners of leaked text know, and
 * ends in 256 random bits, of which a plain digest is enough to keep.
 */
const CLIENT = /^tfc_([0-9a-z]{1,6})_([0-9a-f]{32})$/;
const TOKEN = /^tft_([0-9a-z]{1,6})_([A-Za-z0-9_-]{43})$/;
const LARGEST_AUTHORITY_ID = 2 ** 31 - 1;

export interface ClientAt {
  readonly authorityId: number;
  readonly clientId: string;
}

/** `tfc_<authority, base 36>_<id, hex>`: not secret. */
export function shownClientId({ authorityId, clientId }: ClientAt): string {
  return `tfc_${authorityId.toString(36)}_${clientId.replaceAll('-', '')}`;
}

export function readClientId(text: string): ClientAt | undefined {
  const [, authority = '', hex = ''] = CLIENT.exec(text) ?? [];
  const authorityId = Number.parseInt(authority, 36);
  if (!(authorityId <= LARGEST_AUTHORITY_ID)) return undefined;
  return { authorityId, clientId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
}

export interface Drawn {
  readonly shown: string;
  readonly digest: Buffer;
}

export function newClientSecret(): Drawn {
  const shown = `tfs_${randomBytes(32).toString('base64url')}`;
  return { shown, digest: secretDigest(shown) };
}

export function secretDigest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function newMachineToken(authorityId: number): Drawn {
  const random = randomBytes(32).toString('base64url');
  return { shown: `tft_${authorityId.toString(36)}_${random}`, digest: secretDigest(random) };
}

export function readMachineToken(text: string): { readonly authorityId: number; readonly digest: Buffer } | undefined {
  const [, authority = '', random = ''] = TOKEN.exec(text) ?? [];
  const authorityId = Number.parseInt(authority, 36);
  return authorityId <= LARGEST_AUTHORITY_ID ? { authorityId, digest: secretDigest(random) } : undefined;
}
