import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createApiKey, type KeyScope, listApiKeys } from '../people/index.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { requireAccepted } from './require-accepted.ts';

interface DemoKey {
  readonly keyId: string;
  readonly name: string;
  readonly secret: string;
}

const KEYS: readonly { readonly name: string; readonly scopes: readonly KeyScope[] }[] = [
  { name: 'look only', scopes: ['ledger:read', 'reconciliation:read'] },
  { name: 'finance officer', scopes: ['ledger:read', 'ledger:post', 'ledger:administer', 'reconciliation:read', 'reconciliation:write'] },
];
const LIFE_MS = 365 * 86_400_000;

/** Keys to try the API with. The service keeps a digest only, so the demo writes them beside its data, for the owner of the folder alone. */
export async function keepDemoKeys({
  database,
  clock,
  authorityId,
  dataDirectory,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly authorityId: number;
  readonly dataDirectory: string;
}): Promise<void> {
  const file = fileOf(dataDirectory);
  const known = new Set((await listApiKeys(database, authorityId)).map(({ keyId }) => keyId));
  const kept = readKeys(file);
  // A folder that outlived its database holds keys that open nothing.
  if (kept.length > 0 && kept.every(({ keyId }) => known.has(keyId))) return;
  const expiresAt = new Date(clock.now().getTime() + LIFE_MS);
  const made: DemoKey[] = [];
  for (const { name, scopes } of KEYS) {
    const { keyId, secret } = requireAccepted(
      'key',
      await createApiKey(database, clock, { authorityId, name: `demo, ${name}`, scopes, expiresAt }),
    );
    made.push({ keyId, name, secret });
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
}

/** Lines for the terminal, under the addresses that `npm start` prints. */
export function demoSignIns(dataDirectory: string): string[] {
  const keys = readKeys(fileOf(dataDirectory));
  if (keys.length === 0) return [];
  return ['Keys of the demo council (Authorization: Bearer ...)', ...keys.map(({ name, secret }) => `  ${name.padEnd(16)} ${secret}`)];
}

function readKeys(file: string): DemoKey[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoKey[]) : [];
}

function fileOf(dataDirectory: string): string {
  return join(dataDirectory, 'demo', 'api-keys.json');
}
