import { join } from 'node:path';
import pg from 'pg';
import { readPostmasterFile } from '../../../src/platform/embedded-postgres/postmaster.ts';
import { processIdentity } from '../../../src/platform/embedded-postgres/process-identity.ts';

export async function select(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is stopped under an open session says so here; the statement's own failure is what a test looks at.
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

export function postmasterPid(dataDirectory: string): number {
  const file = readPostmasterFile(join(dataDirectory, 'cluster'));
  if (file === undefined) throw new Error(`no server is running in ${dataDirectory}`);
  return file.pid;
}

export function isRunning(pid: number): boolean {
  return processIdentity(pid) !== undefined;
}
