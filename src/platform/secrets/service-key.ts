import { createHmac, hkdfSync } from 'node:crypto';
import { openWith, sealWith } from './sealed-box.ts';

/**
 * The one secret of an installation. Every use gets a key of its own, cut from it by name, so that what one purpose gives away opens
 * nothing of another. It lies outside the database: a copied database reads no sealed text and forges no link.
 */
export interface ServiceKey {
  /** AES-256-GCM; `about` (a row's id) is sealed with the text, so that a sealed text moved to another row does not open. */
  seal(purpose: string, text: Buffer, about: string): Buffer;
  /** Throws when the text was touched, belongs to another row, or was sealed under another key. */
  open(purpose: string, sealed: Buffer, about: string): Buffer;
  /** HMAC-SHA-256: the same for the same text, and not to be guessed without the key. */
  mark(purpose: string, text: string): Buffer;
}

export const SERVICE_KEY_BYTES = 32;

export function serviceKeyOf(secret: Buffer): ServiceKey {
  if (secret.length !== SERVICE_KEY_BYTES) throw new TypeError(`a service key has ${SERVICE_KEY_BYTES} bytes`);
  const keys = new Map<string, Buffer>();
  const keyFor = (use: string): Buffer => {
    const known = keys.get(use) ?? Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `threefold/${use}`, 32));
    keys.set(use, known);
    return known;
  };
  return {
    seal: (purpose, text, about) => sealWith(keyFor(`seal/${purpose}`), text, about),
    open: (purpose, sealed, about) => openWith(keyFor(`seal/${purpose}`), sealed, about),
    mark: (purpose, text) =>
      createHmac('sha256', keyFor(`mark/${purpose}`))
        .update(text)
        .digest(),
  };
}
