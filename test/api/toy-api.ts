import type { Server } from 'node:http';
import { Writable } from 'node:stream';
import { Registry } from 'prom-client';
import { type AdminApiOptions, mountAdminApi } from '../../src/api/index.ts';
import { closeGracefully } from '../../src/platform/http/close-gracefully.ts';
import { createHttpServer } from '../../src/platform/http/create-http-server.ts';
import { createLog } from '../../src/platform/http/create-log.ts';
import { listen } from '../../src/platform/http/listen.ts';
import type { Scope } from '../../src/platform/http/operation.ts';
import { accepted, refused } from '../../src/platform/result.ts';
import { checkAnswer } from '../support/check-answer.ts';
import { manualClock } from '../support/manual-clock.ts';
import { toyProblems, toyRoom } from './toy-room.ts';

const KEYS: Readonly<Record<string, readonly Scope[]>> = {
  'Bearer everything': ['ledger:read', 'ledger:post', 'ledger:administer'],
  'Bearer reader': ['ledger:read'],
};

export interface ToyApi {
  readonly url: string;
  readonly server: Server;
  readonly port: number;
  readonly logLines: readonly Record<string, unknown>[];
  readonly operations: AdminApiOptions['operations'];
  /** Every answer is held against what its operation says it answers. */
  fetch(path: string, init?: RequestInit & { readonly key?: 'everything' | 'reader' | 'wrong' | 'none' }): Promise<Response>;
  stop(): Promise<void>;
}

/** The whole admin API over a toy room, on a loopback port. */
export async function startToyApi(overrides: Partial<AdminApiOptions> = {}, port = 0): Promise<ToyApi> {
  const logLines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      for (const line of chunk.toString().trim().split('\n')) logLines.push(JSON.parse(line));
      done();
    },
  });
  const operations = overrides.operations ?? toyRoom();
  const api = mountAdminApi({
    problems: [toyProblems],
    authenticate: async (header) => {
      const scopes = header === undefined ? undefined : KEYS[header];
      if (scopes !== undefined) return accepted({ principal: `key:${header?.slice(7)}`, authorityId: 1, scopes });
      return refused({ code: header === undefined ? 'credentials-missing' : 'credentials-invalid' });
    },
    log: createLog({ level: 'debug', destination }),
    clock: manualClock('2026-04-01T09:30:00.000Z'),
    readiness: { database: async () => undefined },
    metrics: { registry: new Registry(), access: 'open' },
    ...overrides,
    operations,
  });
  const server = createHttpServer(api);
  const bound = await listen(server, { host: '127.0.0.1', port });
  if (!bound.ok) throw new Error(`Port ${port} is taken.`);
  const url = `http://127.0.0.1:${bound.value}`;
  return {
    url,
    server,
    port: bound.value,
    logLines,
    operations,
    fetch: async (path, { key = 'everything', ...init } = {}) => {
      const authorization = key === 'none' ? {} : { authorization: `Bearer ${key}` };
      const response = await fetch(url + path, { ...init, headers: { ...authorization, ...(init.headers as Record<string, string>) } });
      await checkAnswer(operations, init.method ?? 'GET', path, response);
      return response;
    },
    stop: async () => {
      await closeGracefully(server, { deadlineMs: 1_000 });
    },
  };
}
