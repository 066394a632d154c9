import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_KEY_BYTES, openWith, sealWith } from './sealed-box.ts';

export interface WrappedKey {
  readonly keyRingId: string;
  readonly wrapped: Buffer;
}

/** The service's own keys, each with an id: the newest wraps, the older ones still unwrap until everything is wrapped anew. */
export interface KeyRing {
  readonly currentId: string;
  wrap(key: Buffer, about: string): WrappedKey;
  unwrap(wrapped: WrappedKey, about: string): Buffer;
}

const SHAPE = /^([a-z0-9-]{1,20}):([A-Za-z0-9+/_-]{43}=?)$/;

/** `2026:<32 bytes>,2025:<32 bytes>`: the first is the current one. Undefined when it cannot be read. */
export function readKeyRing(text: string): KeyRing | undefined {
  const keys = new Map<string, Buffer>();
  for (const part of text.split(',')) {
    const [, id, secret] = SHAPE.exec(part.trim()) ?? [];
    if (id === undefined || secret === undefined || keys.has(id)) return undefined;
    const key = Buffer.from(secret, 'base64');
    // A key that somebody typed to see the service start would protect nothing.
    if (key.length !== DATA_KEY_BYTES || new Set(key).size <= 8) return undefined;
    keys.set(id, key);
  }
  const [currentId] = keys.keys();
  return currentId === undefined ? undefined : ringOf(currentId, keys);
}

function ringOf(currentId: string, keys: ReadonlyMap<string, Buffer>): KeyRing {
  const keyOf = (id: string): Buffer => {
    const key = keys.get(id);
    if (key === undefined) throw new Error(`The key ring has no key "${id}"; put it back into THREEFOLD_DATA_KEY behind the current one.`);
    return key;
  };
  return {
    currentId,
    wrap: (key, about) => ({ keyRingId: currentId, wrapped: sealWith(keyOf(currentId), key, about) }),
    unwrap: ({ keyRingId, wrapped }, about) => openWith(keyOf(keyRingId), wrapped, about),
  };
}

/** The configured ring, or one that was drawn at the first start and lies in the data folder, readable by its owner only. */
export function keepKeyRing({ dataKey, dataDirectory }: { readonly dataKey: string | undefined; readonly dataDirectory: string }): KeyRing {
  const ring = readKeyRing(dataKey ?? ringInFolder(dataDirectory));
  if (ring === undefined) throw new Error(`The key ring in ${dataDirectory} cannot be read.`);
  return ring;
}

function ringInFolder(dataDirectory: string): string {
  const file = join(dataDirectory, 'data-key');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const key = randomBytes(DATA_KEY_BYTES);
  // Named after itself: rings that two machines have drawn apart are then missed by name, not taken for one another.
  const drawn = `drawn-${createHash('sha256').update(key).digest('hex').slice(0, 8)}:${key.toString('base64url')}`;
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  // wx: two processes that start at once must not each believe in a key of their own.
  writeFileSync(file, `${drawn}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return drawn;
}
