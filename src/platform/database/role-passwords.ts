import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClusterPasswords } from './prepare-cluster.ts';

const shape = z.strictObject({ app: z.string(), migrator: z.string() });

/** The log-ins of the embedded database's roles: drawn once, kept beside it, readable by its owner only. */
export function rolePasswords(dataDirectory: string): ClusterPasswords {
  const file = join(dataDirectory, 'role-passwords.json');
  if (existsSync(file)) return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  const passwords = { app: randomBytes(24).toString('base64url'), migrator: randomBytes(24).toString('base64url') };
  writeFileSync(file, `${JSON.stringify(passwords)}\n`, { mode: 0o600, flush: true });
  return passwords;
}
