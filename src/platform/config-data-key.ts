import type { ConfigFault } from './config-urls.ts';
import { readKeyRing } from './secrets/key-ring.ts';

/** The key ring under which families' own keys are wrapped; undefined: drawn at the first start and kept in the data folder. */
export function readDataKey(given: string | undefined, faults: ConfigFault[]): string | undefined {
  if (given === undefined || readKeyRing(given) !== undefined) return given;
  faults.push({
    name: 'THREEFOLD_DATA_KEY',
    problem: 'it is not a list of names and keys, each key 32 random bytes in base64',
    remedy: 'write it like 2026:<key>, with a key made by: openssl rand -base64 32; older keys follow behind a comma',
  });
  return undefined;
}
