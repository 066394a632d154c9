import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { SERVICE_KEY_BYTES, type ServiceKey, serviceKeyOf } from './service-key.ts';

/** The configured key, or one that was drawn at the first start and lies in the data folder, readable by its owner only. */
export function keepServiceKey(config: Pick<Config, 'serviceKey' | 'dataDirectory'>): ServiceKey {
  return serviceKeyOf(config.serviceKey ?? keyInFolder(config.dataDirectory));
}

function keyInFolder(dataDirectory: string): Buffer {
  const file = join(dataDirectory, 'service-key');
  if (existsSync(file)) return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  const drawn = randomBytes(SERVICE_KEY_BYTES);
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  // wx: two processes that start at once must not each believe in a key of their own.
  writeFileSync(file, `${drawn.toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return drawn;
}
